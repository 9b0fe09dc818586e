"""DDL: a catalog as the statements that make it, one file for each kind of object."""

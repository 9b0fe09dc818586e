"""The migration tools, one per file."""

"""A PostgreSQL server of our own: its binaries, its account, its life, and what migrations may not do on it."""

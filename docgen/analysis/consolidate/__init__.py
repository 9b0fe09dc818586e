"""Consolidate: a chain of migrations as one migration: what it makes, what it carries, what people must decide."""

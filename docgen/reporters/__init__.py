"""Findings as text for a reader or a program, one format per file."""

"""The rules, one per file; found by listing this folder."""

"""The linter: rules over statements."""

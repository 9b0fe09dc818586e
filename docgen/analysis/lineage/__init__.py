"""Lineage: where each column of a view comes from, and where the columns of a table go."""

"""Lineage: which columns of which relations each column that a query gives is made of."""

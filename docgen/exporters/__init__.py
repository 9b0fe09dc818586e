"""Exporters: a catalog in the formats of other tools, one file per format; each gives text and touches nothing."""

"""Introspect: reads the catalog of the database at the URL and ends; what docgen's reading alone costs."""

from __future__ import annotations

import sys

from docgen.postgres.catalog.introspect import read_catalog
from docgen.postgres.connect import connect

if __name__ == "__main__":
    with connect(sys.argv[1]) as connection:
        print(len(read_catalog(connection, shared=True).relations))

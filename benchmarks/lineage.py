"""Lineage: what following the columns of a generated database costs, alone and as a part of rendering all its pages.

python benchmarks/lineage.py --tables 100 1000 10000 --rounds 3
"""

from __future__ import annotations

import argparse
import statistics
import time
import tracemalloc
from collections.abc import Callable

from schema import create

from docgen.analysis.lineage.graph import Lineage, lineage
from docgen.model.catalog import Catalog
from docgen.model.snapshot import Snapshot
from docgen.postgres.catalog.introspect import read_catalog
from docgen.postgres.connect import connect
from docgen.postgres.server.binaries import find_binaries
from docgen.postgres.server.cluster import run_cluster
from docgen.render.document import Document
from docgen.render.pages import pages


def _catalog(tables: int) -> Catalog:
    with run_cluster(find_binaries()) as cluster, cluster.database("lineage") as url:
        create(url, tables)
        with connect(url) as connection:
            return read_catalog(connection)


def _cpu(work: Callable[[], object], rounds: int) -> float:
    seconds = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return statistics.median(seconds)


def _render(catalog: Catalog) -> int:
    return sum(len(page.text) for page in pages(Document(title="x", snapshot=Snapshot(catalog, origin="live"))))


def _memory(catalog: Catalog) -> float:
    """MiB that the lineage holds once it is there."""
    tracemalloc.start()
    kept: Lineage = lineage(catalog)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return held / 2**20 if kept.views else 0.0


def _row(tables: int, rounds: int) -> str:
    catalog = _catalog(tables)
    found = lineage(catalog)
    views = len(found.views)
    columns = sum(len(view.columns) for view in found.views.values())
    disagree = sum(bool(view.problem or view.unread or view.unrecorded) for view in found.views.values())
    alone, every = _cpu(lambda: lineage(catalog), rounds), _cpu(lambda: _render(catalog), rounds)
    figures = (f"{views:,}", f"{columns:,}", disagree, f"{alone:.2f}", f"{every:.2f}", f"{_memory(catalog):.1f}")
    return f"| {tables:,} | " + " | ".join(map(str, figures)) + " |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tables", type=int, nargs="+", default=[1000])
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    heads = (
        "tables",
        "views",
        "their columns",
        "disagree with pg_depend",
        "lineage, CPU s",
        "pages, CPU s",
        "MiB held",
    )
    print(f"| {' | '.join(heads)} |\n|{'---:|' * len(heads)}")
    for tables in arguments.tables:
        print(_row(tables, arguments.rounds), flush=True)


if __name__ == "__main__":
    main()

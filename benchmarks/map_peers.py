"""Map beside Liam's: how soon each is there with the same generated database, and what choosing a table costs.

    npm install --ignore-scripts --prefix PEERS @liam-hq/cli@0.7.24
    python benchmarks/map_peers.py --peers PEERS --tables 100 1000

Liam reads docgen's own export for tbls. Both pages are opened in headless Chromium over the loopback, without a cache
and without another host. Seconds are what a reader waits, CPU is that of the page's own thread. Prints Markdown. Needs
docgen with [site], playwright, Chromium and Node.js.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from build import say, server_at
from loopback import served
from map import build
from playwright.sync_api import Browser, Page, Route, sync_playwright
from playwright.sync_api import TimeoutError as Late
from psycopg import conninfo
from schema import create

from docgen.exporters.tbls import tbls
from docgen.model.catalog import Catalog
from docgen.postgres.catalog.introspect import read_catalog
from docgen.postgres.connect import connect
from docgen.postgres.server.cluster import create_database, drop_database

LIAM = "node_modules/@liam-hq/cli/dist-cli/bin/cli.js"
FIRST = ".react-flow__node"
PAINTED = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
CHOOSE = """async (at) => {
  const start = performance.now();
  document.querySelectorAll(".react-flow__node [role=button], .react-flow__node button, .react-flow__node")[at].click();
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))));
  return performance.now() - start;
}"""
GO = """async (id) => {
  performance.clearMeasures("docgen-map");
  const start = performance.now();
  location.hash = `table=${id}`;
  while (!performance.getEntriesByName("docgen-map").length) await new Promise(done => requestAnimationFrame(done));
  await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - start;
}"""
CHOICES = 20


@dataclass(frozen=True)
class Seen:
    """One page: seconds and the thread's CPU seconds until it shows a table, milliseconds for each later choice."""

    name: str
    ready: float | None  # None: not within the limit
    processor: float
    choices: list[float]
    costs: list[float]


class Watched:
    """A page in a browser without a cache, whose own thread is timed."""

    def __init__(self, browser: Browser) -> None:
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        self.page: Page = context.new_page()
        self.page.route(lambda url: not url.startswith("http://127.0.0.1"), _refuse)
        self._session = context.new_cdp_session(self.page)
        self._session.send("Performance.enable")

    def processor(self) -> float:
        """CPU seconds of the page's thread until now."""
        metrics = self._session.send("Performance.getMetrics")["metrics"]
        return float(next(one["value"] for one in metrics if one["name"] == "ThreadTime"))

    def timed(self, script: str, argument: object) -> tuple[float, float]:
        """Milliseconds of the wall and of the thread's CPU that a script takes."""
        before = self.processor()
        wall = float(self.page.evaluate(script, argument))
        return wall, (self.processor() - before) * 1000


def _refuse(route: Route) -> None:
    route.abort()


def opened(browser: Browser, name: str, address: str, first: str, limit: float) -> tuple[Watched, Seen]:
    """The page, once it shows a table or the limit is over."""
    watched = Watched(browser)
    start = time.monotonic()
    try:
        watched.page.goto(address, timeout=limit * 1000)
        watched.page.wait_for_selector(first, timeout=max(1.0, limit - (time.monotonic() - start)) * 1000)
        watched.page.evaluate(PAINTED)
        return watched, Seen(name, time.monotonic() - start, watched.processor(), [], [])
    except Late:
        return watched, Seen(name, None, 0.0, [], [])


def chosen(watched: Watched, seen: Seen, script: str, arguments: list[object]) -> Seen:
    """What choosing one table after the other costs."""
    timed = [watched.timed(script, argument) for argument in arguments]
    return Seen(seen.name, seen.ready, seen.processor, [one[0] for one in timed], [one[1] for one in timed])


def look(catalog: Catalog, peers: Path, limit: float) -> list[Seen]:
    """Both pages on one catalog."""
    with tempfile.TemporaryDirectory(prefix="docgen-bench-") as name, sync_playwright() as playwright:
        folder = Path(name)
        (folder / "schema.json").write_text(tbls(catalog, "Benchmark"), encoding="utf-8")
        command = ["node", str((peers / LIAM).resolve()), "erd", "build", "--format", "tbls", "--input", "schema.json"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        (folder / "ours").mkdir()
        ours = build(catalog, folder / "ours")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        with served(ours) as address:
            say("docgen")
            watched, seen = opened(browser, "docgen", f"{address}/map.html", "#docgen-map[data-ready]", limit)
            ids = watched.page.evaluate("window.docgenMap.tables.filter(one => one[2] === 'table').map(one => one[3])")
            found = [chosen(watched, seen, GO, ids[:: max(1, len(ids) // CHOICES)])]
        with served(folder / "dist") as address:
            say("Liam")
            watched, seen = opened(browser, "Liam 0.7.24", address, FIRST, limit)
            if seen.ready is not None:
                count = min(CHOICES, watched.page.locator(FIRST).count())
                seen = chosen(watched, seen, CHOOSE, list(range(count)))
            found.append(seen)
        browser.close()
    return found


def row(tables: int, seen: Seen, limit: float) -> str:
    """One line of the report."""
    if seen.ready is None:
        return f"| {tables:,} | {seen.name} | no table within {limit:.0f} s | | | |"
    middle = f"{statistics.median(seen.choices):.0f} | {statistics.median(seen.costs):.0f}"
    return f"| {tables:,} | {seen.name} | {seen.ready:.1f} | {seen.processor:.1f} | {middle} |"


def main() -> None:
    """Runs what the command line says and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", type=Path, required=True, help="where npm has put @liam-hq/cli")
    parser.add_argument("--tables", type=int, nargs="+", default=[100, 1000], help="sizes, one database each")
    parser.add_argument("--limit", type=float, default=300, help="seconds that a page may take")
    parser.add_argument("--url", help="a server where databases may be made; default: our own")
    arguments = parser.parse_args()
    print("| tables | page | ready, s | CPU s | choosing a table, median ms | CPU ms |\n|---:|---|---:|---:|---:|---:|")
    with server_at(arguments.url) as (url, _):
        for tables in arguments.tables:
            name = f"docgen_bench_{tables}"
            drop_database(url, name)
            create_database(url, name)
            near = conninfo.make_conninfo(url, dbname=name)
            create(near, tables)
            with connect(near) as connection:
                catalog = read_catalog(connection)
            for seen in look(catalog, arguments.peers, arguments.limit):
                print(row(tables, seen, arguments.limit), flush=True)
            drop_database(url, name)


if __name__ == "__main__":
    main()

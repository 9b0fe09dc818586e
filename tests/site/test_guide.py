"""What the guide says against what docgen is: keys, flags, examples, links."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, get_type_hints

import click
import pytest

from docgen.cli import COMMANDS, program
from docgen.config.config import Config
from docgen.config.explain import section_in
from docgen.config.workspace import validated
from docgen.lint.rule import rules
from docgen.render.document import Page
from docgen.render.link_check import broken_links
from docgen.site.generator import build_site
from docgen.site.project import SiteProject

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
BY_HAND = [*sorted(DOCS.glob("*.md")), *sorted((DOCS / "guide").glob("*.md"))]
TEXTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *BY_HAND]


def fences(path: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", path.read_text(), re.DOTALL | re.MULTILINE)


def test_every_table_of_the_configuration_is_in_the_guide() -> None:
    text = (DOCS / "guide" / "configuration.md").read_text()
    headings = " ".join(re.findall(r"^### (.*)", text, re.MULTILINE))
    keys = get_type_hints(Config)
    tables = {key for key, annotation in keys.items() if section_in(annotation)}
    assert {key for key in tables if f"[{key}]" not in headings} == set()
    assert {key for key in keys if key not in tables and f"| `{key}` |" not in text} == set()


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_every_configuration_shown_is_valid(path: Path) -> None:
    """The parts that a page shows one after the other are one configuration."""
    whole: dict[str, Any] = {}
    for text in fences(path, "toml"):
        for key, value in tomllib.loads(text).items():
            if isinstance(value, list):
                whole.setdefault(key, []).extend(value)
            else:
                whole[key] = {**whole.get(key, {}), **value} if isinstance(value, dict) else value
    config = validated(whole, path.name)
    known = {name for rule in rules() for name in (rule.name, rule.family)}
    assert {*config.lint.select, *config.lint.ignore, *config.lint.severity} <= known


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_every_command_shown_exists(path: Path) -> None:
    for verb, rest in re.findall(r"`?\bdocgen (?:-C \S+ )?([a-z]+)((?: --?[\w-]+(?: [^\s`#]+)?)*)", _code(path)):
        assert verb in COMMANDS
        command = program.get_command(click.Context(program), verb)
        assert command is not None
        flags = {name for parameter in command.params for name in parameter.opts}
        assert set(re.findall(r"--[\w-]+", rest)) - flags == set(), f"docgen {verb}"


def test_no_link_of_the_documentation_leads_nowhere() -> None:
    pages = [Page(path.relative_to(DOCS).as_posix(), path.read_text()) for path in sorted(DOCS.rglob("*.md"))]
    files = [path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*") if path.is_file()]
    assert broken_links(pages, files) == []


@pytest.mark.site
def test_the_documentation_builds(tmp_path: Path) -> None:
    build_site(SiteProject(ROOT / "mkdocs.yml", "database"), tmp_path / "site")
    assert (tmp_path / "site" / "guide" / "get-started" / "index.html").is_file()


def _code(path: Path) -> str:
    """The commands that a text shows: in fenced blocks and in inline code."""
    text = path.read_text()
    return "\n".join([*fences(path, "sh"), *fences(path, "yaml"), *re.findall(r"`(docgen [^`\n]+)`", text)])

"""What the guide says against what docgen is: keys, flags, examples, links."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import click
import pytest

from docgen import site
from docgen.cli import COMMANDS, program
from docgen.config.config import Config
from docgen.config.section import Section
from docgen.config.workspace import section_in
from docgen.lint.rule import rules
from docgen.render.document import Page
from docgen.render.link_check import broken_links

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
BY_HAND = [*sorted(DOCS.glob("*.md")), *sorted((DOCS / "guide").glob("*.md"))]
TEXTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *BY_HAND]


def fences(path: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", path.read_text(), re.DOTALL | re.MULTILINE)


def sections(section: type[Section] = Config) -> list[type[Section]]:
    """A section and all those that its keys hold."""
    inner = (section_in(field.annotation) for field in section.model_fields.values())
    return [section, *(below for one in inner if one for below in sections(one))]


@pytest.mark.parametrize("section", sections(), ids=lambda section: section.__name__)
def test_every_key_is_in_the_guide(section: type[Section]) -> None:
    text = (DOCS / "guide" / "configuration.md").read_text()
    keys = set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE))
    tables = set(re.findall(r"^### `\[+(?:\w+\.)*(\w+)\]", text, re.MULTILINE))
    assert set(section.model_fields) - keys - tables == set()


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_every_configuration_shown_is_valid(path: Path) -> None:
    for text in fences(path, "toml"):
        config = Config.model_validate(tomllib.loads(text))
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
    site.build(site.SiteProject(ROOT / "mkdocs.yml", "database"), tmp_path / "site")
    assert (tmp_path / "site" / "guide" / "get-started" / "index.html").is_file()


def _code(path: Path) -> str:
    """The commands that a text shows: in fenced blocks and in inline code."""
    text = path.read_text()
    return "\n".join([*fences(path, "sh"), *fences(path, "yaml"), *re.findall(r"`(docgen [^`\n]+)`", text)])

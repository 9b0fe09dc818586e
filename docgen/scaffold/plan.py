"""Plan: which files docgen init would write, which it leaves alone, and what is left to a person."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator
from typing import NamedTuple

from docgen.config.location import FILE_NAME
from docgen.scaffold import texts
from docgen.scaffold.look import Findings


class ByHand(NamedTuple):
    """Lines for a file that is there already and is not docgen's to edit."""

    title: str
    text: str


class Plan(NamedTuple):
    """What would be written, in order, and what would not."""

    files: tuple[tuple[str, str], ...]  # posix path relative to the project, text
    existing: tuple[str, ...]  # files that are there and stay as they are
    by_hand: tuple[ByHand, ...]


def plan(found: Findings, database: bool) -> Plan:
    """The plan for a project; ``database`` says whether the environment names a live one."""
    files: list[tuple[str, str]] = []
    existing: list[str] = []
    by_hand: list[ByHand] = []
    for path, text, lines in _wanted(found, database):
        if not _there(found, path):
            files.append((path, text))
            continue
        existing.append(path)
        if lines and not _holds(found, path, lines):
            by_hand.append(ByHand(f"Add to {path}:", lines))
    if found.configured and found.configured != FILE_NAME:
        files = [file for file in files if file[0] != FILE_NAME]
        existing.append(f"[tool.docgen] in {found.configured}")
    if found.ci not in ("", "GitHub Actions"):
        recipe = texts.GITLAB_JOB if found.ci == "GitLab CI" else texts.OTHER_WORKFLOW
        by_hand.append(ByHand(f"Add to {found.ci}:", recipe))
    return Plan(tuple(files), tuple(existing), tuple(by_hand))


def _wanted(found: Findings, database: bool) -> Iterator[tuple[str, str, str]]:
    """Every file with its text, and what a person adds to it where it exists."""
    yield FILE_NAME, texts.configuration(found, database), ""
    if found.site:
        yield "mkdocs.yml", "", texts.site_lines(found)
    else:
        yield "mkdocs.yml", texts.site(found), ""
        if not found.home:
            yield f"{found.docs.removesuffix('/database')}/index.md", texts.home(found), ""
    if found.ci in ("", "GitHub Actions"):
        yield ".github/workflows/docgen.yml", texts.WORKFLOW, ""
    yield ".pre-commit-config.yaml", f"repos:\n{texts.hooks(found)}", texts.hooks(found)
    yield ".gitattributes", texts.attributes(found), texts.attributes(found)
    if not found.site:
        yield ".gitignore", texts.IGNORED, texts.IGNORED


def preview(files: tuple[tuple[str, str], ...]) -> str:
    """The new files as a unified diff."""
    return "".join(
        line
        for path, text in files
        for line in difflib.unified_diff([], text.splitlines(keepends=True), "/dev/null", f"b/{path}")
    )


def _there(found: Findings, path: str) -> bool:
    return os.path.lexists(found.root / path)


def _holds(found: Findings, path: str, lines: str) -> bool:
    """Whether the file has every one of the lines already, at any depth."""
    try:
        text = (found.root / path).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    held = {line.strip() for line in text.splitlines()}
    return all(line.strip() in held for line in lines.splitlines())

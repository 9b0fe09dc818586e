"""Log groups: the migrations by phase or month, and the pages of the log that they stand on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from docgen.model.migration import Migration
from docgen.render.document import Document
from docgen.render.links import LOG_FOLDER, slug

ONE_PAGE_UP_TO = 100
"""Migrations up to which the log is one page: above, each group has its own."""

_BLOCK = 50  # migrations of one group, where neither a phase nor a date tells them apart
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")


class LogGroup(NamedTuple):
    """Migrations that stand together, the newest first; ``path``: the page that they have where the log is split."""

    title: str
    path: str
    migrations: tuple[Migration, ...]


def is_split(document: Document) -> bool:
    """Whether the log is an index with a page for each group."""
    return len(document.migrations) > ONE_PAGE_UP_TO


def log_groups(document: Document) -> tuple[LogGroup, ...]:
    """The groups, the newest first: the configured phases, the months of the dates, or blocks in the files' order.

    What is added at the end is added to the newest group, or begins one: no other changes.
    """
    groups: dict[str, list[Migration]] = {}
    for title, migration in zip(_titles(document), document.migrations, strict=True):
        groups.setdefault(title, []).append(migration)
    files = _files(list(groups))
    return tuple(
        LogGroup(title, f"{LOG_FOLDER}/{files[title]}.md", tuple(reversed(own)))
        for title, own in reversed(groups.items())
    )


def _titles(document: Document) -> Iterator[str]:
    phases = {path: one.name for one in document.status.phases for path in one.paths}
    dated = sum(bool(one.date) for one in document.migrations) * 2 > len(document.migrations)
    for place, migration in enumerate(document.migrations):
        first = place // _BLOCK * _BLOCK + 1
        block = f"Migrations {first} to {first + _BLOCK - 1}"
        yield phases.get(migration.path) or (migration.date[:7] or "Without a date" if dated else block)


def _files(titles: Sequence[str]) -> dict[str, str]:
    """A file name for each title, from its plain characters; where two would share one, each has a digest too."""
    plain = {title: _NOT_PLAIN.sub("-", title.lower()).strip("-")[:60] for title in titles}
    names = list(plain.values())
    return {title: name if name and names.count(name) == 1 else slug(f"{title} ") for title, name in plain.items()}

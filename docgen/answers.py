"""READ: answers about the schema from the last build: its snapshot and its pages, without a database."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

import msgspec

from docgen.analysis.edges import edges
from docgen.config.workspace import Workspace
from docgen.errors import OutputError
from docgen.lint.run import lint
from docgen.manifest import NOTICE
from docgen.model import snapshot_file
from docgen.model.catalog import Catalog
from docgen.model.finding import Finding
from docgen.model.migration import Migration
from docgen.model.name import Name, quote
from docgen.model.relation import Use
from docgen.model.snapshot import Snapshot
from docgen.read.linted import lint_options
from docgen.read.project import read_migrations, read_snapshot
from docgen.render.links import page_path

_LIMIT = 40


class Match(NamedTuple):
    """An object that a search found: what kind it is, its name, and its description if it has one."""

    kind: str
    name: str
    description: str = ""


class Known(NamedTuple):
    """An object that has a page: its kind in the words of links, its name, the JSON of its noun."""

    kind: str
    name: Name
    noun: object


class Answers:
    """What the last build says of a schema; a build that comes meanwhile is noticed."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._stamp: tuple[int, int] | None = None
        self._snapshot: Snapshot | None = None

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot of the last build. Raises OutputError where there is none."""
        file = self._workspace.docs / snapshot_file.FILE_NAME
        state = file.stat() if file.is_file() else None
        stamp = (state.st_mtime_ns, state.st_size) if state else None
        if self._snapshot is None or stamp != self._stamp:
            self._snapshot, self._stamp = read_snapshot(self._workspace), stamp
        if self._snapshot is None:
            raise OutputError(f"{self._workspace.docs} holds no documentation yet", "Run docgen build.")
        return self._snapshot

    def find(self, text: str) -> list[Match]:
        """Objects, columns, enum labels and migrations whose name or description holds ``text``, the nearest first."""
        wanted = text.strip().casefold()
        ranked = [(rank, one) for one in self._things() if (rank := _rank(one, wanted)) is not None]
        return [one for _, one in sorted(ranked, key=lambda pair: (pair[0], pair[1]))[:_LIMIT]]

    def describe(self, name: str) -> str:
        """The page of a relation, function or type, as Markdown. Raises OutputError for what has none."""
        return self._page(self._known(name))

    def section(self, name: str, title: str) -> str:
        """One section of the page of an object, "" where the page has none of that title."""
        parts = re.split(r"^## (.+)$", self.describe(name), flags=re.MULTILINE)
        return next((body.strip() for head, body in zip(parts[1::2], parts[2::2], strict=True) if head == title), "")

    def data(self, name: str) -> str:
        """The object as ``schema.json`` has it."""
        return msgspec.json.format(msgspec.json.encode(self._known(name).noun), indent=2).decode()

    def uses(self, name: str) -> list[str]:
        """What rests on a relation, function or type and what it rests on, one sentence each."""
        known, catalog = self._known(name), self.snapshot.catalog
        lines = []
        for edge in edges(catalog):
            columns, reference = ", ".join(edge.constraint.columns), edge.constraint.references
            if known.name in (edge.child, edge.parent) and reference is not None:
                there = ", ".join(reference.columns)
                lines.append(
                    f"{edge.child} ({columns}) references {edge.parent} ({there}), on delete {reference.on_delete}"
                )
        for user, one in _uses(catalog):
            if one.name == known.name:
                columns = f" ({', '.join(one.columns)})" if one.columns else ""
                lines.append(f"{user} uses {one.name}{columns}: {one.via}")
            elif user == str(known.name):
                lines.append(f"{user} rests on the {one.kind} {one.name}: {one.via}")
        return sorted(set(lines))

    def lint(self, sql: str, path: str = "new_migration.sql") -> tuple[Finding, ...]:
        """What the linter says of ``sql`` as the next migration behind those of the project."""
        migrations = read_migrations(self._workspace).migrations
        fresh = Migration(version="new", name="new", path=path, sql=sql, digest="")
        return lint((*migrations, fresh), lint_options(self._workspace).with_only(frozenset((path,))))

    def status(self) -> str:
        """The page that says how things stand. Raises OutputError where there is none."""
        return self._text("SCHEMA-STATUS.md")

    def _things(self) -> Iterator[Match]:
        catalog = self.snapshot.catalog
        for relation in catalog.relations:
            yield Match(relation.kind, str(relation.id), relation.comment)
            for column in relation.columns:
                yield Match("column", f"{relation.id}.{quote(column.name)}", column.comment or column.type)
        for routine in catalog.routines:
            yield Match(routine.kind, f"{routine.id}({routine.signature})", routine.comment)
        for one in catalog.types:
            labels = f"labels: {', '.join(one.labels)}" if one.labels else ""
            yield Match(one.kind, str(Name(one.schema, one.name)), one.comment or labels)
        for sequence in catalog.sequences:
            yield Match("sequence", str(Name(sequence.schema, sequence.name)), sequence.comment)
        for migration in self.snapshot.migrations:
            yield Match("migration", migration.path)

    def _known(self, name: str) -> Known:
        """The object of that name; public may be left out, and so may the arguments of a function."""
        wanted = name.strip().partition("(")[0].casefold()
        found = [one for one in _pages(self.snapshot.catalog) if wanted in (str(one.name).casefold(), _short(one.name))]
        if found:
            return found[0]
        names = sorted({str(one.name) for one in _pages(self.snapshot.catalog)})
        near = difflib.get_close_matches(wanted, names, 3) or [one for one in names if wanted in one][:3]
        raise OutputError(f"nothing here is called {name}", f"Near: {', '.join(near)}." if near else "Search for it.")

    def _page(self, known: Known) -> str:
        return self._text(page_path(known.kind, known.name))

    def _text(self, page: str) -> str:
        path = self._workspace.docs / page
        try:
            text = path.read_text(encoding="utf-8")
        except OSError as error:
            raise OutputError(f"cannot read {path}: {error.strerror}", "Run docgen build.") from None
        return "\n".join(line for line in text.split("\n") if NOTICE not in line).strip() + "\n"


def _pages(catalog: Catalog) -> Iterator[Known]:
    yield from (Known("relation", one.id, one) for one in catalog.relations)
    yield from (Known("routine", one.id, one) for one in catalog.routines)
    yield from (Known("type", Name(one.schema, one.name), one) for one in catalog.types)


def _uses(catalog: Catalog) -> Iterator[tuple[str, Use]]:
    for relation in catalog.relations:
        yield from ((str(relation.id), one) for one in relation.uses)
    for routine in catalog.routines:
        yield from ((str(routine.id), one) for one in routine.uses)


def _short(name: Name) -> str:
    return name.name.casefold() if name.schema == "public" else ""


_RANKS: tuple[Callable[[Match, str], bool], ...] = (
    lambda one, text: text in (one.name.casefold(), one.name.casefold().removeprefix("public.")),
    lambda one, text: one.name.casefold().rpartition(".")[2] == text,
    lambda one, text: one.name.casefold().rpartition(".")[2].startswith(text),
    lambda one, text: text in one.name.casefold(),
    lambda one, text: text in one.description.casefold(),
    lambda one, text: all(word in f"{one.name} {one.description}".casefold() for word in text.split()),
)


def _rank(one: Match, text: str) -> int | None:
    return next((number for number, fits in enumerate(_RANKS) if text and fits(one, text)), None)

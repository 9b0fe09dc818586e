"""Schema changes as Markdown, breaking ones first: for a pull request without links, and as a page of the site."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from docgen.manifest import MARK
from docgen.model.schema_change import Changes, SchemaChange
from docgen.render.filters import Markdown, block, cell, code, table
from docgen.render.links import CHANGES, link, migration_place

_HEADINGS = {
    "breaking": "Breaking: statements that worked may fail",
    "access": "Access: who may do what",
    "plain": "Other changes",
}
_LONG = 100


class Places(NamedTuple):
    """What a page of the site may link to."""

    relations: Mapping[str, str]  # as they are spelled -> path of the page
    migrations: Collection[str]  # paths of the files that the migration log has


def changes_markdown(found: Changes) -> str:
    """A heading and a table for each weight, long texts as blocks below, and the migrations at the end."""
    until = code(found.after) if found.after else Markdown("the files as they are now")
    parts = [Markdown("# Schema changes"), Markdown(f"From {code(found.before)} to {until}.")]
    return "\n\n".join([*parts, *_sections(found, "##", None)]) + "\n"


def changes_page(told: Sequence[Changes], places: Places) -> str:
    """The site's page CHANGES: ``told`` one after the other, linked to pages and to the migration log."""
    parts = [Markdown(MARK), Markdown("# What changed")]
    for found in told:
        until = f"to {code(found.after)}" if found.after else "until now"
        parts.append(Markdown(f"## From {code(found.before)} {until}"))
        parts += _sections(found, "###", places)
    if not told:
        parts.append(Markdown("No release holds a snapshot of the schema yet."))
    return "\n\n".join(parts) + "\n"


def _sections(found: Changes, level: str, places: Places | None) -> Iterator[Markdown]:
    if not found.changes:
        yield Markdown("Nothing in the schema has changed.")
    for weight, heading in _HEADINGS.items():
        group = [one for one in found.changes if one.weight == weight]
        if group:
            rows = [_row(one, places) for one in group]
            yield Markdown(f"{level} {heading}")
            yield table(rows, "What", "Deed", "Before", "After", "Why", "Migration")
            yield from (text for one in group if _is_long(one) for text in _texts(one))
    if found.migrations:
        yield Markdown(f"{level} Migrations")
        yield Markdown("\n".join(f"- {_migration(path, path, places)}" for path in found.migrations))


def _row(one: SchemaChange, places: Places | None) -> tuple[Markdown, ...]:
    change = one.change
    attribute = change.attribute if one.deed == "changed" else ""
    what = Markdown(" ".join(filter(None, (cell(change.object_kind), _object(one, places), cell(attribute)))))
    before, after = (Markdown("see below"),) * 2 if _is_long(one) else (code(change.expected), code(change.actual))
    where = _migration(one.path, f"{one.path}:{one.line}", places) if one.path else Markdown("")
    return what, Markdown(one.deed), before, after, cell(one.reason), where


def _object(one: SchemaChange, places: Places | None) -> Markdown:
    shown = code(one.change.object)
    page = places.relations.get(one.change.relation or one.change.object) if places else None
    return link(CHANGES, page, shown) if page else shown


def _migration(path: str, label: str, places: Places | None) -> Markdown:
    shown = code(label)
    return link(CHANGES, migration_place(path), shown) if places and path in places.migrations else shown


def _is_long(one: SchemaChange) -> bool:
    both = (one.change.expected, one.change.actual)
    return any("\n" in text for text in both) or max(map(len, both)) > _LONG


def _texts(one: SchemaChange) -> tuple[Markdown, ...]:
    change = one.change
    sides = (("before", change.expected), ("after", change.actual))
    title = code(change.object)
    return tuple(Markdown(f"{title}, {word}:\n\n{block(text, 'sql')}") for word, text in sides if text)

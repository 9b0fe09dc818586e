"""The story of an object for a person at a terminal: one line for each deed, the newest first."""

from __future__ import annotations

from docgen.model.blame import Blame, BlameEntry
from docgen.reporters.printable import printable

_ABOUT = frozenset(("comment", "grant", "revoke"))


def report(found: Blame) -> str:
    """Version or date, place, what was done; below, how that is known."""
    rows = [(one.date or one.version, f"{one.file}:{one.line}", _said(one, found)) for one in found.story]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    lines = [f"{row[0]:<{widths[0]}}  {row[1]:<{widths[1]}}  {row[2]}" for row in rows]
    return "\n".join([found.object, *(printable(f"  {line}") for line in lines), "", f"{_source(found)}\n"])


def _said(one: BlameEntry, found: Blame) -> str:
    what = f"{one.verb} on {one.kind}" if one.verb in _ABOUT else f"{one.verb} {one.kind}"
    if one.kind == "row":
        what = f"{one.verb} rows"
    named = one.object.removeprefix(f"{found.object}.")
    name = f" {named}" if named != found.object or one.new_name else ""
    renamed = f" to {one.new_name.removeprefix(f'{found.object}.')}" if one.new_name else ""
    return f"{what}{name}{renamed}{f': {one.detail}' if one.detail else ''}"


def _source(found: Blame) -> str:
    if not found.parsed:
        return "As the migrations did it when docgen build replayed them; grants and rows as their statements say."
    if found.parsed == found.files:
        return "As parsing sees the statements: no replay is recorded in the snapshot. docgen build records one."
    return (
        f"As a replay recorded it; {found.parsed} of {found.files} migrations are newer than the snapshot or were not "
        "replayed and are told as parsing sees them."
    )

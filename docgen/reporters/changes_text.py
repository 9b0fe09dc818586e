"""Schema changes for a person at a terminal: breaking ones first, each with its migration."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.model.schema_change import Changes, SchemaChange
from docgen.reporters.printable import printable

_HEADINGS = {"breaking": "breaking", "access": "access", "plain": "other"}
_MARKS = {"added": "+", "removed": "-", "changed": "~", "renamed": ">"}
_LONG = 60


def report(found: Changes) -> str:
    """The changes by weight, then one line that sums them up."""
    lines: list[str] = []
    for weight, heading in _HEADINGS.items():
        group = [one for one in found.changes if one.weight == weight]
        if group:
            lines += [f"{heading}:", *(line for one in group for line in _lines(one)), ""]
    return "\n".join([*lines, summary(found)]) + "\n"


def summary(found: Changes) -> str:
    """One sentence: how many changes, how many of them breaking, by how many migrations."""
    until = found.after or "now"
    if not found.changes:
        return f"nothing in the schema changed from {found.before} to {until}"
    breaking = sum(one.weight == "breaking" for one in found.changes)
    many = f"{len(found.changes)} change{'s' if len(found.changes) > 1 else ''}"
    by = f", {len(found.migrations)} migration{'s' if len(found.migrations) > 1 else ''}" if found.migrations else ""
    return f"{many} from {found.before} to {until}, {breaking} breaking{by}"


def _lines(one: SchemaChange) -> Iterator[str]:
    change = one.change
    attribute = f", {change.attribute}" if change.attribute and one.deed == "changed" else ""
    if one.deed == "renamed":
        values = f" to {change.actual}"
    elif one.deed == "changed":
        values = f": {_short(change.expected)} -> {_short(change.actual)}"
    else:
        text = change.actual or change.expected
        values = f": {_short(text)}" if text else ""
    yield printable(f"  {_MARKS[one.deed]} {change.object_kind} {change.object}{attribute}{values}")
    if one.reason:
        yield f"      {printable(one.reason)}"
    if one.path:
        yield f"      {printable(one.path)}:{one.line}"


def _short(text: str) -> str:
    line = " ".join(text.split()) or "none"
    return line if len(line) <= _LONG else f"{line[: _LONG - 1]}…"

"""Portability for a person at a terminal: by severity, each with what rests on it and what to do."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from docgen.model.portability import Obstacle, Portability
from docgen.reporters.printable import printable

TITLES = {"blocks": "Blocks the move", "decision": "Needs a decision", "note": "To know"}
_SHOWN = 12  # dependents; JSON has them all


def report(found: Portability) -> str:
    """The obstacles under their severity, then how far this can be trusted, then the sum."""
    lines: list[str] = []
    for severity, title in TITLES.items():
        group = [one for one in found.obstacles if one.severity == severity]
        if group:
            lines += [title, "", *(line for one in group for line in _obstacle(one)), ""]
    lines.append(f"What is known of {found.title} is of {found.dated}:")
    lines += [f"  {source.gives}: {source.url}" for source in found.sources]
    lines += [f"note: {sentence}" for sentence in found.unsure]
    lines.append(summary(found))
    return "\n".join(lines) + "\n"


def summary(found: Portability) -> str:
    """One sentence: how much of which severity."""
    counts = {severity: sum(one.severity == severity for one in found.obstacles) for severity in TITLES}
    what = f"{found.title}, PostgreSQL {found.major}"
    if not found.obstacles:
        return f"nothing known stands in the way to {what}"
    decisions = f"{counts['decision']} decision{'' if counts['decision'] == 1 else 's'}"
    notes = f"{counts['note']} note{'' if counts['note'] == 1 else 's'}"
    return f"to {what}: {counts['blocks']} in the way, {decisions}, {notes}"


def _obstacle(one: Obstacle) -> Iterator[str]:
    yield f"  {one.kind} {printable(one.name)}"
    yield from textwrap.wrap(printable(one.message), 110, initial_indent="    ", subsequent_indent="    ")
    for dependent in one.dependents[:_SHOWN]:
        via = f" ({printable(dependent.via)})" if dependent.via else ""
        yield f"      {printable(dependent.object)}{via}"
    if len(one.dependents) > _SHOWN:
        yield f"      and {len(one.dependents) - _SHOWN} more"
    yield from textwrap.wrap(printable(one.suggestion), 110, initial_indent="    -> ", subsequent_indent="       ")
    yield ""

"""Drift as Markdown, for an issue, a pull request or a job's summary: no links, one table for each object."""

from __future__ import annotations

from itertools import groupby

from docgen.model.change import Deviation, Drift
from docgen.render.evidence import is_long, long_differences
from docgen.render.filters import Markdown, cell, code, table


def drift_markdown(drift: Drift) -> str:
    """A heading and a table for each object that differs; long texts as diffs below; then what is not known of."""
    parts = [Markdown("# Drift")]
    if not drift.deviations:
        parts.append(Markdown("None: the live database is what the migrations make."))
    for name, group in groupby(drift.deviations, key=lambda one: one.change.relation or one.change.object):
        found = list(group)
        parts.append(Markdown(f"## {code(name)}"))
        parts.append(table([_row(one) for one in found], "What", "Expected", "Actual", "Migration"))
        parts += [Markdown(f"{long.title}\n\n{long.diff}") for long in long_differences([one.change for one in found])]
    if drift.ignored:
        parts.append(Markdown(f"{drift.ignored} more are ignored by the configuration."))
    notes = [f"- **Warning:** {Markdown.escape(one)}" for one in drift.warnings]
    notes += [f"- {Markdown.escape(one)}" for one in drift.not_compared]
    parts.append(Markdown("\n".join(notes)))
    return "\n\n".join(part for part in parts if part) + "\n"


def _row(one: Deviation) -> tuple[Markdown, ...]:
    change = one.change
    own = "" if change.object == change.relation else change.object
    words = (cell(change.object_kind), code(own) if own else "", cell(change.attribute))
    what = Markdown(" ".join(filter(None, words)))
    expected = code(change.expected) or Markdown("there" if change.kind == "missing" else "none")
    actual = code(change.actual) or Markdown("there" if change.kind == "unexpected" else "none")
    if is_long(change):
        expected = actual = Markdown("see below")
    if change.kind == "missing":
        actual = Markdown("**missing**")
    elif change.kind == "unexpected":
        expected = Markdown("in no migration")
    place = Markdown(f"{code(f'{one.path}:{one.line}')}") if one.path else Markdown("")
    return what, expected, actual, place

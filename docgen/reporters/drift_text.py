"""Drift for a person: object by object, what is expected, what is there, and the migration that should have made it."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from itertools import groupby

from docgen.model.change import Change, Deviation, Drift
from docgen.reporters.printable import printable

_LONG = 100


def report(drift: Drift) -> str:
    """The deviations grouped by object, then what sums them up, then what is not known of."""
    lines: list[str] = []
    for name, group in groupby(drift.deviations, key=lambda one: one.change.relation or one.change.object):
        lines += [printable(name), *(line for one in group for line in _deviation(one, name)), ""]
    lines += [f"warning: {printable(sentence)}" for sentence in drift.warnings]
    lines += [f"note: {printable(sentence)}" for sentence in drift.not_compared]
    lines.append(summary(drift))
    return "\n".join(lines) + "\n"


def summary(drift: Drift) -> str:
    """One sentence: how many differences of which kind, in how many objects."""
    changes = [one.change for one in drift.deviations]
    left_out = f" ({drift.ignored} more ignored by the configuration)" if drift.ignored else ""
    if not changes:
        return f"no drift: the live database is what the migrations make{left_out}"
    objects = len({change.relation or change.object for change in changes})
    kinds = ", ".join(
        f"{count} {kind}"
        for kind in ("missing", "unexpected", "different")
        if (count := sum(change.kind == kind for change in changes))
    )
    many = f"{len(changes)} difference{'s' if len(changes) > 1 else ''}"
    return f"{many} in {objects} object{'s' if objects > 1 else ''}: {kinds}{left_out}"


def _deviation(one: Deviation, group: str) -> Sequence[str]:
    change = one.change
    name = "" if change.object == group else f" {printable(_own_name(change, group))}"
    attribute = f", {change.attribute}" if change.attribute else ""
    head = f"  {change.object_kind}{name}{attribute}"
    if change.kind == "different" and _is_long(change):
        lines = difflib.unified_diff(
            _lines(change, change.expected), _lines(change, change.actual), "expected", "actual", lineterm="", n=2
        )
        told = [f"      {printable(line)}" for line in lines]
    else:
        told = [f"    Expected: {printable(expected(change))}", f"    Actual:   {printable(actual(change))}"]
    return [head, *told, *_origin(one)]


def expected(change: Change) -> str:
    """What the migrations make, in words: the text, or that there is nothing."""
    if change.kind == "unexpected":
        return "not there: no migration makes it"
    return change.expected or ("there" if change.kind == "missing" else "none")


def actual(change: Change) -> str:
    """What the live database has, in words: the text, or that there is nothing."""
    if change.kind == "missing":
        return "missing"
    return change.actual or ("there" if change.kind == "unexpected" else "none")


def _origin(one: Deviation) -> list[str]:
    if not one.path:
        return []
    word = "Dropped by" if one.change.kind == "unexpected" else "Made by"
    return [f"    {word}: {' ' * (8 - len(word))}{printable(one.path)}:{one.line}"]


def _own_name(change: Change, group: str) -> str:
    return change.object.removeprefix(f"{group}.")


def _is_long(change: Change) -> bool:
    both = (change.expected, change.actual)
    return any("\n" in text for text in both) or max(map(len, both)) > _LONG


def _lines(change: Change, text: str) -> list[str]:
    """The lines of a text; of grants one for each grantee."""
    return text.split("; ") if change.attribute == "grants" else text.splitlines()

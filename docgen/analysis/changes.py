"""Changes: what happened to a schema between two snapshots, breaking ones first, each with its migration."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from docgen.analysis.breaking import judge
from docgen.analysis.diff import diff
from docgen.analysis.provenance import history_of, key
from docgen.model.catalog import Catalog
from docgen.model.change import Change
from docgen.model.migration import Touch
from docgen.model.schema_change import SchemaChange

_WEIGHTS = ("breaking", "access", "plain")
_DEEDS: dict[str, Literal["added", "removed", "changed"]] = {
    "missing": "removed",
    "unexpected": "added",
    "different": "changed",
}
_ENDING = frozenset(("drop", "detach"))


def changes(before: Catalog, after: Catalog, touches: Iterable[Touch]) -> tuple[SchemaChange, ...]:
    """How ``after`` differs from ``before``: breaking changes first, then those of access, then the others.

    ``touches``: of the migrations that came in between; they tell renames, and which statement made a change.
    """
    touched = tuple(touches)
    histories = history_of(touched)
    found = []
    for change in _with_renames(diff(before, after), touched):
        renamed = change.kind == "different" and change.attribute == "name"
        judgement = judge(change, before, after)
        if renamed and change.object_kind not in ("constraint", "index"):
            judgement = judgement._replace(weight="breaking", reason="statements that use the old name fail")
        touch = _author(change, histories, touched)
        found.append(
            SchemaChange(
                deed="renamed" if renamed else _DEEDS[change.kind],
                weight=judgement.weight,
                change=change,
                reason=judgement.reason,
                path=touch.path if touch else "",
                line=touch.line if touch else 0,
            )
        )
    return tuple(sorted(found, key=lambda one: _WEIGHTS.index(one.weight)))


def _with_renames(found: Sequence[Change], touched: Sequence[Touch]) -> list[Change]:
    """The changes with what is missing and unexpected by a rename made one change of the name."""
    missing = {change.object: change for change in found if change.kind == "missing"}
    unexpected = {change.object: change for change in found if change.kind == "unexpected"}
    names: dict[str, str] = {}
    for touch in touched:
        if touch.new_name:
            first = next((old for old, new in names.items() if new == touch.object), touch.object)
            names[first] = touch.new_name
    pairs = {
        old: new
        for old, new in names.items()
        if old in missing and new in unexpected and missing[old].object_kind == unexpected[new].object_kind
    }
    kept = [one for one in found if not (one.kind == "unexpected" and one.object in pairs.values())]
    return [_renamed(one, pairs[one.object]) if one.kind == "missing" and one.object in pairs else one for one in kept]


def _renamed(change: Change, name: str) -> Change:
    return msgspec.structs.replace(change, kind="different", attribute="name", expected=change.object, actual=name)


def _author(change: Change, histories: Mapping[str, Sequence[Touch]], touched: Sequence[Touch]) -> Touch | None:
    """The newest statement that speaks of the object; else, for a part, of what it hangs on."""
    names = {change.object, change.object.partition("(")[0]} | (
        {change.actual} if change.attribute == "name" else set()
    )
    own = [one for one in touched if names & {one.object, one.new_name}]
    if change.kind == "missing":
        own = [one for one in own if one.verb in _ENDING] or own
    if change.attribute in ("comment", "grants"):
        verbs = ("comment",) if change.attribute == "comment" else ("grant", "revoke")
        own = [one for one in own if one.verb in verbs] or own
    elif any(one.verb not in ("comment", "grant", "revoke") for one in own):
        own = [one for one in own if one.verb not in ("comment", "grant", "revoke")]
    if own:
        return own[-1]
    around = histories.get(change.relation) or histories.get(key(change.object_kind, change.object)) or ()
    return around[-1] if around else None

"""Drift: the changes that matter, each with the migration that it departs from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fnmatch import translate

from docgen.analysis.provenance import history_of, key
from docgen.model.change import Change, Deviation
from docgen.model.migration import Touch

# The words of the changes, where a migration's statement has another word for the kind.
_KINDS = {
    "foreign server": "server",
    "partitioned table": "table",
    "procedure": "function",
    "aggregate": "function",
    "routine": "function",
    "enum": "type",
    "composite": "type",
    "range": "type",
    "base": "type",
    "domain": "type",
}
# Which statements set an attribute: words of the verb or of the kind.
_SETTERS = {
    "grants": ("grant", "revoke"),
    "comment": ("comment",),
    "owner": ("owner",),
    "row security": ("row level security",),
    "force row security": ("force row level security",),
    "labels": ("enum value",),
    "tables": ("publication table",),
}
_HOW = frozenset(("comment", "grant", "revoke", "owner"))


def kept(changes: Iterable[Change], ignore: Sequence[str], *, column_order: bool = False) -> tuple[Change, ...]:
    """The changes that no pattern of ``ignore`` leaves out, and the order of columns only where it is asked for.

    A pattern is that of an object (``public.tmp_*``, with all that hangs on it), of a kind of object
    (``index public.tmp_*``) or of one attribute of either (``*:grants``, ``table audit.*:owner``).
    """
    matchers = [_matcher(pattern) for pattern in ignore]
    return tuple(
        change
        for change in changes
        if not any(matches(change) for matches in matchers) and (column_order or change.attribute != "column order")
    )


def _matcher(pattern: str) -> Callable[[Change], bool]:
    # A colon within quotes is part of a name.
    object_pattern, colon, attribute = pattern.rpartition(":")
    if not colon or '"' in attribute:
        object_pattern, attribute = pattern, "*"
    objects = re.compile(translate(object_pattern)).match
    attributes = re.compile(translate(attribute)).match

    def matches(change: Change) -> bool:
        places = {change.object, change.relation} - {""}
        spellings = [*places, f"{change.object_kind} {change.object}"]
        return attributes(change.attribute) is not None and any(map(objects, spellings))

    return matches


def deviations(changes: Iterable[Change], touches: Iterable[Touch]) -> tuple[Deviation, ...]:
    """Each change with the newest statement of the migrations that it departs from."""
    histories = history_of(touches)
    return tuple(_deviation(change, histories) for change in changes)


def _deviation(change: Change, histories: Mapping[str, Sequence[Touch]]) -> Deviation:
    touch = _last(change, histories)
    if touch is None or (change.kind == "unexpected" and touch.verb not in ("drop", "rename")):
        return Deviation(change=change)
    return Deviation(change=change, path=touch.path, line=touch.line, version=touch.version, verb=touch.verb)


def _last(change: Change, histories: Mapping[str, Sequence[Touch]]) -> Touch | None:
    history = _history(change, histories)
    about = list(_about(change, history))
    words = _SETTERS.get(change.attribute)
    if words is not None:
        setters = [touch for touch in about if touch.verb in words or touch.kind in words]
        if setters:
            return setters[-1]
    makers = [touch for touch in about if touch.verb not in _HOW]
    if makers:
        return makers[-1]
    # What stands inside CREATE TABLE is told by the table.
    created = [touch for touch in history if touch.verb == "create" and not touch.relation]
    return created[-1] if created and change.kind != "unexpected" else None


def _history(change: Change, histories: Mapping[str, Sequence[Touch]]) -> Sequence[Touch]:
    name = change.relation or change.object
    kind = _KINDS.get(change.object_kind, change.object_kind)
    for spelling in (name, key(kind, name), f"{name.partition('(')[0]}()"):
        if spelling in histories:
            return histories[spelling]
    return ()


def _about(change: Change, history: Sequence[Touch]) -> Iterator[Touch]:
    """The statements of the history that speak of the object itself, by the name that it has in the end."""
    if not change.relation or change.object == change.relation:
        own = ("create", "replace", "alter", "rename", "drop", "set schema", *_HOW)
        words = _SETTERS.get(change.attribute, ())
        for touch in history:
            if (not touch.relation and touch.verb in own) or touch.kind in words:
                yield touch
        return
    tail = _tail(change.object, change.relation)
    for touch in history:
        names = {_tail(touch.object, touch.relation), _tail(touch.new_name, touch.relation)}
        if touch.relation and tail in names:
            yield touch


def _tail(spelling: str, relation: str) -> str:
    """What a part is called without its relation: ``code`` of public.orders.code; an index keeps its name alone."""
    if relation and spelling.startswith(f"{relation}."):
        return spelling[len(relation) + 1 :]
    return spelling.partition(".")[2] if spelling else ""

"""Deeds: what migrations did, said in the terms of the schema, and what of it the documentation does not know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set

from docgen.analysis.provenance import key, owner_of
from docgen.model.catalog import Catalog
from docgen.model.migration import Touch, file_name
from docgen.model.name import Name, quote

_PARTICIPLES = {
    "add": "added",
    "create": "created",
    "alter": "altered",
    "drop": "dropped",
    "rename": "renamed",
    "set schema": "moved",
    "grant": "granted",
    "revoke": "revoked",
    "comment": "written",
    "insert": "inserted",
    "update": "updated",
    "delete": "deleted",
    "truncate": "truncated",
    "merge": "merged",
    "import": "imported",
    "attach": "attached",
    "detach": "detached",
    "enable": "enabled",
    "disable": "disabled",
}
_ABOUT = {
    "comment": "the comment on",
    "grant": "privileges on",
    "revoke": "privileges on",
    "attach": "a partition of",
    "detach": "a partition of",
}
_MAKING = frozenset(("add", "create", "rename", "set schema"))
_CHANGING = frozenset(("alter", "comment", "enable", "disable", "grant", "revoke", "attach", "detach"))
_BARE = frozenset(("table", "column"))  # called by their name alone
_MANY = {"index": "indexes", "policy": "policies", "row": "rows"}
_UNKNOWN = frozenset(("row", "default privileges", "cast", "transform", "operator", "subscription", "statistics"))


def short(spelling: str) -> str:
    """The spelling without the schema public."""
    return spelling.removeprefix("public.")


def describe(touch: Touch) -> str:
    """The object and who did what to it: ``orders.vat, added by 0031_add_vat.sql``."""
    said = _PARTICIPLES.get(touch.verb, f"changed ({touch.verb})")
    to = f" to {short(touch.new_name)}" if touch.new_name else ""
    return f"{_what(touch)}, {said}{to} by {file_name(touch.path)}"


def _what(touch: Touch) -> str:
    name = short(touch.object)
    if touch.kind == "row":
        return f"rows of {name}"
    if "row level security" in touch.kind:
        return f"{touch.kind} of {name}"
    named = name if touch.kind in _BARE else f"{touch.kind} {name}".rstrip()
    return f"{_ABOUT[touch.verb]} {named}" if touch.verb in _ABOUT else named


def undocumented(touched: Sequence[Touch], catalog: Catalog, every: Sequence[Touch] = ()) -> tuple[str, ...]:
    """What new or changed migrations did and the documented ``catalog`` does not show: one sentence each.

    Only the last touch of an object counts, and a new object speaks for its parts. ``every`` holds the touches of all
    migrations: what a later one undid is not missed. Whether an alteration is shown cannot be told by parsing: its
    sentence says that it may not be.
    """
    if not touched:
        return ()
    there = _keys(catalog)
    own = set(touched)
    last = {name: touch for name, touch in _latest(every or touched, own).items() if touch in own}
    new = {name for name, touch in last.items() if touch.verb in _MAKING and not touch.relation and name not in there}
    sentences = []
    for name, touch in last.items():
        if touch.relation in new or touch.kind in _UNKNOWN:
            continue
        if touch.verb in _MAKING and name not in there:
            sentences.append(f"{describe(touch)}, is not documented")
        elif touch.verb == "drop" and name in there:
            sentences.append(f"{describe(touch)}, is still documented")
        elif touch.verb in _CHANGING and owner_of(touch) in there:
            sentences.append(f"{describe(touch)}, may be documented as it was before")
    return tuple(sentences)


def _latest(touched: Iterable[Touch], own: Set[Touch]) -> dict[str, Touch]:
    """The last touch of each object by its key; making it, if ``own``, outweighs changing it; a drop ends its parts."""
    last: dict[str, Touch] = {}
    for touch in touched:
        old, name = key(touch.kind, touch.object), key(touch.kind, touch.new_name or touch.object)
        before = last.pop(old, None)
        if touch.verb in _CHANGING and before is not None and before in own and before.verb in _MAKING:
            touch = before
        if touch.verb == "drop":
            last = {other: kept for other, kept in last.items() if kept.relation != touch.object}
        last[name] = touch
    return last


def _keys(catalog: Catalog) -> frozenset[str]:
    """The keys of every object of the catalog and of every part of a relation or type."""
    found = {str(Name(sequence.schema, sequence.name)) for sequence in catalog.sequences}
    found |= {str(Name(collation.schema, collation.name)) for collation in catalog.collations}
    found |= {key("function", str(routine.id)) for routine in catalog.routines}
    kinds = (
        ("schema", catalog.schemas),
        ("extension", catalog.extensions),
        ("role", catalog.roles),
        ("event trigger", catalog.event_triggers),
        ("publication", catalog.publications),
        ("server", catalog.servers),
    )
    found |= {key(kind, quote(one.name)) for kind, objects in kinds for one in objects}
    for relation in catalog.relations:
        own = str(relation.id)
        found.add(own)
        found |= {str(Name(relation.schema, index.name)) for index in relation.indexes}
        parts = (relation.columns, relation.constraints, relation.triggers, relation.policies, relation.rules)
        found |= {f"{own}.{quote(part.name)}" for group in parts for part in group}
    for one in catalog.types:
        own = str(Name(one.schema, one.name))
        names = (*one.labels, *(part.name for part in one.attributes), *(part.name for part in one.constraints))
        found |= {own, *(f"{own}.{quote(name)}" for name in names)}
    return frozenset(found)


def summary(touched: Iterable[Touch]) -> tuple[str, ...]:
    """What one migration did, a line for each object and verb: ``orders: add columns vat, net``."""
    lines: dict[tuple[str, str, str], list[str]] = {}
    for touch in touched:
        names = lines.setdefault((touch.relation or touch.object, touch.verb, touch.kind), [])
        part = _part(touch)
        if part and part not in names:
            names.append(part)
    return tuple(_line(short(owner), verb, kind, names) for (owner, verb, kind), names in lines.items())


def _part(touch: Touch) -> str:
    """The touched part of the object, with its new name behind it; "" for the object itself."""
    if not touch.relation:
        return f"to {short(touch.new_name)}" if touch.new_name else ""
    if touch.relation == touch.object:
        return ""
    name, new = (short(text.removeprefix(f"{touch.relation}.")) for text in (touch.object, touch.new_name))
    return f"{name} to {new}" if new else name


def _line(owner: str, verb: str, kind: str, names: list[str]) -> str:
    many = _MANY.get(kind, f"{kind}s") if len(names) > 1 or kind == "row" else kind
    joint = {"comment": " on", "grant": " on", "revoke": " on"}.get(verb, "")
    return f"{owner}: {verb}{joint} {many} {', '.join(names)}".rstrip()

"""Diff: how the actual catalog differs from the expected one, field by field on matched names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from docgen.analysis.comparable import comparable, text
from docgen.model.catalog import Catalog, DefaultPrivilege, Property, Routine
from docgen.model.catalog import Sequence as SequenceObject
from docgen.model.change import Change
from docgen.model.name import Name, quote
from docgen.model.relation import Column, Constraint, Index, Noun, Policy, Relation

Part = TypeVar("Part", bound=Noun)


class Place(NamedTuple):
    """Where the objects of one kind stand: what they are called, and the relation or type that they hang on."""

    kind: str
    name: Callable[..., str]
    relation: str = ""


# Fields that name an object, repeat what another field says, tell of data, or are compared part by part.
_NOT_COMPARED: dict[str, frozenset[str]] = {
    "Relation": frozenset(
        ("schema", "name", "columns", "constraints", "indexes", "triggers", "policies", "rules", "statistics")
    ).union(("uses", "populated", "writable")),
    "Column": frozenset(("name", "type_name")),
    "Constraint": frozenset(
        ("name", "kind", "columns", "references", "index", "deferrable", "initially_deferred", "no_inherit")
    ).union(("without_overlaps",)),
    "Index": frozenset(
        ("name", "method", "columns", "include", "predicate", "unique", "primary", "nulls_not_distinct", "constraint")
    ),
    "Trigger": frozenset(("name", "function", "timing", "events", "level", "constraint")),
    "Rule": frozenset(("name", "event")),
    "Routine": frozenset(("schema", "name", "signature", "uses")),
    "Type": frozenset(("schema", "name", "base_type_name", "constraints", "attributes")),
    "Extension": frozenset(("name", "comment", "members")),
    "DefaultPrivilege": frozenset(("role", "schema", "kind")),
}
_NUMBER = re.compile(r'(_(?:pkey|key|fkey|check|excl|idx))\d+("?)\Z')
_NAMED = frozenset(("schema", "name"))
_ORDER = ("column", "attribute", "constraint", "index", "policy", "trigger")


def diff(expected: Catalog, actual: Catalog, given: Catalog | None = None) -> tuple[Change, ...]:
    """What is missing from, unexpected in, or different in ``actual``, sorted by object.

    A relation that is missing is one change, without its parts. A constraint or index that only bears another
    name is one change. Owners and grants are the attributes ``owner`` and ``grants``. Roles are left out: they
    belong to the server. A renamed table is a missing and an unexpected one: renames are not guessed. ``given``: what
    a server of the platform held before the first migration; what is missing of that is nobody's fault.
    """
    changes = [
        *_relations(expected, actual),
        *_types(expected, actual),
        *_sequences(expected, actual),
        *_objects(expected.routines, actual.routines, Place("", _routine_name)),
    ]
    simple = (("schema", "schemas"), ("extension", "extensions"), ("event trigger", "event_triggers"))
    for kind, field in (*simple, ("publication", "publications"), ("foreign server", "servers")):
        changes += _objects(getattr(expected, field), getattr(actual, field), Place(kind, _plain_name))
    changes += _objects(expected.collations, actual.collations, Place("collation", _qualified))
    changes += _objects(expected.others, actual.others, Place("", _spelling))
    privileges = Place("default privileges", _default_privilege_name)
    changes += _objects(expected.default_privileges, actual.default_privileges, privileges)
    brought = _names(given) if given is not None else frozenset()
    kept = [one for one in changes if one.kind != "missing" or (one.object_kind, one.object) not in brought]
    return tuple(sorted(kept, key=_order))


def _names(given: Catalog) -> frozenset[tuple[str, str]]:
    """Kind and spelling of every object in ``given``, as a change that says "missing" has them."""
    return frozenset((change.object_kind, change.object) for change in diff(given, Catalog()))


def _order(change: Change) -> tuple[str, int, str, str, str, str]:
    rank = _ORDER.index(change.object_kind) if change.object_kind in _ORDER else len(_ORDER)
    rank = -1 if not change.relation or change.relation == change.object else rank
    return (change.relation or change.object, rank, change.object, change.object_kind, change.kind, change.attribute)


def _relations(expected: Catalog, actual: Catalog) -> Iterator[Change]:
    before = {relation.id: relation for relation in expected.relations}
    after = {relation.id: relation for relation in actual.relations}
    for name, relation in before.items():
        other = after.get(name)
        if other is None:
            if not (relation.partition_of in before and relation.partition_of not in after):
                yield Change(kind="missing", object_kind=relation.kind, object=str(name), relation=str(name))
        elif relation != other:
            yield from _relation(relation, other)
    for name, relation in after.items():
        if name not in before and not (relation.partition_of in after and relation.partition_of not in before):
            yield Change(kind="unexpected", object_kind=relation.kind, object=str(name), relation=str(name))


def _relation(expected: Relation, actual: Relation) -> Iterator[Change]:
    name = str(expected.id)

    def part_name(part: Noun) -> str:
        return f"{name}.{_plain_name(part)}"

    def index_name(index: Index) -> str:
        return str(Name(expected.schema, index.name))

    yield from _fields(expected, actual, expected.kind, name, name)
    yield from _objects(expected.columns, actual.columns, Place("column", part_name, name))
    yield from _column_order(expected, actual, name)
    yield from _constraints(expected.constraints, actual.constraints, Place("constraint", part_name, name))
    yield from _indexes(expected.indexes, actual.indexes, Place("index", index_name, name))
    yield from _objects(expected.triggers, actual.triggers, Place("trigger", part_name, name))
    yield from _objects(expected.policies, actual.policies, Place("policy", part_name, name))
    yield from _objects(expected.rules, actual.rules, Place("rule", part_name, name))
    yield from _objects(expected.statistics, actual.statistics, Place("statistics", _plain_name, name))


def _column_order(expected: Relation, actual: Relation, name: str) -> Iterator[Change]:
    known = {column.name for column in expected.columns} & {column.name for column in actual.columns}
    before = [quote(column.name) for column in expected.columns if column.name in known]
    after = [quote(column.name) for column in actual.columns if column.name in known]
    if before != after:
        yield _different(expected.kind, name, "column order", ", ".join(before), ", ".join(after), name)


def _constraints(expected: Sequence[Constraint], actual: Sequence[Constraint], place: Place) -> Iterator[Change]:
    def definition(constraint: Constraint) -> str:
        return f"{constraint.kind} {comparable('definition', constraint.definition)}"

    yield from _renamed(expected, actual, place, definition)


def _indexes(expected: Sequence[Index], actual: Sequence[Index], place: Place) -> Iterator[Change]:
    def definition(index: Index) -> str:
        return f"{index.unique} {comparable('definition', index.definition.partition(' ON ')[2])}"

    # The index of a constraint comes and goes with the constraint, which is told there.
    own = [index for index in expected if not index.constraint]
    yield from _renamed(own, [index for index in actual if not index.constraint], place, definition)
    both = {index.name for index in expected if index.constraint} & {index.name for index in actual if index.constraint}
    of_constraints = [one for one in actual if one.name in both]
    yield from _objects([one for one in expected if one.name in both], of_constraints, place)


def _renamed(
    expected: Sequence[Part], actual: Sequence[Part], place: Place, definition: Callable[[Part], str]
) -> Iterator[Change]:
    """Objects matched by name, and the rest by definition: those only bear another name."""
    before = {place.name(part): part for part in expected}
    after = {place.name(part): part for part in actual}
    left = {definition(part): name for name, part in after.items() if name not in before}
    taken: set[str] = set()
    for name, part in before.items():
        other = left.pop(definition(part), None) if name not in after else None
        if other is not None:
            taken |= {name, other}
            # The number is the server's way out of a taken name.
            if _NUMBER.sub(r"\1", name) != _NUMBER.sub(r"\1", other):
                yield _different(place.kind, name, "name", name, other, place.relation)
    rest_before = [part for name, part in before.items() if name not in taken]
    yield from _objects(rest_before, [part for name, part in after.items() if name not in taken], place)


def _types(expected: Catalog, actual: Catalog) -> Iterator[Change]:
    yield from _objects(expected.types, actual.types, Place("", _qualified))
    after = {(kind.schema, kind.name): kind for kind in actual.types}
    for before in expected.types:
        other = after.get((before.schema, before.name))
        if other is None or before == other:
            continue
        owner = _qualified(before)

        def part_name(part: Noun, owner: str = owner) -> str:
            return f"{owner}.{_plain_name(part)}"

        yield from _objects(before.attributes, other.attributes, Place("attribute", part_name, owner))
        yield from _constraints(before.constraints, other.constraints, Place("constraint", part_name, owner))


def _sequences(expected: Catalog, actual: Catalog) -> Iterator[Change]:
    """Sequences; one that a column owns comes and goes with its column, which is told there."""
    before, after = ({_qualified(one): one for one in catalog.sequences} for catalog in (expected, actual))

    def told(sequence: SequenceObject) -> bool:
        name = _qualified(sequence)
        return sequence.owned_by is None or (name in before and name in after)

    place = Place("sequence", _qualified)
    yield from _objects(
        [one for one in before.values() if told(one)], [one for one in after.values() if told(one)], place
    )


def _objects(expected: Iterable[Noun], actual: Iterable[Noun], place: Place) -> Iterator[Change]:
    before = {place.name(one): one for one in expected}
    after = {place.name(one): one for one in actual}
    if before == after:
        return
    for name, one in before.items():
        kind = place.kind or getattr(one, "kind", "")
        other = after.get(name)
        if other is not None:
            yield from _fields(one, other, kind, name, place.relation)
        elif not getattr(one, "inherited", False):  # what a child takes from its parent is told at the parent
            yield Change(kind="missing", object_kind=kind, object=name, expected=_summary(one), relation=place.relation)
    for name, one in after.items():
        if name not in before and not getattr(one, "inherited", False):
            kind = place.kind or getattr(one, "kind", "")
            yield Change(
                kind="unexpected", object_kind=kind, object=name, actual=_summary(one), relation=place.relation
            )


def _fields(expected: Noun, actual: Noun, kind: str, name: str, relation: str) -> Iterator[Change]:
    if expected == actual:
        return
    skipped = _NOT_COMPARED.get(type(expected).__name__, _NAMED)
    for field in expected.__struct_fields__:
        if field in skipped:
            continue
        before, after = getattr(expected, field), getattr(actual, field)
        if field == "properties":
            yield from _properties(before, after, Place(kind, lambda: name, relation))
        elif before != after and comparable(field, before) != comparable(field, after):
            has_body = isinstance(expected, Routine) and field == "definition" and expected.kind != "aggregate"
            attribute = "body" if has_body else field.replace("_", " ")
            yield _different(kind, name, attribute, text(field, before), text(field, after), relation)


def _properties(expected: Iterable[Property], actual: Iterable[Property], place: Place) -> Iterator[Change]:
    before, after = ({one.name: one.value for one in properties} for properties in (expected, actual))
    for attribute in dict.fromkeys((*before, *after)):
        wanted, there = before.get(attribute, ""), after.get(attribute, "")
        if wanted != there:
            yield _different(place.kind, place.name(), attribute, wanted, there, place.relation)


def _different(kind: str, name: str, attribute: str, expected: str, actual: str, relation: str) -> Change:
    return Change(
        kind="different",
        object_kind=kind,
        object=name,
        attribute=attribute,
        expected=expected,
        actual=actual,
        relation=relation,
    )


def _summary(one: Noun) -> str:
    """What a reader wants to see of a part that only one side has: a column's type and default, or a definition."""
    if isinstance(one, Column):
        filled = "generated as" if one.generated else "default"
        words = (one.type, "not null" if one.not_null else "", f"{filled} {one.default}" if one.default else "")
        return " ".join(filter(None, words))
    if isinstance(one, Policy):
        kind = "" if one.permissive else "restrictive "
        rows = "".join(f" {word} ({text})" for word, text in (("using", one.using), ("with check", one.check)) if text)
        return f"{kind}for {one.command} to {', '.join(one.roles)}{rows}"
    if isinstance(one, (Routine, SequenceObject)):
        return ""
    return str(getattr(one, "type", "") or getattr(one, "definition", ""))


def _plain_name(one: Noun) -> str:
    name = getattr(one, "name", "")
    return str(name) if isinstance(name, Name) else quote(name)


def _qualified(one: Noun) -> str:
    return str(Name(getattr(one, "schema", ""), getattr(one, "name", "")))


def _routine_name(routine: Routine) -> str:
    return f"{routine.id}({routine.signature})"


def _spelling(one: Noun) -> str:
    return str(getattr(one, "spelling", ""))


def _default_privilege_name(privilege: DefaultPrivilege) -> str:
    where = f" in schema {quote(privilege.schema)}" if privilege.schema else ""
    return f"{privilege.kind} of {quote(privilege.role)}{where}"

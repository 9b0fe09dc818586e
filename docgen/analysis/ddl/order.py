"""Order: types, operators, sequences, tables, functions and views so that each stands below what it rests on."""

from __future__ import annotations

import heapq
import re
from collections import defaultdict
from collections.abc import Iterable

from docgen.analysis.ddl.others import FIRST, LEFT_OUT
from docgen.model.catalog import Catalog, OtherObject, Routine, Sequence, Type
from docgen.model.name import Name
from docgen.model.relation import Relation, Use

Node = Type | Sequence | Relation | Routine | OtherObject
# What of a relation is written with it; its indexes, policies and triggers stand below everything.
_AT_ONCE = ("view", "default", "generated", "check", "partition key")
_TABLE = 2
_EARLY = 1  # what nothing in the catalog says to be used: casts, operators, text search, and the functions under them
# A name with its schema, also of an operator, in what the catalog says of an object of a rare kind.
_NAMED = re.compile(r'("(?:[^"]|"")+"|[a-z_][\w$]*)\.("(?:[^"]|"")+"|[a-z_][\w$]*|[^\s\w.,()"]+)')
_PARTNERS = ("commutator", "negator")  # an operator may be named before it is made
_CALL = re.compile(r'("(?:[^"]|"")+"|[a-z_][\w$]*)\.("(?:[^"]|"")+"|[a-z_][\w$]*)\(')


def ordered(catalog: Catalog) -> tuple[list[Node], dict[Name, set[Name]]]:
    """The objects in an order in which each can be made, and the routines that stand below a table that calls them.

    What is ready is taken kind by kind, in name order, so that equal catalogs give equal scripts. Where objects rest
    on each other, a table goes first, and its defaults and checks that call a routine have to wait for that.
    """
    others = [one for one in catalog.others if one.kind not in (*FIRST, *LEFT_OUT)]
    nodes: list[Node] = [*catalog.types, *others, *catalog.sequences, *catalog.relations, *catalog.routines]
    places: dict[tuple[str, Name], list[int]] = defaultdict(list)
    for number, node in enumerate(nodes):
        places[_kind(node), Name(node.schema, node.name)].append(number)
    wanted = [
        {place for key in _needs(node) for place in places.get(key, ()) if place != number}
        for number, node in enumerate(nodes)
    ]
    under = _under([number for number, node in enumerate(nodes) if isinstance(node, OtherObject)], wanted)
    ranks = [_rank(node, number in under) for number, node in enumerate(nodes)]
    sequence = list(_sorted(ranks, wanted))
    made = {number: place for place, number in enumerate(sequence)}
    late: dict[Name, set[Name]] = defaultdict(set)
    for number, needs in enumerate(wanted):
        for need in needs:
            user, used = nodes[number], nodes[need]
            if made[need] > made[number] and isinstance(user, Relation) and isinstance(used, Routine):
                late[user.id].add(used.id)
    return [nodes[number] for number in sequence], dict(late)


def _sorted(ranks: list[tuple[int, str, str]], needs: list[set[int]]) -> Iterable[int]:
    waiting = {number: set(own) for number, own in enumerate(needs)}
    users: dict[int, list[int]] = defaultdict(list)
    for number, own in waiting.items():
        for need in own:
            users[need].append(number)
    ready = [(ranks[number], number) for number, own in waiting.items() if not own]
    heapq.heapify(ready)
    while waiting:
        if ready:
            number = heapq.heappop(ready)[1]
        else:  # a circle: something has to go first
            number = min(waiting, key=lambda one: (ranks[one][0] != _TABLE, len(waiting[one]), ranks[one]))
        if waiting.pop(number, None) is None:
            continue
        yield number
        for user in users[number]:
            if user in waiting:
                waiting[user].discard(number)
                if not waiting[user]:
                    heapq.heappush(ready, (ranks[user], user))


def _under(numbers: Iterable[int], needs: list[set[int]]) -> set[int]:
    """The nodes and all that they rest on."""
    found: set[int] = set()
    waiting = list(numbers)
    while waiting:
        number = waiting.pop()
        if number not in found:
            found.add(number)
            waiting += needs[number]
    return found


def _rank(node: Node, early: bool) -> tuple[int, str, str]:
    if isinstance(node, OtherObject):
        return (_EARLY, f"{node.kind} {node.schema}.{node.name}", node.signature)
    if isinstance(node, Type):
        return (0, f"{node.schema}.{node.name}", "")
    if isinstance(node, Sequence):
        return (1, f"{node.schema}.{node.name}", "")
    if isinstance(node, Routine):
        return (_EARLY if early else 3, f"{node.schema}.{node.name}", node.signature)
    return (4 if "view" in node.kind else _TABLE, f"{node.schema}.{node.name}", "")


def _kind(node: Node) -> str:
    if isinstance(node, OtherObject):
        return "other"
    if isinstance(node, Type):
        return "type"
    if isinstance(node, Sequence):
        return "sequence"
    return "routine" if isinstance(node, Routine) else "relation"


def _needs(node: Node) -> Iterable[tuple[str, Name]]:
    if isinstance(node, OtherObject):
        values = (one.value for one in node.properties if one.name not in _PARTNERS)
        for text in (node.name, node.signature, *values):
            for schema, name in _NAMED.findall(text):
                for kind in ("type", "relation", "routine", "other"):
                    yield kind, Name(_bare(schema), _bare(name))
    elif isinstance(node, Type):
        yield from _of_type(node.base_type_name)
        for attribute in node.attributes:
            yield from _of_type(attribute.type_name)
        # The catalog does not say what a domain's expressions call: their text does.
        for expression in (node.default or "", *(one.definition for one in node.constraints)):
            for schema, name in _CALL.findall(expression):
                yield "routine", Name(_bare(schema), _bare(name))
    elif isinstance(node, Relation):
        for column in node.columns:
            yield from _of_type(column.type_name)
        for parent in (node.partition_of, node.of_type, *node.inherits):
            if parent is not None:
                yield "relation", parent
                yield "type", parent
        yield from _of_uses(use for use in node.uses if use.via in _AT_ONCE)
    elif isinstance(node, Routine):
        yield from _of_uses(node.uses)


def _of_type(name: Name | None) -> Iterable[tuple[str, Name]]:
    if name is not None:
        yield "type", name
        yield "relation", name


def _of_uses(uses: Iterable[Use]) -> Iterable[tuple[str, Name]]:
    for use in uses:
        yield use.kind, use.name
        if use.kind == "type":
            yield "relation", use.name


def _bare(name: str) -> str:
    return name[1:-1].replace('""', '"') if name.startswith('"') else name

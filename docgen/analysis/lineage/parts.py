"""Parts: which columns of its own table a policy, a generated column or a trigger's condition reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from docgen.model.name import Name
from docgen.model.relation import Relation
from docgen.sql.libpg_query import ParseError, parse_tree
from docgen.sql.lineage.nouns import ColumnOf, Known, Names, Output
from docgen.sql.lineage.resolve import Resolver
from docgen.sql.lineage.scope import Scope, of_relation
from docgen.sql.offsets import encode

_OF = re.compile(r"update of (?P<columns>.*)\Z")


class PartReads(NamedTuple):
    """What one part of a relation reads."""

    relation: Name
    kind: Literal["policy", "generated column", "trigger"]
    name: str
    reads: tuple[ColumnOf, ...]
    value: Output | None = None  # what a generated column is made of


def parts_of(relation: Relation, names: Names) -> Iterator[PartReads]:
    """The policies, generated columns and triggers of ``relation`` that people made there, and what they read."""
    known = names.relation(relation.schema, relation.name)
    for policy in relation.policies:
        reads, _ = _read([policy.using, policy.check], known, names)
        yield PartReads(relation.id, "policy", policy.name, reads)
    for column in relation.columns:
        if column.generated and column.default and not column.inherited:
            reads, value = _read([column.default], known, names)
            yield PartReads(relation.id, "generated column", column.name, reads, value)
    for trigger in relation.triggers:
        if not trigger.inherited:
            _, found, rest = trigger.definition.partition(" WHEN (")
            reads, _ = _read([rest.rpartition(") EXECUTE ")[0]] if found else [], known, names)
            named = {
                ColumnOf(relation.id, column)
                for event in trigger.events
                if (of := _OF.match(event))
                for column in of["columns"].split(", ")
            }
            yield PartReads(relation.id, "trigger", trigger.name, tuple(sorted({*reads, *named})))


def _read(expressions: list[str], known: Known, names: Names) -> tuple[tuple[ColumnOf, ...], Output | None]:
    """What expressions over the rows of a relation read, its columns bare or those of NEW and OLD."""
    resolver = Resolver(names)
    value = None
    for expression in dict.fromkeys(filter(None, expressions)):
        scope = Scope(sources=[of_relation(known, alias) for alias in ("", "new", "old")])
        try:
            node = parse_tree(encode(f"select {expression}"))[0]["stmt"]["SelectStmt"]["targetList"][0]
            value = resolver.value(node["ResTarget"]["val"], scope, {})
        except (ParseError, RecursionError, KeyError, IndexError):
            continue
    return tuple(sorted(resolver.reads)), value

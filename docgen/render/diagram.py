"""Diagram: neighbourhoods as Mermaid entity-relationship text, small enough to be read and to be drawn anywhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from docgen.model.name import Name
from docgen.model.relation import Constraint, Relation
from docgen.render.filters import Markdown, block, visible
from docgen.render.links import slug
from docgen.render.references import References

NEIGHBOURS = 12
NAMES = 25
_COLUMNS = 20
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*\Z")
_NOT_WORD = re.compile(r"[^A-Za-z0-9_]+")
_PLAIN_LABEL = re.compile(r"[A-Za-z0-9_ .,]*\Z")


class Edge(NamedTuple):
    """A foreign key between two relations that a diagram shows."""

    child: Name
    parent: Name
    constraint: Constraint
    optional: bool  # the child may have no parent
    single: bool  # a parent has at most one child


def neighbourhood(relation: Relation, references: References) -> tuple[Markdown, list[Edge]]:
    """The diagram of a relation with what it points at and what points at it, and every edge, shown or not.

    The relation has its columns, keys first; neighbours only the columns of the shown keys. Without a foreign key
    there is no diagram.
    """
    edges = _edges_around(relation, references)
    if not edges:
        return Markdown(""), []
    shown: list[Edge] = []
    neighbours: dict[Name, set[str]] = {}
    for edge in edges:
        other = edge.parent if edge.child == relation.id else edge.child
        if other != relation.id and other not in neighbours and len(neighbours) >= NEIGHBOURS:
            continue
        shown.append(edge)
        if other != relation.id:
            reference = edge.constraint.references
            remote = reference.columns if reference else ()
            neighbours.setdefault(other, set()).update(remote if edge.child == relation.id else edge.constraint.columns)
    lines = ["erDiagram", *_entity(relation, references)]
    for name, columns in neighbours.items():
        lines += _neighbour(name, columns, references.relations.get(name))
    lines += [_line(edge) for edge in shown]
    return block("\n".join(lines), "mermaid"), edges


def names_only(relations: Sequence[Name], references: References) -> tuple[Markdown, int]:
    """The diagram of up to 25 relations without columns, best connected first, and how many are left out."""
    wanted = set(relations)
    degree = dict.fromkeys(relations, 0)
    edges: list[Edge] = []
    for name in relations:
        for edge in _outgoing(references.relations[name], references):
            if edge.parent in wanted:
                edges.append(edge)
                degree[edge.child] += 1
                degree[edge.parent] += 1
    connected = sorted((name for name in relations if degree[name]), key=lambda name: (-degree[name], name))
    if not connected:
        return Markdown(""), 0
    shown = set(connected[:NAMES])
    lines = ["erDiagram", *(f'  {_identifier(name)}["{label(str(name))}"]' for name in sorted(shown))]
    lines += [_line(edge) for edge in edges if edge.child in shown and edge.parent in shown]
    return block("\n".join(lines), "mermaid"), len(connected) - len(shown)


def label(value: str) -> str:
    """Text between quotes in Mermaid: whatever could end it, or be markup, as a character code."""
    if _PLAIN_LABEL.match(value):
        return value
    return "".join(
        character if character.isalnum() or character in "_ .,-" else f"#{ord(character)};"
        for character in visible(value).replace("\n", " ").replace("\t", " ")
    )


def _edges_around(relation: Relation, references: References) -> list[Edge]:
    edges = _outgoing(relation, references)
    for incoming in references.incoming.get(relation.id, []):
        if incoming.relation.id != relation.id and not incoming.relation.partition_of:
            edges.append(_edge(incoming.relation, incoming.constraint))
    return edges


def _outgoing(relation: Relation, references: References) -> list[Edge]:
    return [
        _edge(relation, constraint)
        for constraint in relation.constraints
        if constraint.references and not constraint.inherited
    ]


def _edge(child: Relation, constraint: Constraint) -> Edge:
    reference = constraint.references
    parent = reference.table if reference else child.id
    required = {column.name for column in child.columns if column.not_null}
    columns = set(constraint.columns)
    unique = any(
        columns >= set(index.columns)
        and index.unique
        and not index.predicate
        and "" not in index.columns
        and index.columns
        for index in child.indexes
    )
    return Edge(child.id, parent, constraint, not columns <= required, unique)


def _line(edge: Edge) -> str:
    left = "|o" if edge.single else "}o"
    right = "o|" if edge.optional else "||"
    columns = label(", ".join(edge.constraint.columns))
    return f'  {_identifier(edge.child)} {left}--{right} {_identifier(edge.parent)} : "{columns}"'


def _identifier(name: Name) -> str:
    return f"{slug(name.schema)}__{slug(name.name)}".replace("-", "_")


def _entity(relation: Relation, references: References) -> list[str]:
    primary: set[str] = set()
    foreign: set[str] = set()
    unique: set[str] = set()
    for constraint in relation.constraints:
        held = {"primary key": primary, "foreign key": foreign, "unique": unique}.get(constraint.kind)
        if held is not None:
            held.update(constraint.columns)
    keys = [column for column in relation.columns if column.name in primary or column.name in foreign]
    rest = [column for column in relation.columns if not (column.name in primary or column.name in foreign)]
    lines = [f'  {_identifier(relation.id)}["{label(str(relation.id))}"] {{']
    for column in (keys + rest)[:_COLUMNS]:
        held_by = (("PK", primary), ("FK", foreign), ("UK", unique))
        marks = ", ".join(mark for mark, held in held_by if column.name in held)
        lines.append(f"    {_attribute(column.type, column.name, marks)}")
    if len(relation.columns) > _COLUMNS:
        lines.append(f'    more columns "{len(relation.columns) - _COLUMNS} more columns"')
    return [*lines, "  }"]


def _neighbour(name: Name, columns: set[str], relation: Relation | None) -> list[str]:
    lines = [f'  {_identifier(name)}["{label(str(name))}"] {{']
    types = {column.name: column.type for column in relation.columns} if relation else {}
    order = [column for column in types if column in columns] if relation else sorted(columns)
    lines += [f"    {_attribute(types.get(column, 'key'), column, '')}" for column in order]
    return [*lines, "  }"]


def _attribute(type_: str, name: str, marks: str) -> str:
    word = name if _WORD.match(name) else (_NOT_WORD.sub("_", name).strip("_") or "x")
    if not word[0].isalpha():
        word = f"x_{word}"
    line = f"{_type_word(type_)} {word}"
    if marks:
        line += f" {marks}"
    return line if word == name else f'{line} "{label(name)}"'


def _type_word(type_: str) -> str:
    array = "[]" if type_.endswith("[]") else ""
    word = _NOT_WORD.sub("_", type_.removesuffix("[]").partition("(")[0]).strip("_") or "type"
    return (word if word[0].isalpha() else f"x_{word}") + array

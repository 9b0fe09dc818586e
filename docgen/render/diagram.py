"""Diagram: neighbourhoods as Mermaid entity-relationship text, small enough to be read and to be drawn anywhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from docgen.analysis.edges import Edge
from docgen.model.cross_reference import CrossReference
from docgen.model.name import Name
from docgen.model.relation import Relation
from docgen.model.status import ComponentStatus
from docgen.render.filters import Markdown, block, visible
from docgen.render.links import MAP, slug, spelled
from docgen.render.references import References

NEIGHBOURS = 12
NAMES = 25
_FEWEST = 8
_LINES = 30  # with more between them, names are harder to follow than to look up
_COLUMNS = 20
_ABREAST = 4  # more neighbours than this stand better one above the other
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*\Z")
_NOT_WORD = re.compile(r"[^A-Za-z0-9_]+")
_PLAIN_LABEL = re.compile(r"[A-Za-z0-9_ .,]*\Z")


def neighbourhood(relation: Relation, references: References) -> tuple[Markdown, list[Edge]]:
    """The diagram of a relation with what it points at and what points at it, and every edge, shown or not.

    The relation has its columns, keys first; neighbours only the columns of the shown keys. Relations of other
    databases bear the name of theirs, and their lines are dashed. Without any key there is no diagram.
    """
    own = relation.id
    edges = _edges_around(relation, references)
    crossing = references.crossing.get(own, [])
    if not edges and not crossing:
        return Markdown(""), []
    shown: list[Edge] = []
    neighbours: dict[Name, set[str]] = {}
    for edge in edges:
        other = edge.parent if edge.child == own else edge.child
        if other != own and other not in neighbours and len(neighbours) >= NEIGHBOURS:
            continue
        shown.append(edge)
        if other != own:
            reference = edge.constraint.references
            remote = reference.columns if reference else ()
            neighbours.setdefault(other, set()).update(remote if edge.child == own else edge.constraint.columns)
    lines = [
        "erDiagram",
        *(["  direction LR"] if len(neighbours) > _ABREAST else []),
        *_entity(relation, references),
    ]
    for name, columns in neighbours.items():
        lines += _neighbour(name, columns, references.relations.get(name))
    lines += [_line(edge, ", ".join(edge.constraint.columns)) for edge in shown]
    lines += _elsewhere(crossing, max(1, NEIGHBOURS - len(neighbours)))
    return block("\n".join(lines), "mermaid"), edges


def _elsewhere(crossing: Sequence[CrossReference], room: int) -> list[str]:
    """Up to ``room`` relations of other databases, with dashed lines to the columns that mean theirs."""
    ends: dict[str, list[CrossReference]] = {}
    for one in crossing:
        ends.setdefault(f"{slug(one.database.name)}__{_identifier(one.other)}".replace("-", "_"), []).append(one)
    lines = []
    for identifier, here in [*ends.items()][:room]:
        types = {one.other_column: one.other_type or "key" for one in here if one.other_column}
        lines.append(f'  {identifier}["{label(f"{here[0].database.title}: {spelled(here[0].other)}")}"] {{')
        lines += [*(f"    {_attribute(type_, column, '')}" for column, type_ in types.items()), "  }"]
        for one in here:
            own, words = _identifier(one.relation), (one.column if one.leaving else one.other_column) or one.server
            left, right = (own, identifier) if one.leaving else (identifier, own)
            lines.append(f'  {left} }}o..o| {right} : "{label(words)}"')
    return lines


def names_only(relations: Sequence[Name], references: References) -> tuple[Markdown, int]:
    """The diagram of up to 25 relations without columns, best connected first, and how many are left out.

    As many as have few enough lines between them to be followed.
    """
    wanted = set(relations)
    degree = dict.fromkeys(relations, 0)
    edges = [edge for name in relations for edge in references.leaving.get(name, ()) if edge.parent in wanted]
    for edge in edges:
        degree[edge.child] += 1
        degree[edge.parent] += 1
    connected = sorted((name for name in relations if degree[name]), key=lambda name: (-degree[name], name))
    if not connected:
        return Markdown(""), 0
    shown = set(connected[:NAMES])
    while len(shown) > _FEWEST and len(_pairs(edges, shown)) > _LINES:
        shown.discard(connected[len(shown) - 1])
    one_schema = len({name.schema for name in relations}) == 1
    lines = ["erDiagram", "  direction LR"]
    lines += [f'  {_identifier(name)}["{label(name.name if one_schema else spelled(name))}"]' for name in sorted(shown)]
    drawn = dict.fromkeys(_line(edge, "") for edge in _pairs(edges, shown).values())
    return block("\n".join([*lines, *drawn]), "mermaid"), len(connected) - len(shown)


def _pairs(edges: Sequence[Edge], shown: set[Name]) -> dict[tuple[Name, Name], Edge]:
    """The first key of every two relations shown: without columns a second line would say nothing more."""
    pairs: dict[tuple[Name, Name], Edge] = {}
    for edge in edges:
        if edge.child in shown and edge.parent in shown:
            pairs.setdefault((edge.child, edge.parent), edge)
    return pairs


def overview(components: Sequence[ComponentStatus], relations: Sequence[Relation], references: References) -> Markdown:
    """How components point at each other by foreign keys, with the number of keys; without any, relations by name."""
    home: dict[Name, int] = {}
    for number, component in enumerate(components):
        for name in component.relations:
            home.setdefault(references.root(name), number)
    counts: dict[tuple[int, int], int] = {}
    for child, leaving in references.leaving.items():
        for edge in leaving:
            ends = home.get(references.root(child)), home.get(references.root(edge.parent))
            if ends[0] is not None and ends[1] is not None and ends[0] != ends[1]:
                counts[ends[0], ends[1]] = counts.get((ends[0], ends[1]), 0) + 1
    if not counts:
        diagram, left_out = names_only([one.id for one in relations if one.partition_of is None], references)
        more = f"\n\nThe tables with the most relations; {left_out} more are on the [map]({MAP})." if left_out else ""
        return Markdown(f"{diagram}{more}")
    drawn = sorted({number for pair in counts for number in pair})[:NAMES]
    lines = ["flowchart LR"]
    for number in drawn:
        held = sum(references.root(name) == name for name in components[number].relations)
        lines.append(f'  c{number}["{label(components[number].name)}<br>{held} {"table" if held == 1 else "tables"}"]')
    lines += [
        f"  c{child} -->|{many}| c{parent}"
        for (child, parent), many in sorted(counts.items())
        if child in drawn and parent in drawn
    ]
    return block("\n".join(lines), "mermaid")


def label(value: str) -> str:
    """Text between quotes in Mermaid: whatever could end it, or be markup, as a character code."""
    if _PLAIN_LABEL.match(value):
        return value
    return "".join(
        character if character.isalnum() or character in "_ .,-" else f"#{ord(character)};"
        for character in visible(value).replace("\n", " ").replace("\t", " ")
    )


def _edges_around(relation: Relation, references: References) -> list[Edge]:
    name = relation.id
    arriving = (edge for edge in references.arriving.get(name, ()) if edge.child != name)
    shown = [edge for edge in arriving if not references.relations[edge.child].partition_of]
    return [*references.leaving.get(name, ()), *shown]


def _line(edge: Edge, words: str) -> str:
    left = "|o" if edge.single else "}o"
    right = "o|" if edge.optional else "||"
    return f'  {_identifier(edge.child)} {left}--{right} {_identifier(edge.parent)} : "{label(words)}"'


@lru_cache(maxsize=1 << 12)
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
    first = primary | foreign
    marked = first | unique
    keys = [column for column in relation.columns if column.name in first]
    rest = [column for column in relation.columns if column.name not in first]
    lines = [f'  {_identifier(relation.id)}["{label(spelled(relation.id))}"] {{']
    held_by = (("PK", primary), ("FK", foreign), ("UK", unique))
    for column in (keys + rest)[:_COLUMNS]:
        name = column.name
        marks = ", ".join([mark for mark, held in held_by if name in held]) if name in marked else ""
        lines.append(f"    {_attribute(column.type, name, marks)}")
    if len(relation.columns) > _COLUMNS:
        lines.append(f'    more columns "{len(relation.columns) - _COLUMNS} more columns"')
    return [*lines, "  }"]


def _neighbour(name: Name, columns: set[str], relation: Relation | None) -> list[str]:
    lines = [f'  {_identifier(name)}["{label(spelled(name))}"] {{']
    if relation:
        lines += [f"    {_attribute(one.type, one.name, '')}" for one in relation.columns if one.name in columns]
    else:
        lines += [f"    {_attribute('key', column, '')}" for column in sorted(columns)]
    return [*lines, "  }"]


def _attribute(type_: str, name: str, marks: str) -> str:
    told = f" {marks}" if marks else ""
    if _WORD.match(name):
        return f"{_type_word(type_)} {name}{told}"
    word = _NOT_WORD.sub("_", name).strip("_") or "x"
    if not word[0].isalpha():
        word = f"x_{word}"
    return f'{_type_word(type_)} {word}{told} "{label(name)}"'


@lru_cache(maxsize=1024)
def _type_word(type_: str) -> str:
    array = "[]" if type_.endswith("[]") else ""
    word = _NOT_WORD.sub("_", type_.removesuffix("[]").partition("(")[0]).strip("_") or "type"
    return (word if word[0].isalpha() else f"x_{word}") + array

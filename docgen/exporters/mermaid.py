"""Mermaid: the whole schema as one entity-relationship diagram, keys only.

Source: https://mermaid.js.org/syntax/entityRelationshipDiagram.html.
"""

from __future__ import annotations

from docgen.analysis.edges import Edge, edges
from docgen.exporters.alias import aliases, word
from docgen.exporters.keys import key_columns
from docgen.model.catalog import Catalog
from docgen.model.relation import Relation


def mermaid(catalog: Catalog, title: str) -> str:
    """Every relation that is no partition, with its key columns, and every foreign key between them."""
    shown = [one for one in catalog.relations if one.partition_of is None]
    names = aliases(one.id for one in shown)
    lines = ["---", f'title: "{_label(title)}"', "---", "erDiagram"]
    for relation in shown:
        lines += _entity(relation, names[relation.id])
    drawn = [edge for edge in edges(catalog) if edge.child in names and edge.parent in names]
    lines += [_line(edge, names[edge.child], names[edge.parent]) for edge in drawn]
    return "\n".join(lines) + "\n"


def _entity(relation: Relation, alias: str) -> list[str]:
    primary, foreign = key_columns(relation, "primary key"), key_columns(relation, "foreign key")
    head = f'  {alias}["{_label(str(relation.id))}"]'
    rows = []
    for column in relation.columns:
        marks = [mark for mark, held in (("PK", primary), ("FK", foreign)) if column.name in held]
        if marks:
            plain = word(column.name)
            label = "" if plain == column.name else f' "{_label(column.name)}"'
            rows.append(f"    {word(column.type)} {plain} {', '.join(marks)}{label}")
    return [f"{head} {{", *rows, "  }"] if rows else [head]


def _line(edge: Edge, child: str, parent: str) -> str:
    left = "|o" if edge.single else "}o"
    right = "o|" if edge.optional else "||"
    return f'  {child} {left}--{right} {parent} : "{_label(", ".join(edge.constraint.columns))}"'


def _label(text: str) -> str:
    return "".join(c if c.isalnum() or c in "_ .,-" else f"#{ord(c)};" if c.isprintable() else " " for c in text)

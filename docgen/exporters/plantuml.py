"""PlantUML: the whole schema as one entity-relationship diagram with every column.

Source: https://plantuml.com/ie-diagram.
"""

from __future__ import annotations

from docgen.analysis.edges import Edge, edges
from docgen.exporters.alias import aliases
from docgen.exporters.keys import key_columns
from docgen.model.catalog import Catalog
from docgen.model.relation import Relation


def plantuml(catalog: Catalog, title: str) -> str:
    """Every relation that is no partition, its columns with their types, and every foreign key between them."""
    shown = [one for one in catalog.relations if one.partition_of is None]
    names = aliases(one.id for one in shown)
    lines = ["@startuml", f"title {_plain(title)}", "hide circle", "skinparam linetype ortho", ""]
    for relation in shown:
        lines += _entity(relation, names[relation.id])
    drawn = [edge for edge in edges(catalog) if edge.child in names and edge.parent in names]
    lines += [_line(edge, names[edge.child], names[edge.parent]) for edge in drawn]
    return "\n".join([*lines, "@enduml"]) + "\n"


def _entity(relation: Relation, alias: str) -> list[str]:
    primary, foreign = key_columns(relation, "primary key"), key_columns(relation, "foreign key")
    kind = "" if relation.kind == "table" else f" <<{relation.kind}>>"
    keys = [column for column in relation.columns if column.name in primary]
    rest = [column for column in relation.columns if column.name not in primary]
    rows = []
    for column in (*keys, *rest):
        if rest and column is rest[0] and keys:
            rows.append("  --")
        mark = "* " if column.not_null else ""
        tags = "".join(f" <<{tag}>>" for tag, held in (("PK", primary), ("FK", foreign)) if column.name in held)
        rows.append(f"  {mark}{_plain(column.name)} : {_plain(column.type)}{tags}")
    return [f'entity "{_plain(str(relation.id))}" as {alias}{kind} {{', *rows, "}"]


def _line(edge: Edge, child: str, parent: str) -> str:
    left = "|o" if edge.single else "}o"
    right = "o|" if edge.optional else "||"
    return f"{child} {left}--{right} {parent} : {_plain(', '.join(edge.constraint.columns))}"


def _plain(text: str) -> str:
    """The text without what PlantUML reads as markup, a macro or the end of a string."""
    return "".join(
        c if c.isalnum() or c in "_ .,-()[]" else f"<U+{ord(c):04X}>" if c.isprintable() else " " for c in text
    )

"""DBML, the language of dbdiagram.io and dbdocs.io: tables, columns, keys, indexes, enums and references.

Source: https://dbml.dbdiagram.io/docs/. It has no views, functions, policies or privileges: they are left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.analysis.edges import Edge, edges
from docgen.model.catalog import Catalog, Type
from docgen.model.name import Name
from docgen.model.relation import Column, Index, Relation

_TABLES = frozenset(("table", "partitioned table", "foreign table"))


def dbml(catalog: Catalog, title: str) -> str:
    """The catalog's tables and enums as DBML; partitions are left out, their parent stands for them."""
    parts = [f"Project {_name(title)} {{\n  database_type: 'PostgreSQL'\n}}"]
    parts += [_enum(one) for one in catalog.types if one.kind == "enum" and one.labels]
    shown = [one for one in catalog.relations if one.kind in _TABLES and one.partition_of is None and one.columns]
    enums = {Name(one.schema, one.name) for one in catalog.types if one.kind == "enum"}
    parts += [_table(one, enums) for one in shown]
    names = {one.id for one in shown}
    drawn = [edge for edge in edges(catalog) if edge.child in names and edge.parent in names]
    parts += [_reference(edge) for edge in drawn]
    return "\n\n".join(parts) + "\n"


def _enum(one: Type) -> str:
    labels = "\n".join(f"  {_name(label)}" for label in one.labels)
    return f"Enum {_qualified(Name(one.schema, one.name))} {{\n{labels}\n}}"


def _table(relation: Relation, enums: set[Name]) -> str:
    primary = next((one.columns for one in relation.constraints if one.kind == "primary key"), ())
    lines = [f"Table {_qualified(relation.id)} {{"]
    lines += [_column(column, primary == (column.name,), enums) for column in relation.columns]
    indexes = list(_indexes(relation, primary))
    if indexes:
        lines += ["", "  indexes {", *(f"    {line}" for line in indexes), "  }"]
    if relation.comment:
        lines += ["", f"  Note: {_text(relation.comment)}"]
    return "\n".join([*lines, "}"])


def _column(column: Column, primary: bool, enums: set[Name]) -> str:
    kind = _qualified(column.type_name) if column.type_name in enums and column.type_name else _name(column.type)
    settings = ["pk"] if primary else []
    if column.identity or (column.default or "").startswith("nextval("):
        settings.append("increment")
    elif column.default is not None and not column.generated:
        settings.append(f"default: `{column.default.replace('`', '')}`")
    if column.not_null and not primary:
        settings.append("not null")
    if column.comment:
        settings.append(f"note: {_text(column.comment)}")
    return f"  {_name(column.name)} {kind}" + (f" [{', '.join(settings)}]" if settings else "")


def _indexes(relation: Relation, primary: tuple[str, ...]) -> Iterator[str]:
    if len(primary) > 1:
        yield f"({', '.join(map(_name, primary))}) [pk]"
    for index in relation.indexes:
        # DBML has no partial index and no INCLUDE: saying half of one would be wrong.
        if not index.primary and index.columns and "" not in index.columns and not index.predicate:
            yield f"({', '.join(map(_name, index.columns))}) [{', '.join(_settings(index))}]"


def _settings(index: Index) -> Iterator[str]:
    if index.unique:
        yield "unique"
    if index.method in ("btree", "hash"):
        yield f"type: {index.method}"
    yield f"name: {_text(index.name)}"


def _reference(edge: Edge) -> str:
    reference = edge.constraint.references
    assert reference is not None
    mark = "-" if edge.single else ">"
    settings = [
        f"{word}: {action}"
        for word, action in (("delete", reference.on_delete), ("update", reference.on_update))
        if action != "no action"
    ]
    ends = (_end(edge.child, edge.constraint.columns), _end(edge.parent, reference.columns))
    tail = f" [{', '.join(settings)}]" if settings else ""
    return f"Ref {_name(edge.constraint.name)}: {ends[0]} {mark} {ends[1]}{tail}"


def _end(table: Name, columns: tuple[str, ...]) -> str:
    listed = ", ".join(map(_name, columns))
    return f"{_qualified(table)}.({listed})" if len(columns) != 1 else f"{_qualified(table)}.{listed}"


def _qualified(name: Name) -> str:
    return f"{_name(name.schema)}.{_name(name.name)}"


def _name(text: str) -> str:
    return '"' + _escaped(text).replace('"', '\\"') + '"'


def _text(text: str) -> str:
    return "'" + _escaped(text).replace("'", "\\'") + "'"


def _escaped(text: str) -> str:
    plain = "".join(c if c.isprintable() or c == "\n" else " " for c in text)
    return plain.replace("\\", "\\\\").replace("\n", "\\n")

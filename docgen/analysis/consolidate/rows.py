"""Rows: what the chain leaves in an empty database, as INSERT statements that fill only empty tables."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from docgen.analysis.ddl.identifiers import identifier, qualified
from docgen.analysis.ddl.statement import Ddl, dollar_quoted, literal
from docgen.model.catalog import Catalog
from docgen.model.consolidation import SequencePosition, TableContent
from docgen.model.name import Name

SECTION = "Rows"
POSITIONS = "Positions of sequences"
_BARE = ("smallint", "integer", "bigint", "boolean")
_MOMENTS = ("timestamp", "date", "time")


def volatile(first: Sequence[TableContent], second: Sequence[TableContent]) -> dict[Name, tuple[str, ...]]:
    """The columns that two replays of one chain fill with different values, by table: clocks, random numbers."""
    other = {Name(one.schema, one.name): one for one in second}
    found = {}
    for one in first:
        twin = other.get(Name(one.schema, one.name))
        if twin is None or len(twin.rows) != len(one.rows):
            continue
        columns = tuple(
            column
            for number, column in enumerate(one.columns)
            if any(mine[number] != its[number] for mine, its in zip(one.rows, twin.rows, strict=True))
        )
        if columns:
            found[Name(one.schema, one.name)] = columns
    return found


def constants(tables: Sequence[TableContent], made_up: Mapping[Name, Sequence[str]], catalog: Catalog) -> set[str]:
    """The made-up columns (schema.table.column) that are written as they were made once.

    Keys that other rows point at, and those that point: one value is as good as another, but they must agree. And
    a uuid without a default, which can be nothing else than such a value.
    """
    known = {Name(one.schema, one.name): one for one in tables if one.rows}
    found = {
        f"{one.schema}.{one.name}.{column}"
        for name, one in known.items()
        for column, type_, defaulted in zip(one.columns, one.types, one.defaulted, strict=True)
        if type_ == "uuid" and not defaulted and column in made_up.get(name, ())
    }
    for relation in catalog.relations:
        for one in relation.constraints:
            if one.references is None or relation.id not in known:
                continue
            for column, target in zip(one.columns, one.references.columns, strict=True):
                if column in made_up.get(relation.id, ()):
                    other = one.references.table
                    found |= {f"{relation.schema}.{relation.name}.{column}", f"{other.schema}.{other.name}.{target}"}
    return found


def undecided(content: TableContent, volatile_columns: Collection[str], freeze: Collection[str]) -> list[str]:
    """The made-up columns for which the migration has no value: neither a default nor the clock can give one."""
    return [
        column
        for column, type_, defaulted in zip(content.columns, content.types, content.defaulted, strict=True)
        if column in volatile_columns
        and not defaulted
        and not type_.startswith(_MOMENTS)
        and f"{content.schema}.{content.name}.{column}" not in freeze
    ]


def added(after: TableContent, before: TableContent | None) -> TableContent:
    """The rows that the chain added to what was given."""
    if before is None:
        return after
    known = set(before.rows) if before.columns == after.columns else set()
    rows = tuple(row for row in after.rows if row not in known)
    return TableContent(**{field: getattr(after, field) for field in after.__struct_fields__} | {"rows": rows})


def insertion(
    content: TableContent, volatile_columns: Collection[str], freeze: Collection[str], catalog: Catalog, given: bool
) -> Ddl:
    """One INSERT; where ``given`` rows are in the table already, only what has a new key, else only into an empty one.

    What the clock made is written as the clock; other made-up values come from the column's default.
    """
    name = qualified(Name(content.schema, content.name))
    frozen = {column for column in volatile_columns if f"{content.schema}.{content.name}.{column}" in freeze}
    clock = {
        column
        for column, type_, defaulted in zip(content.columns, content.types, content.defaulted, strict=True)
        if column in volatile_columns and not defaulted and column not in frozen and type_.startswith(_MOMENTS)
    }
    chosen = [
        number
        for number, column in enumerate(content.columns)
        if column not in volatile_columns or column in frozen or column in clock
    ]
    columns = ", ".join(identifier(content.columns[number]) for number in chosen)
    always = _always_identity(catalog, content) & {content.columns[number] for number in chosen}
    overriding = " OVERRIDING SYSTEM VALUE" if always else ""
    lines = [
        "("
        + ", ".join(
            "now()" if content.columns[number] in clock else value(row[number], content.types[number])
            for number in chosen
        )
        + ")"
        for row in content.rows
    ]
    if not chosen:
        text = "\n".join([f"INSERT INTO {name} DEFAULT VALUES;"] * len(content.rows))
    else:
        body = ",\n".join(f"  {line}" for line in lines)
        text = f"INSERT INTO {name} ({columns}){overriding}\nVALUES\n{body}\nON CONFLICT DO NOTHING;"
    if not given:
        body = f"\nBEGIN\n  IF NOT EXISTS (SELECT FROM {name}) THEN\n{text}\n  END IF;\nEND\n"
        text = f"DO {dollar_quoted(body)};"
    return Ddl(section=SECTION, object=name, text=text)


def value(text: str | None, type_: str) -> str:
    """One value as a constant."""
    if text is None:
        return "NULL"
    if type_ in _BARE or (type_.startswith("numeric") and text.replace(".", "").lstrip("-").isdigit()):
        return text
    return ("E" + literal(text.replace("\\", "\\\\"))) if "\\" in text else literal(text)


def position(wanted: SequencePosition) -> Ddl:
    """setval for a sequence that has given no value yet."""
    name = qualified(Name(wanted.schema, wanted.name))
    body = (
        f"\nBEGIN\n  IF NOT (SELECT is_called FROM {name}) THEN\n"
        f"    PERFORM setval({literal(name)}, {wanted.value});\n  END IF;\nEND\n"
    )
    return Ddl(section=POSITIONS, object=name, text=f"DO {dollar_quoted(body)};")


def in_order(tables: Sequence[TableContent], catalog: Catalog) -> list[TableContent]:
    """The tables so that each stands below those that its foreign keys point at; circles in name order."""
    known = {Name(one.schema, one.name): one for one in tables}
    needs: Mapping[Name, set[Name]] = {
        relation.id: {one.references.table for one in relation.constraints if one.references} & set(known)
        for relation in catalog.relations
        if relation.id in known
    }
    done: dict[Name, None] = {}

    def visit(name: Name, above: frozenset[Name]) -> None:
        if name in done or name in above:
            return
        for need in sorted(needs.get(name, ())):
            visit(need, above | {name})
        done[name] = None

    for name in sorted(known):
        visit(name, frozenset())
    return [known[name] for name in done]


def _always_identity(catalog: Catalog, content: TableContent) -> set[str]:
    for relation in catalog.relations:
        if (relation.schema, relation.name) == (content.schema, content.name):
            return {column.name for column in relation.columns if column.identity == "always"}
    return set()

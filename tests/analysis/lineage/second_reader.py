"""The column lineage of views as sqlglot reads it: a second reader, independent of ours, for the tests."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp, parse_one
from sqlglot.errors import SqlglotError
from sqlglot.lineage import lineage as trace
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import build_scope
from sqlglot.schema import MappingSchema

from docgen.model.catalog import Catalog
from docgen.model.name import Name
from docgen.model.relation import Relation
from docgen.sql.lineage.nouns import ColumnOf


def second_reading(catalog: Catalog) -> dict[ColumnOf, frozenset[ColumnOf] | str]:
    """What every column of every view is made of, or why sqlglot cannot tell, in its own words' first line."""
    schema = MappingSchema(dialect="postgres")
    for relation in catalog.relations:
        table = exp.table_(exp.to_identifier(relation.name, True), exp.to_identifier(relation.schema, True))
        columns = {f'"{column.name}"': _type(column.type) for column in relation.columns}
        schema.add_table(table, columns, dialect="postgres")
    return {
        ColumnOf(relation.id, column): sources
        for relation in catalog.relations
        if relation.definition
        for column, sources in _view(relation, schema)
    }


def _type(name: str) -> exp.DataType:
    try:
        return exp.DataType.build(name, dialect="postgres")
    except SqlglotError:  # a type of the database's own
        return exp.DataType.build("text")


def _view(view: Relation, schema: MappingSchema) -> Iterator[tuple[str, frozenset[ColumnOf] | str]]:
    names = [column.name for column in view.columns]
    try:
        query = qualify(parse_one(view.definition.rstrip(";"), dialect="postgres"), schema=schema, dialect="postgres")
        scope = build_scope(query)
    except SqlglotError as error:
        yield from ((name, _first(error)) for name in names)
        return
    for name in names:
        try:
            node = trace(exp.column(exp.to_identifier(name, True)), query, schema, scope=scope, dialect="postgres")
        except (SqlglotError, ValueError) as error:
            yield name, _first(error)
            continue
        yield (
            name,
            frozenset(
                ColumnOf(Name(leaf.expression.db, leaf.expression.name), leaf.name.rpartition(".")[2].strip('"'))
                for leaf in node.walk()
                if isinstance(leaf.expression, exp.Table)
            ),
        )


def _first(error: Exception) -> str:
    return str(error).splitlines()[0]

"""Views: the lineage of one view's columns from its text, held against what pg_depend records of the view."""

from __future__ import annotations

from docgen.analysis.lineage.nouns import ColumnLineage, ViewLineage
from docgen.model.name import Name
from docgen.model.relation import Relation
from docgen.sql.libpg_query import ParseError, parse_tree
from docgen.sql.lineage.expression import expression_at
from docgen.sql.lineage.nouns import WHOLE_ROW, ColumnOf, Names, Output
from docgen.sql.lineage.resolve import Resolver

# Built-in relations are pinned: pg_depend holds nothing of them.
_BUILT_IN = ("pg_catalog", "information_schema", "pg_toast", "")
# A view's text beyond this is data, not a query that a reader follows.
LONGEST = 256 * 1024  # bytes
TOO_LONG = f"its definition is longer than {LONGEST // 1024} KiB"
TOO_DEEP = "its definition is nested too deeply"


def view_lineage(view: Relation, names: Names) -> ViewLineage:
    """What each column of ``view`` is made of; ``problem`` says in a clause why it is not known."""
    data = view.definition.encode("utf-8", "surrogatepass")
    if len(data) > LONGEST:
        return ViewLineage(relation=view.id, problem=TOO_LONG)
    resolver = Resolver(names)
    try:
        statements = parse_tree(data)
        outputs = resolver.statement(statements[0]["stmt"]) if len(statements) == 1 else []
    except ParseError as error:
        return ViewLineage(relation=view.id, problem=f"its definition cannot be read: {error.message}")
    except RecursionError:
        return ViewLineage(relation=view.id, problem=TOO_DEEP)
    if len(outputs) != len(view.columns):
        return ViewLineage(relation=view.id, problem="its definition does not give the columns that it has")
    columns = tuple(_column(column.name, output, data) for column, output in zip(view.columns, outputs, strict=True))
    shown = {source for column in columns for source in column.sources}
    unread, unrecorded = _compare(view, resolver.reads, names)
    return ViewLineage(
        relation=view.id,
        columns=columns,
        relations=tuple(sorted(resolver.relations)),
        conditions=_whole(resolver.reads - shown, shown),
        unread=unread,
        unrecorded=unrecorded,
    )


def _column(name: str, output: Output, data: bytes) -> ColumnLineage:
    texts = dict.fromkeys(expression_at(data, start) for start, _ in output.expressions)
    return ColumnLineage(
        name=name, sources=tuple(sorted(output.sources)), copied=output.copied, expressions=tuple(texts)
    )


def _whole(reads: set[ColumnOf], shown: set[ColumnOf]) -> tuple[ColumnOf, ...]:
    """The reads that are in no column; a whole row counts as such where one of its columns is shown."""
    rows = {source.relation for source in shown}
    return tuple(sorted(one for one in reads if one.column != WHOLE_ROW or one.relation not in rows))


def _compare(view: Relation, reads: set[ColumnOf], names: Names) -> tuple[tuple[ColumnOf, ...], ...]:
    """What pg_depend records and reading does not find, and the other way round."""
    recorded = {
        ColumnOf(use.name, column)
        for use in view.uses
        if use.via == "view" and use.kind == "relation"
        for column in use.columns
        if _is_column(use.name, column, names)
    }
    read = {one for one in reads if one.column != WHOLE_ROW and one.relation.schema not in _BUILT_IN}
    return tuple(sorted(recorded - read)), tuple(sorted(read - recorded))


def _is_column(name: Name, column: str, names: Names) -> bool:
    """Whether it is a column of the relation, and not one of the system's such as ctid."""
    columns = names.relation(name.schema, name.name).columns
    return columns is None or column in columns

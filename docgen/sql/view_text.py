"""View text: the query of a view as every PostgreSQL version prints it, whichever one did."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docgen.sql.libpg_query import ParseError, parse_tree

_QUALIFIER = re.compile(rb'(?:"(?:[^"]|"")+"|[^".\s]+)\.')
_SOURCES = ("RangeSubselect", "RangeFunction", "RangeTableFunc", "JsonTable", "RangeTableSample")
_LISTS_OF_ORDER = ("sortClause", "distinctClause", "orderClause", "agg_order")


def normalise_view(definition: str) -> str:
    """The text of pg_get_viewdef() in the form that PostgreSQL 16 and later give it.

    Older servers qualify every column; since 16 those of a query over one relation are bare, outside subqueries
    and except in ORDER BY and DISTINCT ON where the bare name is that of another output column. Text that is already
    so, or that is not one SELECT, comes back unchanged.
    """
    data = definition.encode()
    try:
        statements = parse_tree(data)
    except ParseError:
        return definition
    select = statements[0]["stmt"].get("SelectStmt") if len(statements) == 1 else None
    source = _only_source(select) if select else None
    if select is None or source is None:
        return definition
    parts = []
    end = 0
    for place in sorted(_places(select, source)):
        qualifier = _QUALIFIER.match(data, place)
        if qualifier:
            parts.append(data[end:place])
            end = qualifier.end()
    return (b"".join(parts) + data[end:]).decode()


def _only_source(select: dict[str, Any]) -> str | None:
    """The name that columns are qualified by when the query has one source, else None."""
    sources = select.get("fromClause", ())
    if len(sources) != 1 or select.get("op", "SETOP_NONE") != "SETOP_NONE":
        return None
    (kind, source), *_ = sources[0].items()
    if kind == "RangeTableSample":
        (kind, source), *_ = source["relation"].items()
    name = source.get("alias", {}).get("aliasname")
    if kind == "RangeVar":
        return str(name or source["relname"])
    return str(name) if kind in _SOURCES and name else None


def _places(select: dict[str, Any], source: str) -> Iterator[int]:
    """The byte offsets of the column references whose qualifier goes."""
    outputs = [_output(target["ResTarget"]) for target in select.get("targetList", ())]
    for clause, value in select.items():
        # The qualifiers in subqueries stay, on every version.
        if clause not in ("fromClause", "withClause"):
            yield from _references(value, source, outputs, clause)


def _references(node: Any, source: str, outputs: list[tuple[str, tuple[str, ...]]], clause: str = "") -> Iterator[int]:
    if isinstance(node, list):
        for one in node:
            yield from _references(one, source, outputs, clause)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key == "ColumnRef":
                path = _path(value)
                clash = clause in _LISTS_OF_ORDER and any(
                    name == path[-1] and reference[-1:] != path[-1:] for name, reference in outputs
                )
                if len(path) == 2 and path[0] == source and path[1] and not clash:
                    yield value.get("location", 0)
            elif key != "subselect":
                # Only a plain column directly in an ORDER BY can be taken for an output column.
                inner = key if key in _LISTS_OF_ORDER else clause if key in ("SortBy", "node") else ""
                yield from _references(value, source, outputs, inner)


def _output(target: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    """The name of an output column, and the path of the column that it shows as it is."""
    reference = target.get("val", {}).get("ColumnRef")
    path = _path(reference) if reference else ()
    return str(target.get("name") or (path[-1] if path else "")), path


def _path(reference: dict[str, Any]) -> tuple[str, ...]:
    """The parts of a column reference; "" for a star, whose qualifier is never left out."""
    return tuple(str(field.get("String", {}).get("sval", "")) for field in reference["fields"])

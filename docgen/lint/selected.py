"""Selected: which columns an INSERT ... SELECT fills with the same values on every run, if it is sure to give a row."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from typing import NamedTuple

from docgen.lint.keys import Key, relation_key
from docgen.lint.reads import cast_constant
from docgen.lint.seeds import Place
from docgen.lint.world import World
from docgen.sql.libpg_query import Node
from docgen.sql.statement import Statement
from docgen.sql.tree import relation, strings

_MOST_ROWS = 2000  # that are tried
_MOST_COLUMNS = 1600  # that a table of PostgreSQL has
_CLAUSES = frozenset({"targetList", "fromClause", "whereClause", "withClause", "sortClause", "limitOption", "op"})


class Cell(NamedTuple):
    """A value: whether every run gives the same one, and which, where that is known."""

    same: bool
    text: str | None = None


Cells = dict[tuple[str, str], Cell]  # by alias and column
_KEPT = Cell(same=True)  # what a table holds


class Row(NamedTuple):
    """One row of what a query reads; ``tables`` are the aliases of tables, whose other columns are not known."""

    cells: Cells
    tables: frozenset[str] = frozenset()


def same_on_every_run(statement: Statement, columns: tuple[str, ...], table: Key, world: World) -> set[str]:
    """The columns whose values in a row that the first run inserted are those of the second; empty where in doubt."""
    insert = statement.node.get("InsertStmt", {})
    reader = _Reader(world, table, (world.file, statement.start), insert)
    rows = reader.query(insert.get("selectStmt", {}).get("SelectStmt", {}))
    filled = [{name for name, cell in zip(columns, row, strict=False) if cell.same} for _, row in rows or ()]
    return max(filled, key=len, default=set())


def meets(condition: Node, columns: tuple[str, ...], values: list[Node]) -> bool:
    """Whether a row of constants is sure to meet a condition."""
    return _holds(condition, Row({("", name): _constant(value) for name, value in zip(columns, values, strict=False)}))


class _Reader:
    """Reads a query as far as constants and rows of migrations tell what it gives."""

    def __init__(self, world: World, target: Key, place: Place, insert: Node) -> None:
        self.world = world
        self.target = target
        self.place = place
        self.common: dict[str, Node] = {}
        self._name(insert)

    def _name(self, node: Node) -> None:
        for item in node.get("withClause", {}).get("ctes", ()):
            query = item.get("CommonTableExpr", {})
            self.common[query.get("ctename", "")] = query

    def query(self, select: Node) -> list[tuple[list[str], list[Cell]]] | None:
        """The names and values of rows that the query is sure to give; None where in doubt."""
        if select.get("valuesLists"):
            values = (row["List"].get("items", []) for row in select["valuesLists"])
            return [([f"column{at}" for at in range(1, len(row) + 1)], list(map(self._written, row))) for row in values]
        if select.get("op") == "SETOP_UNION":
            both = (self.query(select.get(side, {})) for side in ("larg", "rarg"))
            return [row for rows in both for row in rows or ()]
        if not select.get("targetList") or select.keys() - _CLAUSES or select.get("op", "SETOP_NONE") != "SETOP_NONE":
            return None
        self._name(select)
        sources = [self._source(item) for item in select.get("fromClause", ())]
        known = [rows for rows in sources if rows is not None]
        if len(known) < len(sources) or math.prod(map(len, known)) > _MOST_ROWS:
            return None
        rows = [_joined(parts) for parts in itertools.product(*known)]
        where = select.get("whereClause")
        return [self._targets(select, row) for row in rows if where is None or _holds(where, row)]

    def _written(self, value: Node) -> Cell:
        """A value of VALUES: a constant, or what a subquery picks that is sure to give a row."""
        link = value.get("SubLink", {})
        if link.get("subLinkType") != "EXPR_SUBLINK":
            return _constant(value)
        rows = self.query(link.get("subselect", {}).get("SelectStmt", {}))
        return rows[0][1][0] if rows and rows[0][1] else Cell(same=False)

    def _targets(self, select: Node, row: Row) -> tuple[list[str], list[Cell]]:
        names, cells = [], []
        for item in select["targetList"]:
            target = item.get("ResTarget", {})
            value = target.get("val", {})
            reference = value.get("ColumnRef", {}).get("fields", [{}])
            if "A_Star" in reference[-1]:
                return _star(row) if len(select["targetList"]) == 1 else ([], [])
            names.append(target.get("name") or "".join(strings(reference)[-1:]))
            cells.append(_value(value, row))
        return names, cells

    def _source(self, item: Node) -> list[Row] | None:
        """The rows of one entry of FROM; None where nobody knows that there is one."""
        if "RangeVar" in item:
            return self._table(item["RangeVar"])
        if "RangeSubselect" in item:
            select = item["RangeSubselect"].get("subquery", {}).get("SelectStmt", {})
            return _aliased(self.query(select), item["RangeSubselect"].get("alias", {}))
        if "RangeFunction" in item:
            return _series(item["RangeFunction"])
        join = item.get("JoinExpr", {})
        if join.get("jointype") != "JOIN_INNER" or "usingClause" in join or join.get("isNatural"):
            return None
        left, right = self._source(join.get("larg", {})), self._source(join.get("rarg", {}))
        if left is None or right is None or len(left) * len(right) > _MOST_ROWS:
            return None
        rows = [_joined(parts) for parts in itertools.product(left, right)]
        return [row for row in rows if "quals" not in join or _holds(join["quals"], row)]

    def _table(self, node: Node) -> list[Row] | None:
        name = relation(node)
        alias = node.get("alias", {}).get("aliasname", name.name)
        common = self.common.get(name.name) if not name.schema else None
        if common is not None:
            names = {"aliasname": alias, "colnames": common.get("aliascolnames", ())}
            return _aliased(self.query(common.get("ctequery", {}).get("SelectStmt", {})), names)
        table = relation_key(name.schema, name.name, self.world.path)
        rows = self.world.seeds.before(table, self.place) if table != self.target else []
        kept = ({(alias, column): Cell(same=True, text=text) for column, text in row.values.items()} for row in rows)
        return [Row(cells, frozenset({alias})) for cells in kept] or None


def _star(row: Row) -> tuple[list[str], list[Cell]]:
    """Every column of a row; those of tables have no names here."""
    if all(alias in row.tables for alias, _ in row.cells):
        return [], [_KEPT] * (_MOST_COLUMNS if row.tables else 0)
    return ([column for _, column in row.cells], list(row.cells.values())) if not row.tables else ([], [])


def _aliased(rows: list[tuple[list[str], list[Cell]]] | None, alias: Node) -> list[Row] | None:
    """Rows under the name and with the columns that FROM gives them; those of a star are not told apart."""
    if rows is None or any(not names for names, _ in rows):
        return None
    given, name = strings(alias.get("colnames")), alias.get("aliasname", "")
    return [
        Row({(name, column): cell for column, cell in zip((*given, *names[len(given) :]), cells, strict=False)})
        for names, cells in rows
    ]


def _series(function: Node) -> list[Row] | None:
    """generate_series over whole numbers, and unnest of an array of constants."""
    items = function.get("functions", [{}])[0].get("List", {}).get("items", [{}])
    call, alias = items[0].get("FuncCall", {}), function.get("alias", {})
    name, arguments = "".join(strings(call.get("funcname"))[-1:]), call.get("args", ())
    column = "".join(strings(alias.get("colnames"))[:1]) or alias.get("aliasname", name)
    key = (alias.get("aliasname", name), column)
    if _is_series(call):
        return [Row({key: _KEPT})]
    if name == "unnest" and len(arguments) == 1:
        elements = arguments[0].get("TypeCast", {}).get("arg", arguments[0]).get("A_ArrayExpr", {}).get("elements", ())
        return [Row({key: _constant(one)}) for one in elements] or None
    return None


def _is_series(call: Node) -> bool:
    """Whether this is generate_series over whole numbers that begins before it ends."""
    if strings(call.get("funcname"))[-1:] != ("generate_series",) or len(call.get("args", ())) != 2:
        return False
    first, last = (one.get("A_Const", {}).get("ival") for one in call["args"])
    return first is not None and last is not None and first.get("ival", 0) <= last.get("ival", 0)


def _joined(parts: tuple[Row, ...]) -> Row:
    cells: Cells = {}
    for part in parts:
        cells |= part.cells
    return Row(cells, frozenset().union(*(part.tables for part in parts)))


def _constant(value: Node) -> Cell:
    while "TypeCast" in value:
        value = value["TypeCast"].get("arg", {})
    call = value.get("FuncCall", {})
    if _is_series(call):
        return _KEPT
    return Cell(same="A_Const" in value and not value["A_Const"].get("isnull"), text=cast_constant(value))


def _value(value: Node, row: Row) -> Cell:
    """What an expression gives over a row."""
    if "TypeCast" in value:
        return _value(value["TypeCast"].get("arg", {}), row)
    if "A_Expr" in value:
        sides = [value["A_Expr"][side] for side in ("lexpr", "rexpr") if side in value["A_Expr"]]
        return Cell(same=all(_value(side, row).same for side in sides))
    if "ColumnRef" not in value:
        return _constant(value)
    parts = strings(value["ColumnRef"].get("fields"))
    if len(parts) > 1:
        known = row.cells.get((parts[-2], parts[-1]))
        return known or Cell(same=parts[-2] in row.tables)
    found = [cell for (_, column), cell in row.cells.items() if parts and column == parts[-1]]
    return found[0] if len(found) == 1 else Cell(same=bool(row.tables) and not found)


def _holds(condition: Node, row: Row) -> bool:
    """Whether a condition is sure to hold; NOT and all that is not understood are in doubt."""
    inner = condition.get("BoolExpr", {})
    if inner:
        parts = [_holds(one, row) for one in inner.get("args", ())]
        return all(parts) if inner.get("boolop") == "AND_EXPR" else inner.get("boolop") == "OR_EXPR" and any(parts)
    test = condition.get("A_Expr", {})
    if strings(test.get("name")) != ("=",) or test.get("kind") not in ("AEXPR_OP", "AEXPR_IN"):
        return False
    left = _value(test.get("lexpr", {}), row).text
    right = test.get("rexpr", {})
    return left is not None and left in set(_texts(right, row))


def _texts(value: Node, row: Row) -> Iterator[str | None]:
    items = value["List"].get("items", ()) if "List" in value else (value,)
    for item in items:
        yield _value(item, row).text

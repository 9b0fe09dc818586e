"""Seeds: the rows that migrations have put into tables as constants, as far as they are there for certain."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from docgen.lint.keys import Key
from docgen.lint.reads import cast_constant
from docgen.sql.libpg_query import Node

_MOST_ROWS = 100  # of one statement: which of its many rows a query picks is not asked
Place = tuple[str, int]  # file, where the statement begins


class Row(NamedTuple):
    """One row: its constants by column, and by which statement it came."""

    values: dict[str, str]
    place: Place


class Seeds:
    """The rows of each table. All layers of a world share them: the second run adds the same ones."""

    def __init__(self) -> None:
        self._rows: dict[Key, dict[Place, list[Row]]] = {}

    def note(self, table: Key, columns: tuple[str, ...], rows: Iterable[list[Node]], place: Place) -> None:
        """A statement at ``place`` inserts the rows."""
        seeded = []
        for row in list(rows)[:_MOST_ROWS]:
            texts = {name: cast_constant(value) for name, value in zip(columns, row, strict=False)}
            seeded.append(Row({name: text for name, text in texts.items() if text is not None}, place))
        if seeded:
            self._rows.setdefault(table, {}).setdefault(place, seeded)

    def change(self, table: Key) -> None:
        """Rows are there as before, but nobody knows with which values."""
        for place, rows in self._rows.get(table, {}).items():
            self._rows[table][place] = [Row({}, row.place) for row in rows]

    def forget(self, table: Key) -> bool:
        """The table is gone, or some of its rows; whether any were known."""
        return self._rows.pop(table, None) is not None

    def rename(self, old: Key, new: Key) -> None:
        """The table has another name."""
        if old in self._rows:
            self._rows[new] = self._rows.pop(old)

    def before(self, table: Key, place: Place) -> list[Row]:
        """The rows that were there when the statement at ``place`` ran the first time."""
        found = self._rows.get(table, {})
        return [row for at, rows in found.items() if at[0] != place[0] or at[1] < place[1] for row in rows]


def inserted_rows(insert: Node) -> list[list[Node]]:
    """The rows that an INSERT writes down: VALUES, or one SELECT of expressions without a table."""
    select = insert.get("selectStmt", {}).get("SelectStmt", {})
    rows = [row["List"].get("items", []) for row in select.get("valuesLists", ())]
    if not rows and select.get("targetList") and not {"fromClause", "whereClause"} & select.keys():
        rows = [[item.get("ResTarget", {}).get("val", {}) for item in select["targetList"]]]
    return rows

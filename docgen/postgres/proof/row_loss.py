"""Row loss: which data a migration and its way back cost: what was there before, and what was written in between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from docgen.model.name import quote
from docgen.model.proof import RowChange
from docgen.postgres.proof.row_state import Table, TableState

Rows = Mapping[Table, TableState]


def lost(before: Rows, made: Rows, between: Rows, after: Rows) -> tuple[str, ...]:
    """In words, what is gone at the end: of the rows ``before`` the migration, and of what was written since.

    ``made``: the rows as the migration left them, ``between``: with what was written then. A table that was only
    renamed is known by its oid.
    """
    found = [*_lost_before(before, after), *_lost_since(made, between, after)]
    return tuple(dict.fromkeys(found))


def left(before: Rows, after: Rows) -> tuple[RowChange, ...]:
    """The tables that hold more rows at the end than before."""
    return tuple(
        RowChange(table=_named(table), delta=now.count - was.count)
        for table, was in sorted(before.items())
        if (now := _same(table, was, after)) is not None and now.count > was.count
    )


def _lost_before(before: Rows, after: Rows) -> Iterator[str]:
    for table, was in sorted(before.items()):
        name, now = _named(table), _same(table, was, after)
        if now is None:
            yield f"the rows of {name}"
            continue
        yield from (f"what was in {name}.{quote(column)}" for column in _columns_gone(was, now))
        gone = _rows_gone(was, frozenset(), was.count, now)
        if gone:
            yield f"{_rows(gone)} of {name} from before"
        elif was.columns == now.columns and was.count == now.count and was.digest != now.digest:
            yield f"values in {name}: rows from before are others"


def _lost_since(made: Rows, between: Rows, after: Rows) -> Iterator[str]:
    for table, was in sorted(between.items()):
        name, now, without = _named(table), _same(table, was, after), made.get(table)
        if now is None:
            yield f"all rows of {name}"
            continue
        yield from (f"what is in {name}.{quote(column)}" for column in _columns_gone(was, now))
        # What the migration itself put in may go with it: only what was written since counts.
        older = without.keys if without else frozenset()
        if _rows_gone(was, older, was.count - (without.count if without else 0), now):
            yield f"rows that were written into {name} since"


def _same(table: Table, was: TableState, after: Rows) -> TableState | None:
    """The same table at the end, by whatever name, else one that has its name."""
    return next((one for one in after.values() if one.oid == was.oid), after.get(table))


def _columns_gone(was: TableState, now: TableState) -> list[str]:
    if was.oid != now.oid:
        return [name for name in was.columns if name not in now.columns]
    kept = set(now.columns.values())
    return [name for name, number in was.columns.items() if number not in kept]


def _rows_gone(was: TableState, without: frozenset[int], written: int, now: TableState) -> int:
    """How many of the rows that count are gone: all but ``without``, by their keys where both have one."""
    if was.keys and now.key == was.key:
        return len(was.keys - without - now.keys)
    return max(0, written - now.count)


def _rows(count: int) -> str:
    return f"{count} row{'' if count == 1 else 's'}"


def _named(table: Table) -> str:
    return f"{quote(table[0])}.{quote(table[1])}"

"""Spread: where the content of a column goes by views and functions, from what the server records of dependencies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Literal, NamedTuple, TypeAlias

from docgen.model.catalog import Catalog
from docgen.model.name import Name


class Destination(NamedTuple):
    """What reads a column, itself or through the views before it."""

    kind: Literal["relation", "routine"]
    name: Name
    direct: bool


# Who follows columns more finely than pg_depend gives another function of this form.
Spread: TypeAlias = Callable[[Name, str], tuple[Destination, ...]]


def recorded_spread(catalog: Catalog) -> Spread:
    """Follows a column by pg_depend: views and functions that name it, and whatever rests on those views.

    Behind the first view every column counts, since pg_depend does not tell which one carries what. Bodies that are
    plain text (PL/pgSQL, SQL in quotes) are not recorded.
    """
    by_column: defaultdict[tuple[Name, str], dict[Destination, None]] = defaultdict(dict)
    by_view: defaultdict[Name, dict[Destination, None]] = defaultdict(dict)
    views = {one.id for one in catalog.relations if one.kind in ("view", "materialized view")}
    for relation in catalog.relations:
        for use in relation.uses:
            if use.kind == "relation" and use.via == "view":
                _enter(by_column, by_view, use.name, use.columns, Destination("relation", relation.id, True))
    for routine in catalog.routines:
        for use in routine.uses:
            if use.kind == "relation" and use.via == "body":
                _enter(by_column, by_view, use.name, use.columns, Destination("routine", routine.id, True))

    def spread(relation: Name, column: str) -> tuple[Destination, ...]:
        found = dict.fromkeys(by_column.get((relation, column), ()))
        reached: set[tuple[str, Name]] = {(one.kind, one.name) for one in found}
        for one in list(found):
            _follow(one, by_view, views, found, reached)
        return tuple(sorted(found, key=lambda one: (not one.direct, one.kind, one.name)))

    return spread


def _enter(
    by_column: defaultdict[tuple[Name, str], dict[Destination, None]],
    by_view: defaultdict[Name, dict[Destination, None]],
    name: Name,
    columns: tuple[str, ...],
    user: Destination,
) -> None:
    by_view[name][user._replace(direct=False)] = None
    for column in columns:
        by_column[name, column][user] = None


def _follow(
    start: Destination,
    by_view: dict[Name, dict[Destination, None]],
    views: set[Name],
    found: dict[Destination, None],
    reached: set[tuple[str, Name]],
) -> None:
    waiting = [start]
    for one in waiting:
        for further in by_view.get(one.name, ()) if one.kind == "relation" and one.name in views else ():
            if (further.kind, further.name) not in reached:
                reached.add((further.kind, further.name))
                found[further] = None
                waiting.append(further)

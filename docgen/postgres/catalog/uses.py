"""Uses: rows of uses.sql as what each relation and each routine rests on."""

from __future__ import annotations

from typing import Literal, TypeAlias

from docgen.model.name import Name
from docgen.model.relation import Use
from docgen.postgres.catalog.columns import Columns
from docgen.postgres.catalog.scope import Scope
from docgen.postgres.catalog.statements import Rows

UseKind: TypeAlias = Literal["relation", "routine", "type", "sequence"]
User: TypeAlias = tuple[str, int]

_RELATION_KINDS: dict[str, UseKind] = {"S": "sequence", "c": "type"}


def uses(rows: Rows, scope: Scope, columns: Columns) -> dict[User, tuple[Use, ...]]:
    """The uses by ("relation" or "routine", oid), sorted by via, kind and name; columns in catalog order.

    A row type counts as its relation.
    """
    found: dict[User, dict[tuple[str, UseKind, Name], list[str]]] = {}
    for user_kind, user, via, kind, relation, schema, name, number, column in rows:
        if relation is not None and relation in scope.names:
            kind, used = _RELATION_KINDS.get(scope.kinds[relation], "relation"), scope.names[relation]
        elif name is not None:
            used = Name(schema, name)
        else:
            continue
        own = found.setdefault((user_kind, user), {}).setdefault((via, kind, used), [])
        if number:
            own.append(column or columns.names(relation, (number,))[0])
    return {
        user: tuple(
            Use(kind=kind, name=name, via=via, columns=tuple(used)) for (via, kind, name), used in sorted(own.items())
        )
        for user, own in found.items()
    }

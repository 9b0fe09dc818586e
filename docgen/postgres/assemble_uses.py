"""Uses: rows of uses.sql as what each relation and each routine rests on."""

from __future__ import annotations

from typing import Literal, TypeAlias

from docgen.model.name import Name
from docgen.model.relation import Use
from docgen.postgres.statements import Rows

UseKind: TypeAlias = Literal["relation", "routine", "type", "sequence"]
User: TypeAlias = tuple[str, int]

_KINDS: dict[str, UseKind] = {"f": "routine", "t": "type", "c": "type", "S": "sequence"}


def uses(rows: Rows) -> dict[User, tuple[Use, ...]]:
    """The uses by ("relation" or "routine", oid), sorted by via, kind and name; columns in catalog order."""
    found: dict[User, dict[tuple[str, UseKind, str, str], list[str]]] = {}
    for user_kind, user, via, kind, schema, name, _, column in rows:
        own = found.setdefault((user_kind, user), {})
        columns = own.setdefault((via, _KINDS.get(kind, "relation"), schema, name), [])
        if column is not None:
            columns.append(column)
    return {
        user: tuple(
            Use(kind=kind, name=Name(schema, name), via=via, columns=tuple(columns))
            for (via, kind, schema, name), columns in sorted(own.items())
        )
        for user, own in found.items()
    }

"""Relations: the row of each table, view and foreign table joined with all the parts that hang on it."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, cast

from docgen.model.name import Name
from docgen.model.relation import ExtendedStatistics, Policy, Relation, RelationKind, Rule, Trigger, Use
from docgen.postgres.catalog.columns import Columns
from docgen.postgres.catalog.grants import GrantReader
from docgen.postgres.catalog.keys import Keys
from docgen.postgres.catalog.scope import RELATION_KINDS, Scope, public_options
from docgen.postgres.catalog.statements import Rows
from docgen.postgres.catalog.uses import User
from docgen.sql.view_text import normalise_view

_PERSISTENCE: dict[str, Literal["permanent", "unlogged", "temporary"]] = {
    "p": "permanent",
    "u": "unlogged",
    "t": "temporary",
}
# The bits of pg_relation_is_updatable(): one for each command, by its number in the server's CmdType.
_WRITABLE = ((1 << 3, "insert"), (1 << 2, "update"), (1 << 4, "delete"))
_REPLICA_IDENTITY: dict[str, Literal["", "full", "nothing", "index"]] = {
    "d": "",
    "f": "full",
    "n": "nothing",
    "i": "index",
}


class Parts(NamedTuple):
    """All that is joined to a relation, by the relation's oid."""

    columns: Columns
    keys: Keys
    triggers: dict[int, list[Trigger]]
    policies: dict[int, list[Policy]]
    rules: dict[int, list[Rule]]
    statistics: dict[int, list[ExtendedStatistics]]
    uses: dict[User, tuple[Use, ...]]
    major: int  # the server's version


def relations(rows: Rows, scope: Scope, grants: GrantReader, parts: Parts) -> tuple[Relation, ...]:
    """The documented relations, sorted by schema and name."""
    found = [_relation(row, scope, grants, parts) for row in rows]
    return tuple(sorted(found, key=lambda relation: (relation.schema, relation.name)))


def _relation(row: tuple[Any, ...], scope: Scope, grants: GrantReader, parts: Parts) -> Relation:
    (
        oid, owner_oid, acl, persistence, access_method, tablespace, options, toast_options, row_security,
        force_row_security, replica_identity, populated, is_partition, partition_key, partition_bound, parent_oids,
        of_type_schema, of_type_name, definition, writable, server, server_options, comment,
    ) = row  # fmt: skip
    name, owner = scope.names[oid], scope.roles[owner_oid]
    parents = tuple(scope.names[parent] for parent in parent_oids or () if parent in scope.names)
    settings, check_option = _settings(options, toast_options)
    return Relation(
        schema=name.schema,
        name=name.name,
        kind=cast(RelationKind, RELATION_KINDS[scope.kinds[oid]]),
        owner=owner,
        comment=comment or "",
        columns=parts.columns.of(oid),
        constraints=tuple(parts.keys.of_relation.pop(oid, ())),
        indexes=tuple(parts.keys.indexes.pop(oid, ())),
        triggers=tuple(parts.triggers.get(oid, ())),
        policies=tuple(parts.policies.get(oid, ())),
        rules=tuple(parts.rules.get(oid, ())),
        statistics=tuple(parts.statistics.get(oid, ())),
        grants=grants.read("table", owner, acl),
        uses=parts.uses.get(("relation", oid), ()),
        # From PostgreSQL 16 on the text is already as normalise_view() gives it.
        definition=normalise_view(definition) if definition and parts.major < 16 else definition or "",
        check_option=check_option,
        writable=tuple(word for bit, word in _WRITABLE if (writable or 0) & bit),
        populated=populated,
        persistence=_PERSISTENCE[persistence],
        access_method=access_method or "",
        tablespace=tablespace or "",
        options=settings,
        row_security=row_security,
        force_row_security=force_row_security,
        # A view has no rows to replicate: its "nothing" says nothing.
        replica_identity=_REPLICA_IDENTITY[replica_identity] if scope.kinds[oid] in "rpm" else "",
        partition_key=partition_key or "",
        partition_bound=partition_bound or "",
        partition_of=parents[0] if is_partition and parents else None,
        inherits=() if is_partition else parents,
        of_type=Name(of_type_schema, of_type_name) if of_type_name else None,
        server=server or "",
        server_options=public_options(server_options),
    )


def _settings(
    options: list[str] | None, toast_options: list[str] | None
) -> tuple[tuple[str, ...], Literal["", "local", "cascaded"]]:
    """The storage parameters and a view's options, sorted; and the check option, which is a word of its own in SQL."""
    check_option: Literal["", "local", "cascaded"] = ""
    settings = [f"toast.{option}" for option in toast_options or ()]
    for option in options or ():
        name, _, value = option.partition("=")
        if name == "check_option":
            check_option = "local" if value == "local" else "cascaded"
        else:
            settings.append(option)
    return tuple(sorted(settings)), check_option

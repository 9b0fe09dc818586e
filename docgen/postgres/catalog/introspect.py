"""Introspect: everything that docgen documents of a live database, read in a fixed number of statements."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain

from docgen.errors import DatabaseError
from docgen.model.catalog import Catalog
from docgen.postgres.catalog import database as assemble_database
from docgen.postgres.catalog import objects as assemble_objects
from docgen.postgres.catalog import parts as assemble_parts
from docgen.postgres.catalog.columns import Columns
from docgen.postgres.catalog.definitions import Definitions
from docgen.postgres.catalog.grants import GrantReader
from docgen.postgres.catalog.keys import Keys
from docgen.postgres.catalog.memory import give_back
from docgen.postgres.catalog.others import others, unknown
from docgen.postgres.catalog.relations import Parts, relations
from docgen.postgres.catalog.roles import roles
from docgen.postgres.catalog.scope import Scope
from docgen.postgres.catalog.sessions import Reading, sessions
from docgen.postgres.catalog.statements import Rows, catalogs, fetch
from docgen.postgres.catalog.uses import uses
from docgen.postgres.connect import Connection

# Sent together, one round trip each: first what tells which objects are documented, then what is small.
_FIRST = ("namespaces", "names", "extensions", "roles", "collations", "session")
_SMALL = (
    "column_types", "default_privileges", "event_triggers", "others", "policies", "publications", "routines", "rules",
    "sequences", "servers", "statistics", "triggers", "types",
)  # fmt: skip
# What is large goes one by one, so that the rows of one are freed before the next arrive.
_GROUPS = (("columns",), _SMALL, ("indexes",), ("constraints",), ("relations",), ("uses",))

STATEMENTS = (*_FIRST, *chain.from_iterable(_GROUPS))
# With fewer relations a second session costs more than it brings.
_WORTH_SHARING = 300
# Of fewer relations the answers are too small to be missed.
_WORTH_GIVING_BACK = 3000

# What a statement gives, for the sentence that says that the role may not read it. The others are needed.
_OPTIONAL = {
    "default_privileges": "default privileges",
    "event_triggers": "event triggers",
    "others": "objects of rare kinds",
    "policies": "row-level security policies",
    "publications": "publications",
    "rules": "rewrite rules",
    "servers": "foreign servers",
    "statistics": "extended statistics",
    "uses": "dependencies",
}


def read_catalog(
    connection: Connection, schemas: Sequence[str] = (), exclude: Sequence[str] = (), *, shared: bool = False
) -> Catalog:
    """The documented schemas of the database behind ``connection``, as one moment shows them.

    ``schemas`` are patterns of schema names (none: all but the system's and extensions'), ``exclude`` patterns of
    schema.name. ``shared``: a second session may help where there is much to read; not for a transaction that changed
    something itself. The number of statements is the same for every size, but for those that begin the second session.
    What the role may not read is a sentence in ``unreadable``. Raises DatabaseError when the connection fails or a
    catalog that everything rests on is closed.
    """
    with _no_collection():
        catalog = _Reader(connection, schemas, exclude, shared).catalog()
    if len(catalog.relations) >= _WORTH_GIVING_BACK:
        give_back()
    return catalog


class _Reader:
    """One reading: fetches, assembles, and lets go of rows as soon as they are nouns."""

    def __init__(self, connection: Connection, schemas: Sequence[str], exclude: Sequence[str], shared: bool) -> None:
        self._connection = connection
        self._major = connection.info.server_version // 10000
        needed = sorted(chain.from_iterable(catalogs(name, self._major) for name in STATEMENTS))
        self._rows = fetch(connection, _FIRST, {"catalogs": needed, "shared": shared})
        ((closed, keywords, snapshot),) = self._rows.pop("session")
        self._closed = frozenset[str](closed)
        self._definitions = Definitions(keywords)
        self._scope = Scope(self._rows, schemas, exclude)
        self._grants = GrantReader(self._major)
        self._snapshot = snapshot if len(self._scope.relations) >= _WORTH_SHARING else None

    def catalog(self) -> Catalog:
        """All of it. Raises DatabaseError for what cannot be left out."""
        missing = (f'Schema "{name}" does not exist.' for name in self._scope.missing)
        unreadable = tuple(sorted([*self._unreadable(), *missing]))
        groups = [[name for name in group if self._readable(name)] for group in _GROUPS]
        with sessions(self._connection, self._snapshot, groups, self._scope.parameters()) as reading:
            return self._assembled(reading, unreadable)

    def _assembled(self, reading: Reading, unreadable: tuple[str, ...]) -> Catalog:
        scope, grants = self._scope, self._grants

        def take(name: str) -> Rows:
            return reading.take(name) if self._readable(name) else []

        collations = assemble_database.collation_names(self._rows["collations"])
        columns = Columns(take("columns"), take("column_types"), collations, grants)
        keys = Keys(scope, columns, self._definitions)
        keys.read_indexes(take("indexes"))
        keys.read_constraints(take("constraints"))
        parts = Parts(
            columns=columns,
            keys=keys,
            triggers=assemble_parts.triggers(take("triggers"), columns),
            policies=assemble_parts.policies(take("policies"), scope.roles),
            rules=assemble_parts.rules(take("rules")),
            statistics=assemble_parts.statistics(take("statistics"), scope.roles),
            uses=uses(take("uses"), scope, columns),
            major=self._major,
        )
        types = assemble_objects.types(take("types"), scope, grants, columns, keys, collations)
        rare = list(take("others"))
        catalog = Catalog(
            schemas=assemble_objects.schemas(self._rows["namespaces"], scope, grants),
            relations=relations(take("relations"), scope, grants, parts),
            sequences=assemble_objects.sequences(take("sequences"), scope, grants),
            types=types,
            routines=assemble_objects.routines(take("routines"), scope, grants, parts.uses),
            extensions=assemble_database.extensions(self._rows["extensions"]),
            default_privileges=assemble_database.default_privileges(take("default_privileges"), scope, grants),
            event_triggers=assemble_database.event_triggers(take("event_triggers"), scope),
            publications=assemble_database.publications(take("publications"), scope),
            servers=assemble_database.servers(take("servers"), scope, grants),
            collations=assemble_database.collations(self._rows["collations"], scope),
            others=others(rare, scope, grants),
            unreadable=unreadable,
            unknown=unknown(rare),
        )
        return _with_roles(catalog, self._rows["roles"], grants)

    def _unreadable(self) -> Iterator[str]:
        for name in STATEMENTS:
            closed = sorted(self._closed & catalogs(name, self._major))
            if closed and name not in _OPTIONAL:
                raise DatabaseError(
                    f"the role {self._connection.info.user} may not read {', '.join(closed)}",
                    f"Run as an administrator: grant select on {', '.join(closed)} to {self._connection.info.user}",
                )
            if closed:
                yield f"The role may not read {_OPTIONAL[name]} ({', '.join(closed)})."

    def _readable(self, name: str) -> bool:
        return not self._closed & catalogs(name, self._major)


def _with_roles(catalog: Catalog, rows: Rows, grants: GrantReader) -> Catalog:
    """The catalog with the roles that its objects name: owners, grantees, those of policies, mappings and defaults."""
    mentioned = set(grants.roles)
    for noun in chain(catalog.objects()):
        mentioned.add(getattr(noun, "owner", ""))
        mentioned.update(getattr(noun, "mapped_roles", ()))
    mentioned.update(privilege.role for privilege in catalog.default_privileges)
    for relation in catalog.relations:
        for policy in relation.policies:
            mentioned.update(policy.roles)
    values = {field: getattr(catalog, field) for field in catalog.__struct_fields__}
    return Catalog(**values | {"roles": roles(rows, mentioned)})


@contextmanager
def _no_collection() -> Iterator[None]:
    """Reading makes objects by the hundred thousand and no cycles: the collector would only walk over them."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()

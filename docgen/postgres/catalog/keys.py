"""Keys: rows of constraints.sql and indexes.sql as the constraints and indexes of each relation."""

from __future__ import annotations

from collections import defaultdict

from msgspec.structs import force_setattr

from docgen.model.relation import Constraint, ConstraintKind, Index, Reference
from docgen.postgres.catalog.columns import Columns
from docgen.postgres.catalog.definitions import Definitions
from docgen.postgres.catalog.scope import Scope
from docgen.postgres.catalog.statements import Rows

_KINDS: dict[str, ConstraintKind] = {
    "p": "primary key",
    "u": "unique",
    "f": "foreign key",
    "c": "check",
    "x": "exclude",
}
_ACTIONS = {"a": "no action", "r": "restrict", "c": "cascade", "n": "set null", "d": "set default"}
_MATCHES = {"f": "full", "p": "partial", "s": "simple"}


class Keys:
    """Constraints by relation and by domain, and indexes by relation, each sorted by name.

    The indexes are read first: constraints are written from those that back them.
    """

    def __init__(self, scope: Scope, columns: Columns, definitions: Definitions) -> None:
        """Nothing is read yet."""
        self._scope = scope
        self._columns = columns
        self._definitions = definitions
        self.of_relation: defaultdict[int, list[Constraint]] = defaultdict(list)
        self.of_domain: defaultdict[int, list[Constraint]] = defaultdict(list)
        self.indexes: defaultdict[int, list[Index]] = defaultdict(list)
        self._indexes: dict[int, Index] = {}

    def read_constraints(self, rows: Rows) -> None:
        """Take in the constraints, and the indexes that they rest on are theirs."""
        columns = self._columns
        for (
            _, relation, domain, name, kind, deferrable, initially_deferred, validated, enforced, period, index,
            inherited, no_inherit, keys, referenced, referenced_numbers, referenced_columns, on_update, on_delete,
            set_columns, match, definition, comment,
        ) in rows:  # fmt: skip
            reference = None
            if kind == "f":
                reference = Reference(
                    table=self._scope.names[referenced],
                    columns=tuple(referenced_columns or columns.names(referenced, referenced_numbers)),
                    on_update=_ACTIONS[on_update],
                    on_delete=_ACTIONS[on_delete],
                    set_columns=columns.names(relation, set_columns),
                    match=_MATCHES[match],
                    period=period,
                )
            backing = self._indexes.get(index) if kind != "f" else None
            if backing is not None:
                # Made a moment ago and seen by nobody yet: a copy of each would be the same at twice the price.
                force_setattr(backing, "constraint", name)
            own = columns.names(relation, keys)
            if definition is None:
                written = (
                    self._definitions.foreign_key(own, reference)
                    if reference
                    else self._key(kind, self._indexes[index])
                )
                definition = written + self._definitions.state(deferrable, initially_deferred, validated, enforced)
            constraint = Constraint(
                name=name,
                kind=_KINDS[kind],
                columns=own,
                definition=definition,
                references=reference,
                index=backing.name if backing is not None else "",
                deferrable=deferrable,
                initially_deferred=initially_deferred,
                # A constraint that is not enforced is never validated: one fact, said once.
                validated=validated or not enforced,
                enforced=enforced,
                without_overlaps=period and kind != "f",
                # Keys cannot be inherited and always carry the mark: only for a check it says something.
                no_inherit=no_inherit and kind == "c",
                inherited=inherited,
                comment=comment or "",
            )
            (self.of_relation[relation] if relation else self.of_domain[domain]).append(constraint)

    def _key(self, kind: str, backing: Index) -> str:
        return self._definitions.key(kind, backing.columns, backing.include, backing.nulls_not_distinct)

    def read_indexes(self, rows: Rows) -> None:
        """Take in the indexes."""
        for (
            oid, relation, name, method, definition, keys, key_count, predicate, unique, primary, nulls_not_distinct,
            valid, clustered, replica_identity, inherited, tablespace, statistics, comment,
        ) in rows:  # fmt: skip
            names = self._columns.names(relation, keys)
            if definition is None:
                definition = self._definitions.index(
                    name, unique, self._scope.names[relation], names[:key_count], names[key_count:], nulls_not_distinct
                )
            index = self._indexes[oid] = Index(
                name=name,
                definition=definition,
                method=method,
                columns=names[:key_count],
                include=names[key_count:],
                predicate=predicate or "",
                unique=unique,
                primary=primary,
                nulls_not_distinct=nulls_not_distinct,
                valid=valid,
                clustered=clustered,
                replica_identity=replica_identity,
                inherited=inherited,
                tablespace=tablespace or "",
                statistics=tuple(statistics or ()),
                comment=comment or "",
            )
            self.indexes[relation].append(index)

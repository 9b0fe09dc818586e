"""Relations: tables, views, materialized views, foreign tables, and everything that hangs on them."""

from __future__ import annotations

from typing import Literal

import msgspec

from docgen.model.name import Name


class Noun(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """The base of the nouns: frozen, compared by value, written without its defaults."""


class Grant(Noun, frozen=True):
    """What one grantee may do with one object. ``grantee`` is a role or ``public`` for everyone.

    ``privileges`` holds SQL words in lower case, sorted; ("all",) when every privilege of that kind of
    object on that server is held, so that a server that knows one more writes the same. The owner's own
    full set is implied and left out.
    """

    grantee: str
    privileges: tuple[str, ...]
    grantable: tuple[str, ...] = ()


class Use(Noun, frozen=True):
    """One object that another one rests on, from pg_depend; ``columns`` where the dependency is that fine."""

    kind: Literal["relation", "routine", "type", "sequence"]
    name: Name
    via: str  # view, policy NAME, default, check, generated, index, trigger, body, column type
    columns: tuple[str, ...] = ()


class Column(Noun, frozen=True):
    """A column in catalog order. Empty text means: the type's or the server's default."""

    name: str
    type: str  # format_type(), schema-qualified where not in pg_catalog
    type_name: Name | None = None  # the (element) type when it is not built in: for links
    not_null: bool = False
    not_null_constraint: str = ""  # its name where a person chose one (PostgreSQL 18)
    not_null_validated: bool = True
    default: str | None = None
    identity: Literal["", "always", "by default"] = ""
    generated: Literal["", "stored", "virtual"] = ""  # the expression is in ``default``
    collation: str = ""
    storage: str = ""
    compression: str = ""
    statistics: int | None = None
    options: tuple[str, ...] = ()
    inherited: bool = False  # not local: comes from a parent only
    grants: tuple[Grant, ...] = ()
    comment: str = ""


class Reference(Noun, frozen=True):
    """What a foreign key points at and what happens then; actions in SQL words, lower case."""

    table: Name
    columns: tuple[str, ...]
    on_update: str = "no action"
    on_delete: str = "no action"
    set_columns: tuple[str, ...] = ()  # ON DELETE SET NULL (columns)
    match: str = "simple"
    period: bool = False  # PostgreSQL 18 temporal key


ConstraintKind = Literal["primary key", "unique", "foreign key", "check", "exclude", "not null", "trigger"]


class Constraint(Noun, frozen=True):
    """A constraint of a table; plain NOT NULL lives in the column."""

    name: str
    kind: ConstraintKind
    columns: tuple[str, ...]
    definition: str  # pg_get_constraintdef()
    references: Reference | None = None
    index: str = ""
    deferrable: bool = False
    initially_deferred: bool = False
    validated: bool = True
    enforced: bool = True
    without_overlaps: bool = False
    no_inherit: bool = False
    inherited: bool = False
    comment: str = ""


class Index(Noun, frozen=True):
    """An index; ``columns`` holds "" where the key is an expression (see ``definition``)."""

    name: str
    definition: str  # pg_get_indexdef()
    method: str
    columns: tuple[str, ...]
    include: tuple[str, ...] = ()
    predicate: str = ""
    unique: bool = False
    primary: bool = False
    nulls_not_distinct: bool = False
    valid: bool = True
    constraint: str = ""  # the constraint that it backs
    clustered: bool = False
    replica_identity: bool = False
    inherited: bool = False  # made by the index of a partitioned parent
    tablespace: str = ""
    statistics: tuple[str, ...] = ()  # ALTER INDEX ... SET STATISTICS, by the column's number: 1=500
    comment: str = ""


class Trigger(Noun, frozen=True):
    """A trigger that a person made; internal ones are left out."""

    name: str
    definition: str  # pg_get_triggerdef()
    function: Name
    timing: Literal["before", "after", "instead of"]
    events: tuple[str, ...]  # insert, update, update of a, b, delete, truncate
    level: Literal["row", "statement"]
    enabled: Literal["origin", "always", "replica", "disabled"] = "origin"
    constraint: bool = False
    inherited: bool = False  # cloned from the partitioned parent
    comment: str = ""


class Policy(Noun, frozen=True):
    """A row-level security policy. ``roles`` is ("public",) for everyone."""

    name: str
    command: Literal["all", "select", "insert", "update", "delete"]
    permissive: bool
    roles: tuple[str, ...]
    using: str = ""
    check: str = ""
    comment: str = ""


class Rule(Noun, frozen=True):
    """A rewrite rule other than a view's own."""

    name: str
    definition: str
    event: str
    enabled: Literal["origin", "always", "replica", "disabled"] = "origin"
    comment: str = ""


class ExtendedStatistics(Noun, frozen=True):
    """CREATE STATISTICS on a table."""

    name: Name
    definition: str
    owner: str = ""
    target: int | None = None
    comment: str = ""


RelationKind = Literal["table", "partitioned table", "view", "materialized view", "foreign table"]


class Relation(Noun, frozen=True, tag_field="object", tag="relation"):
    """A table, partitioned table, view, materialized view or foreign table with all its parts."""

    schema: str
    name: str
    kind: RelationKind
    owner: str
    comment: str = ""
    columns: tuple[Column, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    indexes: tuple[Index, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    policies: tuple[Policy, ...] = ()
    rules: tuple[Rule, ...] = ()
    statistics: tuple[ExtendedStatistics, ...] = ()
    grants: tuple[Grant, ...] = ()
    uses: tuple[Use, ...] = ()
    definition: str = ""  # the query of a view or materialized view
    check_option: Literal["", "local", "cascaded"] = ""
    writable: tuple[str, ...] = ()  # of a view: insert, update, delete as far as query, triggers and rules allow them
    populated: bool = True
    persistence: Literal["permanent", "unlogged", "temporary"] = "permanent"
    access_method: str = ""  # only where it is not heap
    tablespace: str = ""
    options: tuple[str, ...] = ()  # reloptions, sorted: security_invoker=true, fillfactor=70
    row_security: bool = False
    force_row_security: bool = False
    replica_identity: Literal["", "full", "nothing", "index"] = ""
    partition_key: str = ""  # pg_get_partkeydef()
    partition_bound: str = ""
    partition_of: Name | None = None
    inherits: tuple[Name, ...] = ()
    of_type: Name | None = None
    server: str = ""
    server_options: tuple[str, ...] = ()

    @property
    def id(self) -> Name:
        """The schema-qualified name."""
        return Name(self.schema, self.name)

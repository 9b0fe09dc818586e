"""Catalog: everything that docgen knows of one database, as the nouns of PostgreSQL, sorted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from docgen.model.name import Name, quote
from docgen.model.relation import Column, Constraint, Grant, Noun, Relation, Use


class Schema(Noun, frozen=True, tag_field="object", tag="schema"):
    """A namespace."""

    name: str
    owner: str
    comment: str = ""
    grants: tuple[Grant, ...] = ()


class Sequence(Noun, frozen=True, tag_field="object", tag="sequence"):
    """A sequence; ``owned_by`` names table and column for serial and identity columns."""

    schema: str
    name: str
    owner: str
    type: str = "bigint"
    start: int = 1
    increment: int = 1
    minimum: int = 1
    maximum: int = 9223372036854775807
    cache: int = 1
    cycle: bool = False
    owned_by: tuple[Name, str] | None = None
    identity: bool = False
    grants: tuple[Grant, ...] = ()
    comment: str = ""


class Property(Noun, frozen=True, array_like=True):
    """One property of an object whose kind has too many to have a field each, in the words of its CREATE statement."""

    name: str
    value: str


class Type(Noun, frozen=True, tag_field="object", tag="type"):
    """A type that a person made: enum, domain, composite, range (with its multirange) or base type."""

    schema: str
    name: str
    kind: Literal["enum", "domain", "composite", "range", "base"]
    owner: str
    comment: str = ""
    labels: tuple[str, ...] = ()  # enum, in enumsortorder
    base_type: str = ""  # domain: underlying type; range: subtype
    base_type_name: Name | None = None
    not_null: bool = False  # domain
    default: str | None = None  # domain
    collation: str = ""
    constraints: tuple[Constraint, ...] = ()  # domain
    attributes: tuple[Column, ...] = ()  # composite
    multirange: str = ""  # range
    properties: tuple[Property, ...] = ()  # range: functions and operator class; base: what CREATE TYPE was told
    grants: tuple[Grant, ...] = ()


class Routine(Noun, frozen=True, tag_field="object", tag="routine"):
    """A function, procedure, aggregate or window function; one per signature."""

    schema: str
    name: str
    kind: Literal["function", "procedure", "aggregate", "window function"]
    arguments: str  # pg_get_function_arguments(): names, types, defaults
    signature: str  # pg_get_function_identity_arguments(): what tells overloads apart
    result: str
    language: str
    owner: str
    volatility: Literal["immutable", "stable", "volatile"] = "volatile"
    parallel: Literal["safe", "restricted", "unsafe"] = "unsafe"
    strict: bool = False
    security_definer: bool = False
    leakproof: bool = False
    settings: tuple[str, ...] = ()  # SET search_path=...
    definition: str = ""  # pg_get_functiondef(); for an aggregate the same, put together
    grants: tuple[Grant, ...] = ()
    uses: tuple[Use, ...] = ()
    comment: str = ""

    @property
    def id(self) -> Name:
        """The schema-qualified name, without the signature."""
        return Name(self.schema, self.name)


class Extension(Noun, frozen=True, tag_field="object", tag="extension"):
    """An installed extension; the objects that it owns appear nowhere else, only counted here."""

    name: str
    schema: str
    version: str
    comment: str = ""
    members: tuple[tuple[str, int], ...] = ()  # (kind in SQL words, how many), sorted


class Membership(Noun, frozen=True):
    """Membership in another role."""

    role: str
    admin: bool = False
    inherit: bool = True
    set: bool = True


class Role(Noun, frozen=True, tag_field="object", tag="role"):
    """A role that owns, may do, or is named by something in the documented schemas, and what it is a member of."""

    name: str
    superuser: bool = False
    inherit: bool = True
    create_role: bool = False
    create_database: bool = False
    login: bool = False
    replication: bool = False
    bypass_row_security: bool = False
    connection_limit: int = -1
    member_of: tuple[Membership, ...] = ()
    settings: tuple[str, ...] = ()
    comment: str = ""


class DefaultPrivilege(Noun, frozen=True, tag_field="object", tag="default privilege"):
    """ALTER DEFAULT PRIVILEGES: what later objects of ``role`` will be granted. ``schema`` "" is everywhere."""

    role: str
    schema: str
    kind: str  # tables, sequences, functions, types, schemas, large objects
    grants: tuple[Grant, ...] = ()


class EventTrigger(Noun, frozen=True, tag_field="object", tag="event trigger"):
    """An event trigger of the database."""

    name: str
    event: str
    function: Name
    owner: str
    enabled: Literal["origin", "always", "replica", "disabled"] = "origin"
    tags: tuple[str, ...] = ()
    comment: str = ""


class PublishedTable(Noun, frozen=True):
    """A table of a publication; no ``columns`` and no ``condition`` mean all of it."""

    name: Name
    columns: tuple[str, ...] = ()
    condition: str = ""  # the row filter


class Publication(Noun, frozen=True, tag_field="object", tag="publication"):
    """A publication of logical replication."""

    name: str
    owner: str
    all_tables: bool = False
    operations: tuple[str, ...] = ()
    via_root: bool = False
    generated_columns: bool = False  # publish_generated_columns = stored (PostgreSQL 18)
    tables: tuple[PublishedTable, ...] = ()
    schemas: tuple[str, ...] = ()
    comment: str = ""


class ForeignServer(Noun, frozen=True, tag_field="object", tag="foreign server"):
    """A foreign server; options whose name tells of a secret are left out by the reader."""

    name: str
    wrapper: str
    owner: str
    type: str = ""
    version: str = ""
    options: tuple[str, ...] = ()
    mapped_roles: tuple[str, ...] = ()
    grants: tuple[Grant, ...] = ()
    comment: str = ""


class Collation(Noun, frozen=True, tag_field="object", tag="collation"):
    """A collation that a person made."""

    schema: str
    name: str
    provider: str
    locale: str
    owner: str
    deterministic: bool = True
    comment: str = ""


OtherKind: TypeAlias = Literal[
    "access method",
    "cast",
    "conversion",
    "foreign data wrapper",
    "language",
    "operator",
    "operator class",
    "operator family",
    "subscription",
    "text search configuration",
    "text search dictionary",
    "text search parser",
    "text search template",
    "transform",
]


class OtherObject(Noun, frozen=True, tag_field="object", tag="other object"):
    """An object of a rare kind: what its CREATE statement was told, by name.

    ``schema`` "" for what belongs to the whole database. ``signature`` is what else the name needs: the operand types
    of an operator, ``using METHOD`` of an operator class or family.
    """

    kind: OtherKind
    schema: str
    name: str
    owner: str
    signature: str = ""
    properties: tuple[Property, ...] = ()
    grants: tuple[Grant, ...] = ()
    comment: str = ""

    @property
    def spelling(self) -> str:
        """How the object is written in SQL behind the words of its kind."""
        if self.kind == "operator":
            return f"{quote(self.schema)}.{self.name}({self.signature})"
        if self.kind in ("cast", "transform"):
            return self.name
        return f"{Name(self.schema, self.name)} {self.signature}".rstrip()


CatalogObject: TypeAlias = (
    Schema
    | Relation
    | Sequence
    | Type
    | Routine
    | Extension
    | Role
    | DefaultPrivilege
    | EventTrigger
    | Publication
    | ForeignServer
    | Collation
    | OtherObject
)


class Catalog(Noun, frozen=True):
    """One database, or the documented schemas of it. Every tuple is sorted by name in C order."""

    schemas: tuple[Schema, ...] = ()
    relations: tuple[Relation, ...] = ()
    sequences: tuple[Sequence, ...] = ()
    types: tuple[Type, ...] = ()
    routines: tuple[Routine, ...] = ()
    extensions: tuple[Extension, ...] = ()
    roles: tuple[Role, ...] = ()
    default_privileges: tuple[DefaultPrivilege, ...] = ()
    event_triggers: tuple[EventTrigger, ...] = ()
    publications: tuple[Publication, ...] = ()
    servers: tuple[ForeignServer, ...] = ()
    collations: tuple[Collation, ...] = ()
    others: tuple[OtherObject, ...] = ()
    unreadable: tuple[str, ...] = ()  # what the connecting role may not read, one sentence each
    unknown: tuple[str, ...] = ()  # what is there and docgen does not read: "2 security labels"

    def objects(self) -> Iterator[CatalogObject]:
        """Every object, kind by kind, in the order of the snapshot."""
        for field in self.__struct_fields__:
            if field not in ("unreadable", "unknown"):
                yield from getattr(self, field)

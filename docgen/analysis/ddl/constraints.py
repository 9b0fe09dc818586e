"""Constraints: those that stand in CREATE TABLE, and those that wait for other tables."""

from __future__ import annotations

from docgen.analysis.ddl.identifiers import identifier, qualified
from docgen.analysis.ddl.statement import Ddl, Form, comment, guarded, named_constraint
from docgen.model.relation import Constraint, Relation

SECTION = "Constraints"
FOREIGN_KEYS = "Foreign keys"
_ORDER = {"primary key": 0, "unique": 1, "foreign key": 2, "check": 3, "exclude": 4, "not null": 5, "trigger": 6}
_KEYS = ("primary key", "unique", "exclude")


def ordered(relation: Relation) -> list[Constraint]:
    """The relation's own constraints in the order in which a person reads them."""
    return sorted(
        (one for one in relation.constraints if not one.inherited and one.kind not in ("trigger", "not null")),
        key=lambda one: (_ORDER[one.kind], one.name),
    )


def inline(relation: Relation) -> list[str]:
    """The constraints that CREATE TABLE holds: all that need no other table."""
    return [text(one) for one in ordered(relation) if not waits(relation, one)]


def waits(relation: Relation, constraint: Constraint) -> bool:
    """Whether it is added later: foreign keys, what was not validated, and the keys of partitioned tables, which
    take over those that their partitions have."""
    late = constraint.kind == "foreign key" or (constraint.enforced and not constraint.validated)
    return late or (constraint.kind in _KEYS and relation.kind == "partitioned table")


def text(constraint: Constraint) -> str:
    """The constraint as CREATE TABLE and ADD CONSTRAINT write it."""
    return f"CONSTRAINT {identifier(constraint.name)} {constraint.definition}"


def late(relation: Relation, before: Relation | None, form: Form) -> list[Ddl]:
    """ALTER TABLE ADD CONSTRAINT for what is not in CREATE TABLE, and every constraint's comment.

    A key of a partition stands before that of its table, which takes it over.
    """
    known = {one.name: one for one in before.constraints} if before else {}
    statements = []
    for one in ordered(relation):
        if one.name in known or not (waits(relation, one) or before is not None):
            continue
        statements.append(addition(relation, one, form))
    for one in relation.constraints:
        if one.name not in known or known[one.name].comment != one.comment:
            place = f"{identifier(one.name)} ON {qualified(relation.id)}"
            statements += comment(SECTION, "CONSTRAINT", place, one.comment)
    return statements


def taken_over(relation: Relation) -> list[Constraint]:
    """The keys of a partition that the key of the partitioned table takes over."""
    return [one for one in relation.constraints if one.inherited and one.kind in _KEYS]


def addition(relation: Relation, constraint: Constraint, form: Form) -> Ddl:
    """ALTER TABLE ADD CONSTRAINT, guarded by a look into the catalog where it must be repeatable."""
    name = qualified(relation.id)
    kind = "FOREIGN TABLE" if relation.kind == "foreign table" else "TABLE"
    statement = f"ALTER {kind} {name} ADD {text(constraint)};"
    if form.idempotent:
        statement = guarded(named_constraint(name, constraint.name), statement)
    section = FOREIGN_KEYS if constraint.kind == "foreign key" else SECTION
    return Ddl(section=section, object=name, text=statement, attached=not form.idempotent)

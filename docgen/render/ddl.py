"""DDL on pages: the statements that describe one relation for a reader; comment statements to paste."""

from __future__ import annotations

from docgen.analysis.ddl import indexes, policies, tables, triggers, views
from docgen.analysis.ddl.constraints import ordered, text
from docgen.analysis.ddl.identifiers import identifier, qualified
from docgen.analysis.ddl.statement import Form
from docgen.model.catalog import Routine
from docgen.model.relation import Relation

_PLAIN = Form()


def relation_ddl(relation: Relation) -> str:
    """CREATE statement, indexes, row-level security with its policies, triggers and rules of one relation."""
    is_view = relation.kind in ("view", "materialized view")
    keys = [text(one) for one in ordered(relation)]
    statements = [views.creation(relation, _PLAIN) if is_view else tables.creation(relation, constraints=keys)]
    statements += [
        indexes.index(index, _PLAIN) for index in relation.indexes if not index.constraint and not index.inherited
    ]
    statements += [one.text for one in policies.policies(relation, None, _PLAIN) if not _is_comment(one.text)]
    statements += [one.text for one in triggers.rules(relation, None, _PLAIN) if not _is_comment(one.text)]
    statements += [one.text for one in triggers.triggers(relation, None, _PLAIN) if not _is_comment(one.text)]
    statements += [f"{one.definition};" for one in relation.statistics]
    return "\n\n".join(statements)


def _is_comment(statement: str) -> bool:
    return statement.startswith("COMMENT ON ")


def missing_comments(relation: Relation) -> str:
    """COMMENT statements, ready to fill in, for the relation and its columns that have no comment; "" if all have."""
    statements = []
    name = qualified(relation.id)
    if not relation.comment:
        kind = "TABLE" if relation.kind == "partitioned table" else relation.kind.upper()
        statements.append(f"COMMENT ON {kind} {name} IS '';")
    statements += [
        f"COMMENT ON COLUMN {name}.{identifier(column.name)} IS '';"
        for column in relation.columns
        if not column.comment
    ]
    return "\n".join(statements)


def missing_routine_comments(routines: list[Routine]) -> str:
    """COMMENT statements, ready to fill in, for the overloads that have no comment; "" if all have."""
    statements = []
    for routine in routines:
        if not routine.comment:
            kind = "FUNCTION" if routine.kind == "window function" else routine.kind.upper()
            statements.append(f"COMMENT ON {kind} {qualified(routine.id)}({routine.signature}) IS '';")
    return "\n".join(statements)

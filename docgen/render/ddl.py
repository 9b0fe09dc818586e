"""DDL on pages: the statements that describe one relation for a reader; comment statements to paste."""

from __future__ import annotations

from docgen.analysis.ddl import indexes, policies, tables, triggers, views
from docgen.analysis.ddl.constraints import ordered, text
from docgen.analysis.ddl.identifiers import identifier, qualified
from docgen.analysis.ddl.statement import Form, literal
from docgen.model.catalog import Routine
from docgen.model.relation import Relation
from docgen.render.filters import visible

_PLAIN = Form()
_NO_COMMENT = "COMMENT ON COLUMN %s IS '';"


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


def comment_statements(relation: Relation) -> str:
    """COMMENT statements to fill in or to change and paste, for the relation and each of its columns."""
    name = qualified(relation.id)
    kind = "TABLE" if relation.kind == "partitioned table" else relation.kind.upper()
    statements = _comment(kind, name, relation.comment)
    for column in relation.columns:
        place = f"{name}.{identifier(column.name)}"
        statements += _comment("COLUMN", place, column.comment) if column.comment else [_NO_COMMENT % place]
    return "\n".join(statements)


def routine_comment_statements(routines: list[Routine]) -> str:
    """COMMENT statements to fill in or to change and paste, one for each overload."""
    statements = []
    for routine in routines:
        kind = "FUNCTION" if routine.kind == "window function" else routine.kind.upper()
        statements += _comment(kind, f"{qualified(routine.id)}({routine.signature})", routine.comment)
    return "\n".join(statements)


def _comment(kind: str, name: str, comment: str) -> list[str]:
    """None for a comment that a page cannot show as it is: pasted, it would become another."""
    return [f"COMMENT ON {kind} {name} IS {literal(comment)};"] if visible(comment) == comment else []

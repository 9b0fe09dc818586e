"""DDL: the statements that describe a relation, rebuilt from the model for a reader; comment statements to paste."""

from __future__ import annotations

from docgen.model.catalog import Routine
from docgen.model.relation import Column, Relation, Trigger
from docgen.render.identifiers import identifier, qualified

_ORDER = {"primary key": 0, "unique": 1, "foreign key": 2, "check": 3, "exclude": 4, "not null": 5, "trigger": 6}
_STATES = {"disabled": "DISABLE", "always": "ENABLE ALWAYS", "replica": "ENABLE REPLICA"}


def relation_ddl(relation: Relation) -> str:
    """CREATE statement, indexes, row-level security with its policies, triggers and rules of one relation."""
    name = qualified(relation.id)
    is_view = relation.kind in ("view", "materialized view")
    statements = [_view(relation) if is_view else _table(relation)]
    statements += [f"{index.definition};" for index in relation.indexes if not index.constraint and not index.primary]
    if relation.row_security:
        statements.append(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY;")
    if relation.force_row_security:
        statements.append(f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY;")
    statements += _policies(relation)
    statements += [f"{rule.definition.rstrip(';')};" for rule in relation.rules]
    for trigger in relation.triggers:
        statements += _trigger(trigger, name)
    statements += [f"{one.definition};" for one in relation.statistics]
    return "\n\n".join(statements)


def _view(relation: Relation) -> str:
    options = f" WITH ({', '.join(relation.options)})" if relation.options else ""
    check = f"\n  WITH {relation.check_option.upper()} CHECK OPTION" if relation.check_option else ""
    query = relation.definition.strip().rstrip(";")
    return f"CREATE {relation.kind.upper()} {qualified(relation.id)}{options} AS\n{query}{check};"


def _table(relation: Relation) -> str:
    words = {"unlogged": "UNLOGGED ", "temporary": "TEMPORARY "}.get(relation.persistence, "")
    kind = "FOREIGN TABLE" if relation.kind == "foreign table" else "TABLE"
    lines = [f"  {_column(column)}" for column in relation.columns if not column.inherited]
    lines += [
        f"  CONSTRAINT {identifier(constraint.name)} {constraint.definition}"
        for constraint in sorted(relation.constraints, key=lambda one: (_ORDER[one.kind], one.name))
        if not constraint.inherited and constraint.kind not in ("trigger", "not null")
    ]
    text = f"CREATE {words}{kind} {qualified(relation.id)}"
    text += f" OF {qualified(relation.of_type)}" if relation.of_type is not None else ""
    text += " (\n" + ",\n".join(lines) + "\n)" if lines or not relation.of_type else ""
    if relation.inherits:
        text += f"\nINHERITS ({', '.join(map(qualified, relation.inherits))})"
    if relation.server:
        text += f"\nSERVER {identifier(relation.server)}"
    if relation.server_options:
        text += f"\nOPTIONS ({', '.join(relation.server_options)})"
    if relation.partition_key:
        text += f"\nPARTITION BY {relation.partition_key}"
    if relation.access_method:
        text += f"\nUSING {identifier(relation.access_method)}"
    if relation.options:
        text += f"\nWITH ({', '.join(relation.options)})"
    if relation.tablespace:
        text += f"\nTABLESPACE {identifier(relation.tablespace)}"
    return text + ";"


def _column(column: Column) -> str:
    text = f"{identifier(column.name)} {column.type}"
    if column.collation:
        text += f" COLLATE {column.collation}"
    if column.identity:
        text += f" GENERATED {column.identity.upper()} AS IDENTITY"
    elif column.generated:
        text += f" GENERATED ALWAYS AS ({column.default}) {column.generated.upper()}"
    elif column.default is not None:
        text += f" DEFAULT {column.default}"
    if column.not_null:
        text += (
            f" CONSTRAINT {identifier(column.not_null_constraint)} NOT NULL"
            if column.not_null_constraint
            else " NOT NULL"
        )
    return text


def _policies(relation: Relation) -> list[str]:
    statements = []
    for policy in relation.policies:
        text = f"CREATE POLICY {identifier(policy.name)} ON {qualified(relation.id)}"
        text += "" if policy.permissive else "\n  AS RESTRICTIVE"
        text += "" if policy.command == "all" else f"\n  FOR {policy.command.upper()}"
        text += f"\n  TO {', '.join('PUBLIC' if role == 'public' else identifier(role) for role in policy.roles)}"
        text += f"\n  USING {bracketed(policy.using)}" if policy.using else ""
        text += f"\n  WITH CHECK {bracketed(policy.check)}" if policy.check else ""
        statements.append(text + ";")
    return statements


def bracketed(expression: str) -> str:
    """The expression in brackets, as PostgreSQL mostly writes it already."""
    depth = 0
    for position, character in enumerate(expression):
        depth += (character == "(") - (character == ")")
        if not depth:
            return expression if position == len(expression) - 1 and position else f"({expression})"
    return f"({expression})"


def _trigger(trigger: Trigger, relation: str) -> list[str]:
    statements = [] if trigger.inherited else [f"{trigger.definition};"]
    if trigger.enabled in _STATES:
        statements.append(f"ALTER TABLE {relation} {_STATES[trigger.enabled]} TRIGGER {identifier(trigger.name)};")
    return statements


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

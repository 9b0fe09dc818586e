"""Actions of ALTER TABLE, one per subcommand, and of its sisters for views, indexes, sequences and composite types."""

from __future__ import annotations

import re

import msgspec

from docgen.sql.actions.tables import column, constraint
from docgen.sql.libpg_query import Node
from docgen.sql.statement import Action
from docgen.sql.tree import Qualified, Scope, relation, type_text, words
from docgen.sql.words import first_token, top_level_parts

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")

# Subcommand of the parser: verb, kind, words. What is not here is "alter" of the relation.
_COLUMN_COMMANDS = {
    "AT_DropColumn": ("drop", "drop"),
    "AT_AlterColumnType": ("alter", "type"),
    "AT_ColumnDefault": ("alter", "default"),
    "AT_CookedColumnDefault": ("alter", "default"),
    "AT_SetNotNull": ("alter", "set not null"),
    "AT_DropNotNull": ("alter", "drop not null"),
    "AT_SetExpression": ("alter", "set expression"),
    "AT_DropExpression": ("alter", "drop expression"),
    "AT_SetStatistics": ("alter", "set statistics"),
    "AT_SetOptions": ("alter", "set options"),
    "AT_ResetOptions": ("alter", "reset options"),
    "AT_SetStorage": ("alter", "set storage"),
    "AT_SetCompression": ("alter", "set compression"),
    "AT_AddIdentity": ("alter", "add identity"),
    "AT_SetIdentity": ("alter", "set identity"),
    "AT_DropIdentity": ("alter", "drop identity"),
}
_CONSTRAINT_COMMANDS = {
    "AT_DropConstraint": ("drop", "drop"),
    "AT_ValidateConstraint": ("alter", "validate"),
    "AT_AlterConstraint": ("alter", "alter"),
}
_RELATION_COMMANDS = {
    "AT_AttachPartition": ("attach", "partition"),
    "AT_DetachPartition": ("detach", "partition"),
    "AT_AddInherit": ("attach", "inheritance"),
    "AT_DropInherit": ("detach", "inheritance"),
}
_ROW_SECURITY = {
    "AT_EnableRowSecurity": ("enable", "row level security"),
    "AT_DisableRowSecurity": ("disable", "row level security"),
    "AT_ForceRowSecurity": ("enable", "force row level security"),
    "AT_NoForceRowSecurity": ("disable", "force row level security"),
}
_TRIGGERS = re.compile(r"AT_(Enable|Disable)(?:Always|Replica)?(Trig|Rule)(All|User)?\Z")


def alter_table(node: Node, scope: Scope) -> list[Action]:
    """Every subcommand of an ALTER TABLE (VIEW, INDEX, SEQUENCE, TYPE ...) with its own span."""
    table = relation(node.get("relation"))
    kind = words(node.get("objtype", "OBJECT_TABLE"))
    commands = [item["AlterTableCmd"] for item in node.get("cmds", ()) if "AlterTableCmd" in item]
    guarded = bool(node.get("missing_ok"))
    found: list[Action] = []
    for command, span in zip(commands, _spans(node, commands, scope), strict=True):
        if kind == "type":
            found.append(_attribute(command, table, span))
        else:
            found += _command(command, kind, table, span, guarded, scope)
    return (
        [msgspec.structs.replace(one, relation_guarded=True) for one in found] if guarded and kind != "type" else found
    )


def _command(
    command: Node, kind: str, table: Qualified, span: tuple[int, int], table_guarded: bool, scope: Scope
) -> list[Action]:
    subtype = command.get("subtype", "")
    definition: Node = next(iter(command.get("def", {}).values()), {})
    guarded = bool(command.get("missing_ok"))
    if subtype == "AT_AddColumn":
        return column(definition, table, span, guarded, inline=False, scope=scope)
    if subtype == "AT_AddConstraint":
        return [constraint(definition, table, span)]
    if subtype in _COLUMN_COMMANDS:
        verb, detail = _COLUMN_COMMANDS[subtype]
        if detail == "type":
            detail = f"type {type_text(definition.get('typeName'))}"
        elif detail == "default":
            detail = "set default" if definition else "drop default"
        return [_hanging(verb, "column", command, table, span, guarded, detail)]
    if subtype in _CONSTRAINT_COMMANDS:
        verb, detail = _CONSTRAINT_COMMANDS[subtype]
        named = {"name": command.get("name") or definition.get("conname", "")}
        return [_hanging(verb, "constraint", named, table, span, guarded, detail)]
    if subtype in _RELATION_COMMANDS:
        verb, detail = _RELATION_COMMANDS[subtype]
        other = relation(definition.get("name") or definition)
        return [_own(verb, kind, table, span, detail, table_guarded, other.name)]
    if subtype in _ROW_SECURITY:
        verb, detail = _ROW_SECURITY[subtype]
        return [_own(verb, detail, table, span, "", table_guarded)]
    if match := _TRIGGERS.match(subtype):
        hanging = "trigger" if match[2] == "Trig" else "rule"
        return [_hanging(match[1].lower(), hanging, command, table, span, False, (match[3] or "").lower())]
    detail = _CAMEL.sub(" ", subtype.removeprefix("AT_")).lower()
    return [_own("alter", kind, table, span, detail, table_guarded)]


def _own(
    verb: str, kind: str, table: Qualified, span: tuple[int, int], detail: str, table_guarded: bool, target: str = ""
) -> Action:
    return Action(
        verb=verb,
        kind=kind,
        name=table.name,
        schema=table.schema,
        detail=detail,
        start=span[0],
        end=span[1],
        target=target,
        relation_guarded=table_guarded,
    )


def _hanging(
    verb: str, kind: str, command: Node, table: Qualified, span: tuple[int, int], guarded: bool, detail: str
) -> Action:
    return Action(
        verb=verb,
        kind=kind,
        name=command.get("name", ""),
        relation=table.name,
        relation_schema=table.schema,
        guarded=guarded,
        detail=detail,
        start=span[0],
        end=span[1],
    )


def _attribute(command: Node, composite: Qualified, span: tuple[int, int]) -> Action:
    definition: Node = next(iter(command.get("def", {}).values()), {})
    verb = {"AT_AddColumn": "add", "AT_DropColumn": "drop"}.get(command.get("subtype", ""), "alter")
    named = {"name": command.get("name") or definition.get("colname", "")}
    detail = type_text(definition.get("typeName"))
    return _hanging(verb, "attribute", named, composite, span, bool(command.get("missing_ok")), detail)


def _spans(node: Node, commands: list[Node], scope: Scope) -> list[tuple[int, int]]:
    """The span of each subcommand: the parts between top-level commas, behind the relation's name."""
    whole = (scope.start, scope.end)
    if len(commands) < 2:
        return [whole] * len(commands)
    text = scope.offsets.text
    parts = top_level_parts(text, scope.at(node.get("relation", {})), scope.end)
    if len(parts) != len(commands):
        return [whole] * len(commands)
    return [(_behind_name(text, *parts[0]), parts[0][1]), *parts[1:]]


def _behind_name(text: str, start: int, end: int) -> int:
    name = re.compile(r'(?:"(?:[^"]|"")*"|[\w$\x80-\U0010ffff]+)(?:\s*\.\s*(?:"(?:[^"]|"")*"|[\w$]+))*\s*\*?').match(
        text, start, end
    )
    return first_token(text, name.end(), end) if name else start


HANDLERS = {"AlterTableStmt": alter_table}

"""Actions of CREATE for everything but tables and indexes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from docgen.sql.actions.tables import CONSTRAINT_KINDS, constraint
from docgen.sql.libpg_query import Node
from docgen.sql.statement import Action
from docgen.sql.tree import Qualified, Scope, argument_types, qualified, relation, strings, type_text, words

# Statements whose name is one string: field of the name, kind.
_SINGLE_NAMES = {
    "CreateEventTrigStmt": ("trigname", "event trigger"),
    "CreateExtensionStmt": ("extname", "extension"),
    "CreateRoleStmt": ("role", "role"),
    "CreateSubscriptionStmt": ("subname", "subscription"),
    "CreatePublicationStmt": ("pubname", "publication"),
    "CreateFdwStmt": ("fdwname", "foreign data wrapper"),
    "CreateForeignServerStmt": ("servername", "server"),
    "CreateAmStmt": ("amname", "access method"),
    "CreatePLangStmt": ("plname", "language"),
    "CreatedbStmt": ("dbname", "database"),
    "CreateTableSpaceStmt": ("tablespacename", "tablespace"),
}
# Statements whose name is a list of strings: field of the name, kind.
_DOTTED_NAMES = {
    "CreateEnumStmt": ("typeName", "type"),
    "CreateRangeStmt": ("typeName", "type"),
    "CreateDomainStmt": ("domainname", "domain"),
    "CreateConversionStmt": ("conversion_name", "conversion"),
    "CreateOpClassStmt": ("opclassname", "operator class"),
    "CreateOpFamilyStmt": ("opfamilyname", "operator family"),
    "CreateStatsStmt": ("defnames", "statistics"),
}
_DETAILS = {"CreateEnumStmt": "enum", "CreateRangeStmt": "range"}


def _created(
    node: Node, scope: Scope, kind: str, name: Qualified, detail: str = "", table: Qualified | None = None, by: str = ""
) -> Action:
    return Action(
        verb="create",
        kind=kind,
        name=name.name,
        schema=name.schema,
        relation=table.name if table else "",
        relation_schema=table.schema if table else "",
        guarded=bool(node.get("if_not_exists")),
        replace=bool(node.get("replace")),
        detail=detail,
        start=scope.start,
        end=scope.end,
        target=by,
    )


def _single(field: str, kind: str) -> Callable[[Node, Scope], Iterator[Action]]:
    def handle(node: Node, scope: Scope) -> Iterator[Action]:
        yield _created(node, scope, kind, Qualified("", node.get(field, "")))

    return handle


def _dotted(field: str, kind: str, detail: str) -> Callable[[Node, Scope], Iterator[Action]]:
    def handle(node: Node, scope: Scope) -> Iterator[Action]:
        yield _created(node, scope, kind, qualified(strings(node.get(field))), detail)

    return handle


def schema(node: Node, scope: Scope) -> Iterator[Action]:
    """CREATE SCHEMA; without a name it is called like its role."""
    name = node.get("schemaname") or node.get("authrole", {}).get("rolename", "")
    yield _created(node, scope, "schema", Qualified("", name))


def view(node: Node, scope: Scope) -> Iterator[Action]:
    """CREATE VIEW."""
    target = node.get("view", {})
    detail = "temporary" if target.get("relpersistence") == "t" else ""
    yield _created(node, scope, "view", relation(target), detail)


def sequence(node: Node, scope: Scope) -> Iterator[Action]:
    """CREATE SEQUENCE."""
    yield _created(node, scope, "sequence", relation(node.get("sequence")))


def composite(node: Node, scope: Scope) -> Iterator[Action]:
    """CREATE TYPE AS and its attributes."""
    name = relation(node.get("typevar"))
    yield _created(node, scope, "type", name, "composite")
    for item in node.get("coldeflist", ()):
        attribute = item.get("ColumnDef", {})
        yield Action(
            verb="add",
            kind="attribute",
            name=attribute.get("colname", ""),
            relation=name.name,
            relation_schema=name.schema,
            detail=type_text(attribute.get("typeName")),
            start=scope.at(attribute),
            end=scope.end,
            inline=True,
        )


def domain(node: Node, scope: Scope) -> Iterator[Action]:
    """CREATE DOMAIN and its constraints."""
    name = qualified(strings(node.get("domainname")))
    yield _created(node, scope, "domain", name, type_text(node.get("typeName")))
    for item in node.get("constraints", ()):
        fields = item.get("Constraint", {})
        if fields.get("contype") in CONSTRAINT_KINDS:
            yield constraint(fields, name, (scope.at(fields), scope.end), inline=True, kind="domain constraint")


def define(node: Node, scope: Scope) -> Iterator[Action]:
    """CREATE AGGREGATE, OPERATOR, TYPE, COLLATION, TEXT SEARCH ..."""
    kind = words(node.get("kind", ""))
    items = node.get("args", [{}])[0].get("List", {}).get("items", ()) if kind == "aggregate" else ()
    yield _created(node, scope, kind, qualified(strings(node.get("defnames"))), argument_types(items))


def routine(node: Node, scope: Scope) -> Iterator[Action]:
    """CREATE FUNCTION and CREATE PROCEDURE."""
    kind = "procedure" if node.get("is_procedure") else "function"
    name = qualified(strings(node.get("funcname")))
    yield _created(node, scope, kind, name, argument_types(node.get("parameters")), by=_result(node))


def _result(node: Node) -> str:
    """What a function returns: its type, or the columns of its OUT parameters and of TABLE."""
    columns = []
    for item in node.get("parameters", ()):
        fields = item.get("FunctionParameter", {})
        if fields.get("mode") in ("FUNC_PARAM_OUT", "FUNC_PARAM_INOUT", "FUNC_PARAM_TABLE"):
            columns.append(f"{fields.get('name', '')} {type_text(fields.get('argType'))}".strip())
    return f"({', '.join(columns)})" if columns else type_text(node.get("returnType"))


def trigger(node: Node, scope: Scope) -> Iterator[Action]:
    """CREATE TRIGGER."""
    detail = "constraint" if node.get("isconstraint") else ""
    table = relation(node.get("relation"))
    function = strings(node.get("funcname"))[-1:]
    yield _created(node, scope, "trigger", Qualified("", node.get("trigname", "")), detail, table, "".join(function))


def policy(node: Node, scope: Scope) -> Iterator[Action]:
    """CREATE POLICY; the detail is its command."""
    table, name = relation(node.get("table")), Qualified("", node.get("policy_name", ""))
    yield _created(node, scope, "policy", name, node.get("cmd_name", ""), table)


def rule(node: Node, scope: Scope) -> Iterator[Action]:
    """CREATE RULE."""
    yield _created(node, scope, "rule", Qualified("", node.get("rulename", "")), table=relation(node.get("relation")))


def cast(node: Node, scope: Scope) -> Iterator[Action]:
    """CREATE CAST; its name is (source as target)."""
    name = f"({type_text(node.get('sourcetype'))} as {type_text(node.get('targettype'))})"
    yield _created(node, scope, "cast", Qualified("", name))


def transform(node: Node, scope: Scope) -> Iterator[Action]:
    """CREATE TRANSFORM."""
    name = f"for {type_text(node.get('type_name'))} language {node.get('lang', '')}"
    yield _created(node, scope, "transform", Qualified("", name))


def user_mapping(node: Node, scope: Scope) -> Iterator[Action]:
    """CREATE USER MAPPING; its name is that of the role and the server."""
    name = f"{node.get('user', {}).get('rolename', 'public')} server {node.get('servername', '')}"
    yield _created(node, scope, "user mapping", Qualified("", name))


def import_schema(node: Node, scope: Scope) -> Iterator[Action]:
    """IMPORT FOREIGN SCHEMA."""
    yield Action(
        verb="import",
        kind="foreign schema",
        name=node.get("remote_schema", ""),
        new_name=node.get("local_schema", ""),
        start=scope.start,
        end=scope.end,
    )


def prepare(node: Node, scope: Scope) -> Iterator[Action]:
    """PREPARE."""
    yield _created({}, scope, "prepared statement", Qualified("", node.get("name", "")))


HANDLERS = {
    **{statement: _single(*names) for statement, names in _SINGLE_NAMES.items()},
    **{statement: _dotted(*names, _DETAILS.get(statement, "")) for statement, names in _DOTTED_NAMES.items()},
    "CreateSchemaStmt": schema,
    "ViewStmt": view,
    "CreateSeqStmt": sequence,
    "CompositeTypeStmt": composite,
    "CreateDomainStmt": domain,
    "DefineStmt": define,
    "CreateFunctionStmt": routine,
    "CreateTrigStmt": trigger,
    "CreatePolicyStmt": policy,
    "RuleStmt": rule,
    "CreateCastStmt": cast,
    "CreateTransformStmt": transform,
    "CreateUserMappingStmt": user_mapping,
    "ImportForeignSchemaStmt": import_schema,
    "PrepareStmt": prepare,
}

"""Actions of DROP, and of ALTER ... DROP for parts of objects that have statements of their own."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.sql.libpg_query import Node
from docgen.sql.statement import Action
from docgen.sql.tree import Qualified, Scope, argument_types, qualified, strings, type_text, words

ON_TABLE = ("trigger", "policy", "rule")


def target(kind: str, node: Node) -> tuple[Qualified, Qualified, str]:
    """What an object node means: its name, the relation that it hangs on, a detail (argument types)."""
    nothing = Qualified("", "")
    if "ObjectWithArgs" in node:
        fields = node["ObjectWithArgs"]
        detail = "" if fields.get("args_unspecified") else argument_types(fields.get("objfuncargs"))
        return qualified(strings(fields.get("objname"))), nothing, detail
    if "TypeName" in node:
        return qualified(strings(node["TypeName"].get("names"))), nothing, ""
    if "String" in node:
        return Qualified("", node["String"].get("sval", "")), nothing, ""
    items = node.get("List", {}).get("items", [])
    if kind in ("cast", "transform"):
        name = " as ".join(type_text(item["TypeName"]) for item in items if "TypeName" in item)
        return Qualified("", f"({name})" if kind == "cast" else name), nothing, ""
    if kind == "domain constraint" and items and "TypeName" in items[0]:
        parent = qualified(strings(items[0]["TypeName"].get("names")))
        return Qualified("", strings(items[1:])[-1]), parent, ""
    parts = strings(items)
    if kind in (*ON_TABLE, "column", "constraint"):
        return Qualified("", parts[-1]), qualified(parts[:-1]), ""
    return qualified(parts), nothing, ""


def drop(node: Node, scope: Scope) -> Iterator[Action]:
    """DROP of any object that goes by a name; several names are several actions."""
    kind = words(node.get("removeType", ""))
    for item in node.get("objects", ()):
        name, table, detail = target(kind, item)
        yield Action(
            verb="drop",
            kind=kind,
            name=name.name,
            schema=name.schema,
            relation=table.name,
            relation_schema=table.schema,
            guarded=bool(node.get("missing_ok")),
            detail=detail,
            target="cascade" if node.get("behavior") == "DROP_CASCADE" else "",
            start=scope.start,
            end=scope.end,
            concurrently=bool(node.get("concurrent")),
        )


def _dropped(kind: str, name: str, node: Node, scope: Scope) -> Action:
    guarded = bool(node.get("missing_ok"))
    return Action(verb="drop", kind=kind, name=name, guarded=guarded, start=scope.start, end=scope.end)


def roles(node: Node, scope: Scope) -> Iterator[Action]:
    """DROP ROLE."""
    for item in node.get("roles", ()):
        yield _dropped("role", item.get("RoleSpec", {}).get("rolename", ""), node, scope)


def database(node: Node, scope: Scope) -> Iterator[Action]:
    """DROP DATABASE."""
    yield _dropped("database", node.get("dbname", ""), node, scope)


def subscription(node: Node, scope: Scope) -> Iterator[Action]:
    """DROP SUBSCRIPTION."""
    yield _dropped("subscription", node.get("subname", ""), node, scope)


def tablespace(node: Node, scope: Scope) -> Iterator[Action]:
    """DROP TABLESPACE."""
    yield _dropped("tablespace", node.get("tablespacename", ""), node, scope)


def user_mapping(node: Node, scope: Scope) -> Iterator[Action]:
    """DROP USER MAPPING."""
    name = f"{node.get('user', {}).get('rolename', 'public')} server {node.get('servername', '')}"
    yield _dropped("user mapping", name, node, scope)


HANDLERS = {
    "DropStmt": drop,
    "DropRoleStmt": roles,
    "DropdbStmt": database,
    "DropSubscriptionStmt": subscription,
    "DropTableSpaceStmt": tablespace,
    "DropUserMappingStmt": user_mapping,
}

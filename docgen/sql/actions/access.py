"""Actions of GRANT, REVOKE, ALTER DEFAULT PRIVILEGES and COMMENT."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.sql.actions.drop import target
from docgen.sql.libpg_query import Node
from docgen.sql.statement import Action
from docgen.sql.tree import Scope, relation, strings, words


def grant(node: Node, scope: Scope) -> Iterator[Action]:
    """GRANT and REVOKE on objects: one action per object; the detail is "select, insert to app"."""
    kind = words(node.get("objtype", ""))
    privileges = [item.get("AccessPriv", {}).get("priv_name", "all") for item in node.get("privileges", ())] or ["all"]
    grantees = [_role(item.get("RoleSpec", {})) for item in node.get("grantees", ())]
    verb, link = ("grant", "to") if node.get("is_grant") else ("revoke", "from")
    everywhere = node.get("targtype") == "ACL_TARGET_ALL_IN_SCHEMA"
    for item in node.get("objects", ()):
        name = relation(item) if "RangeVar" in item else target(kind, item)[0]
        yield Action(
            verb=verb,
            kind=f"all {kind}s in schema" if everywhere else kind,
            name=name.name,
            schema=name.schema,
            detail=f"{', '.join(privileges)} {link} {', '.join(grantees)}",
            start=scope.start,
            end=scope.end,
        )


def grant_role(node: Node, scope: Scope) -> Iterator[Action]:
    """GRANT and REVOKE of membership in roles."""
    verb, link = ("grant", "to") if node.get("is_grant") else ("revoke", "from")
    members = ", ".join(_role(item.get("RoleSpec", {})) for item in node.get("grantee_roles", ()))
    for item in node.get("granted_roles", ()):
        name = item.get("AccessPriv", {}).get("priv_name", "")
        yield Action(verb=verb, kind="role", name=name, detail=f"{link} {members}", start=scope.start, end=scope.end)


def default_privileges(node: Node, scope: Scope) -> Iterator[Action]:
    """ALTER DEFAULT PRIVILEGES: one action per schema, or one for all."""
    schemas: tuple[str, ...] = ()
    for item in node.get("options", ()):
        fields = item.get("DefElem", {})
        if fields.get("defname") == "schemas":
            schemas = strings(fields.get("arg", {}).get("List", {}).get("items"))
    action = node.get("action", {})
    detail = f"{'grant' if action.get('is_grant') else 'revoke'} on {words(action.get('objtype', ''))}s"
    for name in schemas or ("",):
        yield Action(
            verb="alter", kind="default privileges", name=name, detail=detail, start=scope.start, end=scope.end
        )


def comment(node: Node, scope: Scope) -> Iterator[Action]:
    """COMMENT ON; the detail is the comment's text."""
    kind = words(node.get("objtype", ""))
    name, table, detail = target(kind, node.get("object", {}))
    yield Action(
        verb="comment",
        kind=kind,
        name=name.name,
        schema=name.schema,
        relation=table.name,
        relation_schema=table.schema,
        detail=node.get("comment", "") or detail,
        start=scope.start,
        end=scope.end,
    )


def _role(node: Node) -> str:
    special = {"ROLESPEC_PUBLIC": "public", "ROLESPEC_CURRENT_USER": "current_user"}
    return special.get(node.get("roletype", "")) or node.get("rolename", "")


HANDLERS = {
    "GrantStmt": grant,
    "GrantRoleStmt": grant_role,
    "AlterDefaultPrivilegesStmt": default_privileges,
    "CommentStmt": comment,
}

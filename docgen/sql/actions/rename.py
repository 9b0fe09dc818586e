"""Actions of ALTER outside ALTER TABLE: RENAME, SET SCHEMA, OWNER TO, and the parts of types, publications, options."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.sql.actions.drop import target
from docgen.sql.actions.tables import constraint
from docgen.sql.libpg_query import Node
from docgen.sql.statement import Action
from docgen.sql.tree import Qualified, Scope, qualified, relation, strings, type_text, words

_PARTS = {"column", "constraint", "trigger", "policy", "rule", "attribute"}


def _action(
    verb: str,
    kind: str,
    scope: Scope,
    name: Qualified,
    table: Qualified | None = None,
    guarded: bool = False,
    new_name: str = "",
    detail: str = "",
) -> Action:
    return Action(
        verb=verb,
        kind=kind,
        name=name.name,
        schema=name.schema,
        relation=table.name if table else "",
        relation_schema=table.schema if table else "",
        guarded=guarded,
        new_name=new_name,
        detail=detail,
        start=scope.start,
        end=scope.end,
    )


def rename(node: Node, scope: Scope) -> Iterator[Action]:
    """ALTER ... RENAME of an object or of a part of one."""
    kind = words(node.get("renameType", ""))
    new_name, guarded = node.get("newname", ""), bool(node.get("missing_ok"))
    if kind in _PARTS:
        table = relation(node.get("relation"))
        found = _action("rename", kind, scope, Qualified("", node.get("subname", "")), table, guarded, new_name)
    elif kind == "domain constraint":
        parent, _, _ = target("domain", node.get("object", {}))
        found = _action("rename", kind, scope, Qualified("", node.get("subname", "")), parent, guarded, new_name)
    else:
        name = relation(node["relation"]) if "relation" in node else target(kind, node.get("object", {}))[0]
        name = name if name.name else Qualified("", node.get("subname", ""))
        found = _action("rename", kind, scope, name, None, guarded, new_name)
    yield found


def set_schema(node: Node, scope: Scope) -> Iterator[Action]:
    """ALTER ... SET SCHEMA."""
    kind = words(node.get("objectType", ""))
    name = relation(node["relation"]) if "relation" in node else target(kind, node.get("object", {}))[0]
    yield _action("set schema", kind, scope, name, None, bool(node.get("missing_ok")), node.get("newschema", ""))


def owner(node: Node, scope: Scope) -> Iterator[Action]:
    """ALTER ... OWNER TO, for what is no relation."""
    kind = words(node.get("objectType", ""))
    yield _action("alter", kind, scope, target(kind, node.get("object", {}))[0], detail="owner")


def enum(node: Node, scope: Scope) -> Iterator[Action]:
    """ALTER TYPE ADD VALUE and RENAME VALUE."""
    parent = qualified(strings(node.get("typeName")))
    if "oldVal" in node:
        old, new = node["oldVal"], node.get("newVal", "")
        yield _action("rename", "enum value", scope, Qualified("", old), parent, False, new)
    else:
        guarded = bool(node.get("skipIfNewValExists"))
        yield _action("add", "enum value", scope, Qualified("", node.get("newVal", "")), parent, guarded)


def domain(node: Node, scope: Scope) -> Iterator[Action]:
    """ALTER DOMAIN."""
    parent = qualified(strings(node.get("typeName")))
    subtype = node.get("subtype", "")
    if subtype == "C":
        fields = node.get("def", {}).get("Constraint", {})
        yield constraint(fields, parent, (scope.start, scope.end), kind="domain constraint")
    elif subtype == "X":
        name, guarded = Qualified("", node.get("name", "")), bool(node.get("missing_ok"))
        yield _action("drop", "domain constraint", scope, name, parent, guarded)
    else:
        details = {"T": "default", "N": "drop not null", "O": "set not null", "V": "validate constraint"}
        detail = details.get(subtype, "")
        yield _action("alter", "domain", scope, parent, detail=detail)


def publication(node: Node, scope: Scope) -> Iterator[Action]:
    """ALTER PUBLICATION ADD, SET and DROP, one action per table or schema."""
    verb = {"AP_AddObjects": "add", "AP_DropObjects": "drop"}.get(node.get("action", ""), "alter")
    parent = Qualified("", node.get("pubname", ""))
    for item in node.get("pubobjects", ()):
        fields = item.get("PublicationObjSpec", {})
        if "pubtable" in fields:
            yield _action(verb, "publication table", scope, relation(fields["pubtable"].get("relation")), parent)
        else:
            yield _action(verb, "publication schema", scope, Qualified("", fields.get("name", "")), parent)
    if not node.get("pubobjects"):
        yield _action("alter", "publication", scope, parent)


def subscription(node: Node, scope: Scope) -> Iterator[Action]:
    """ALTER SUBSCRIPTION."""
    change = node.get("kind", "").removeprefix("ALTER_SUBSCRIPTION_")
    parent = Qualified("", node.get("subname", ""))
    verb = {"ADD_PUBLICATION": "add", "DROP_PUBLICATION": "drop"}.get(change)
    if verb is None:
        yield _action("alter", "subscription", scope, parent, detail=change.replace("_", " ").lower())
    for name in strings(node.get("publication")) if verb else ():
        yield _action(verb or "", "subscription publication", scope, Qualified("", name), parent)


def text_search(node: Node, scope: Scope) -> Iterator[Action]:
    """ALTER TEXT SEARCH CONFIGURATION."""
    change = node.get("kind", "").removeprefix("ALTER_TSCONFIG_")
    verb = {"ADD_MAPPING": "add", "DROP_MAPPING": "drop"}.get(change, "alter")
    parent = qualified(strings(node.get("cfgname")))
    for name in strings(node.get("tokentype")) or ("",):
        guarded = bool(node.get("missing_ok"))
        yield _action(verb, "text search mapping", scope, Qualified("", name), parent, guarded)


def extension_member(node: Node, scope: Scope) -> Iterator[Action]:
    """ALTER EXTENSION ADD and DROP."""
    verb = "add" if node.get("action") == 1 else "drop"
    name = target(words(node.get("objtype", "")), node.get("object", {}))[0]
    yield _action(verb, "extension member", scope, name, Qualified("", node.get("extname", "")))


def operator_family(node: Node, scope: Scope) -> Iterator[Action]:
    """ALTER OPERATOR FAMILY ADD and DROP."""
    verb = "drop" if node.get("isDrop") else "add"
    parent = qualified(strings(node.get("opfamilyname")))
    yield _action(verb, "operator family member", scope, Qualified("", ""), parent)


def options(node: Node, scope: Scope) -> Iterator[Action]:
    """ALTER SERVER, FOREIGN DATA WRAPPER and USER MAPPING: OPTIONS, one action per option."""
    name = Qualified("", node.get("servername") or node.get("fdwname", ""))
    for item in node.get("options", ()):
        fields = item.get("DefElem", {})
        verb = {"DEFELEM_SET": "alter", "DEFELEM_DROP": "drop"}.get(fields.get("defaction", ""), "add")
        yield _action(verb, "option", scope, Qualified("", fields.get("defname", "")), name)


def sequence(node: Node, scope: Scope) -> Iterator[Action]:
    """ALTER SEQUENCE."""
    names = {item.get("DefElem", {}).get("defname") for item in node.get("options", ())}
    detail = "restart" if "restart" in names else ""
    guarded = bool(node.get("missing_ok"))
    yield _action("alter", "sequence", scope, relation(node.get("sequence")), guarded=guarded, detail=detail)


def policy(node: Node, scope: Scope) -> Iterator[Action]:
    """ALTER POLICY."""
    name = Qualified("", node.get("policy_name", ""))
    yield _action("alter", "policy", scope, name, relation(node.get("table")))


def routine(node: Node, scope: Scope) -> Iterator[Action]:
    """ALTER FUNCTION and ALTER PROCEDURE."""
    kind = words(node.get("objtype", "OBJECT_FUNCTION"))
    name, _, detail = target(kind, {"ObjectWithArgs": node.get("func", {})})
    yield _action("alter", kind, scope, name, detail=detail)


def alter_type(node: Node, scope: Scope) -> Iterator[Action]:
    """ALTER TYPE SET (...)."""
    yield _action("alter", "type", scope, qualified(strings(node.get("typeName"))), detail=type_text(None))


def named(node: Node, scope: Scope) -> Iterator[Action]:
    """ALTER of what has one plain name: extension, event trigger, role."""
    for field, kind in (("extname", "extension"), ("trigname", "event trigger")):
        if field in node:
            yield _action("alter", kind, scope, Qualified("", node[field]))
    if "role" in node:
        yield _action("alter", "role", scope, Qualified("", node["role"].get("rolename", "")))


HANDLERS = {
    "RenameStmt": rename,
    "AlterObjectSchemaStmt": set_schema,
    "AlterOwnerStmt": owner,
    "AlterEnumStmt": enum,
    "AlterDomainStmt": domain,
    "AlterPublicationStmt": publication,
    "AlterSubscriptionStmt": subscription,
    "AlterTSConfigurationStmt": text_search,
    "AlterExtensionContentsStmt": extension_member,
    "AlterOpFamilyStmt": operator_family,
    "AlterForeignServerStmt": options,
    "AlterFdwStmt": options,
    "AlterUserMappingStmt": options,
    "AlterSeqStmt": sequence,
    "AlterPolicyStmt": policy,
    "AlterFunctionStmt": routine,
    "AlterTypeStmt": alter_type,
    "AlterExtensionStmt": named,
    "AlterEventTrigStmt": named,
    "AlterRoleStmt": named,
    "AlterRoleSetStmt": named,
}

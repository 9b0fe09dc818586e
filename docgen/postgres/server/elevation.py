"""Elevation: the statements that want a superuser and run none of the migrations' own code, and how they may run."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from docgen.sql.libpg_query import Node
from docgen.sql.parse import parse
from docgen.sql.statement import Statement

_CANDIDATE = re.compile(
    r"(?:create\s+(?:extension|event|publication|subscription|role|user|group|cast|operator|access|foreign)"
    r"|alter\s+(?:extension|event|publication|role|user|group|database|operator)|drop\s+event|comment\s+on\s+event"
    r"|do\b.*\bcreate\s+extension|alter\s+table\b.*\btrigger\s+all|(?:create|alter)\b[^;]*?\bfunction\b.*\bleakproof|grant\b(?!.*\bon\b))\b",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTES = {"superuser": "superuser", "isreplication": "replication", "bypassrls": "bypassrls"}
_EVENT_TRIGGER = "OBJECT_EVENT_TRIGGER"
_ALL_TRIGGERS = frozenset(("AT_DisableTrigAll", "AT_EnableTrigAll"))
_OURS = "docgen_"
_SIGNATURE = re.compile(
    r"create\s+(?:or\s+replace\s+)?function\s+([^()]+\((?:[^()]|\([^()]*\))*\))", re.IGNORECASE | re.DOTALL
)


class Elevation(NamedTuple):
    """One statement for the superuser's rights."""

    text: str
    as_admin: bool = False  # the superuser itself runs it, and owns what it makes
    extension: str = ""  # that it makes or updates; a trusted one is nothing for the superuser itself
    schema: str = ""  # that the extension was asked for in
    behind: tuple[str, ...] = ()  # statements of docgen's own that follow with the same rights


class Privileged(NamedTuple):
    """How to run a statement: first what the ordinary role may run, then what it may not."""

    plain: str = ""
    elevation: Elevation | None = None
    wished: tuple[Elevation, ...] = ()  # to be tried before both, for a block that would not tell that it was refused


def privileged(text: str, marker: str = "", major: int = 18) -> Privileged | None:
    """How to run a statement that an ordinary role may not run as it stands; None where nothing is to be done.

    ``marker`` is the role whose members were meant to be superusers, ``major`` the server's version. What is on the
    list looks up what it names, and runs no expression, function or trigger of the migrations: that is the condition.
    """
    if not _CANDIDATE.match(text):
        return None
    statements = parse(text)
    if len(statements) != 1 or statements[0].error:
        return None
    kind, tree = statements[0].node_kind, statements[0].tree
    if kind == "DoStmt":
        return _block(text, statements[0])
    if kind in ("CreateRoleStmt", "AlterRoleStmt"):
        return _role(text, kind, tree, marker)
    if kind == "CreateFunctionStmt":
        return _leakproof(text, tree)
    if kind == "GrantRoleStmt":
        return _membership(text, tree, major)
    elevation = _elevation(text, kind, tree)
    return Privileged(elevation=elevation) if elevation else None


def _elevation(text: str, kind: str, tree: Node) -> Elevation | None:
    if kind in ("CreateExtensionStmt", "AlterExtensionStmt"):
        options = {one["DefElem"]["defname"]: _strings(one["DefElem"].get("arg")) for one in tree.get("options", ())}
        # What comes along unasked may be any extension.
        alone = "cascade" not in options
        return Elevation(text, True, tree["extname"] if alone else "", next(iter(options.get("schema", ())), ""))
    if _of_event_trigger(kind, tree) or kind == "CreateAmStmt":
        return Elevation(text, as_admin=True)
    if kind == "CreateCastStmt":  # by the types' own functions: no other is run
        return Elevation(text, as_admin=True) if tree.get("inout") else None
    if kind == "CreateSubscriptionStmt":
        return Elevation(text, as_admin=True) if _says(tree, "connect", "false") else None
    return Elevation(text) if _as_ordinary(kind, tree) else None


def _of_event_trigger(kind: str, tree: Node) -> bool:
    if kind == "CreateEventTrigStmt":
        return not tree["trigname"].startswith(_OURS)
    if kind == "AlterEventTrigStmt":
        # One that fires always would fire for the superuser too.
        return tree.get("tgenabled") in ("O", "D") and not tree["trigname"].startswith(_OURS)
    if kind == "RenameStmt":
        names = (tree.get("newname", ""), *_strings(tree.get("object")))
        return tree.get("renameType") == _EVENT_TRIGGER and not any(name.startswith(_OURS) for name in names)
    names = tuple(name for one in tree.get("objects", [tree.get("object")]) for name in _strings(one))
    of_trigger = _EVENT_TRIGGER in (tree.get("removeType"), tree.get("objtype"))
    return kind in ("DropStmt", "CommentStmt") and of_trigger and not any(name.startswith(_OURS) for name in names)


def _as_ordinary(kind: str, tree: Node) -> bool:
    """Whether the ordinary role itself, made a superuser for it, may run it: it owns what it makes."""
    if kind in ("CreatePublicationStmt", "AlterPublicationStmt"):
        parts = [one["PublicationObjSpec"] for one in tree.get("pubobjects", ())]
        whole = tree.get("for_all_tables") or any("SCHEMA" in one["pubobjtype"] for one in parts)
        # A publication's condition is an expression.
        return bool(whole) and not any(one.get("pubtable", {}).get("whereClause") for one in parts)
    if kind in ("AlterDatabaseSetStmt", "AlterRoleSetStmt"):
        role = tree.get("role", {}).get("rolename", "")
        return "." in tree.get("setstmt", {}).get("name", "") and not role.startswith(_OURS)
    if kind == "CreateFdwStmt":
        return not tree.get("func_options")
    if kind == "AlterTableStmt":
        return {one["AlterTableCmd"]["subtype"] for one in tree.get("cmds", ())} <= _ALL_TRIGGERS
    if kind == "AlterFunctionStmt":
        return [one["DefElem"]["defname"] for one in tree.get("actions", ())] == ["leakproof"]
    return kind in ("CreateOpClassStmt", "CreateOpFamilyStmt", "AlterOpFamilyStmt")


def _block(text: str, block: Statement) -> Privileged | None:
    """A block that makes extensions where they are not there, whatever else it finds."""
    made = [one for one in block.inner if one.node_kind == "CreateExtensionStmt" and not one.conditions]
    wished = [_elevation(one.text, one.node_kind, one.tree) for one in made if one.tree.get("if_not_exists")]
    return Privileged(plain=text, wished=tuple(one for one in wished if one)) if wished else None


def _leakproof(text: str, tree: Node) -> Privileged | None:
    """The function is made without the word, which is a statement of its own afterwards."""
    options = [one["DefElem"] for one in tree.get("options", ())]
    word = next((one for one in options if one["defname"] == "leakproof"), None)
    if word is None or not word["arg"].get("Boolean", {}).get("boolval"):
        return None
    signature = _SIGNATURE.match(text)
    behind = f"alter function {signature[1]} leakproof" if signature else ""
    if [one.node_kind for one in parse(behind) if not one.error] != ["AlterFunctionStmt"]:  # it has a default
        return None
    plain, start = text.encode(), word["location"]
    if plain[start : start + 9].lower() != b"leakproof":
        return None
    return Privileged((plain[:start] + b" " * 9 + plain[start + 9 :]).decode(), Elevation(behind))


def _membership(text: str, tree: Node, major: int) -> Privileged | None:
    """GRANT of roles to the role that migrations run as: so done, it differs from what that role has anyway."""
    granted = [one["AccessPriv"].get("priv_name", "") for one in tree.get("granted_roles", ())]
    grantees = [one["RoleSpec"] for one in tree.get("grantee_roles", ())]
    itself = all(
        one.get("rolename") == "postgres" or one["roletype"] in ("ROLESPEC_CURRENT_USER", "ROLESPEC_SESSION_USER")
        for one in grantees
    )
    # What the server brings reaches its files and programs.
    if not tree.get("is_grant") or not itself or any(one.startswith(("pg_", _OURS)) for one in granted):
        return None
    # Since PostgreSQL 16 what a superuser grants again without a word stays as it was.
    told = [f"grant {_quoted(one)} to postgres with inherit true, set true" for one in granted] if major >= 16 else []
    return Privileged(elevation=Elevation(text, behind=tuple(told)))


def _role(text: str, kind: str, tree: Node, marker: str) -> Privileged | None:
    """The attributes that only a superuser may give are given behind the rest; that of a superuser is only noted."""
    name = tree["role"] if kind == "CreateRoleStmt" else tree["role"].get("rolename", "")
    options = [one["DefElem"] for one in tree.get("options", ())]
    high = [one for one in options if one["defname"] in _ATTRIBUTES]
    # Its own attributes stay: what takes the rights back waits for the row that this would write.
    if not high or not name or name.startswith((_OURS, "pg_")) or (name == "postgres" and len(high) < len(options)):
        return None
    plain = bytearray(text.encode())
    behind = []
    quoted = _quoted(name)
    for one in high:
        word = _ATTRIBUTES[one["defname"]]
        given = bool(one["arg"].get("Boolean", {}).get("boolval"))
        written = word if given else f"no{word}"
        start = one["location"]
        if plain[start : start + len(written)].lower() != written.encode():
            return None
        plain[start : start + len(written)] = b" " * len(written)
        if word != "superuser" and name != "postgres":
            behind.append(f"alter role {quoted} {written}")
        elif word == "superuser" and marker:
            behind.append(f"grant {marker} to {quoted}" if given else f"revoke {marker} from {quoted}")
    rest = "" if kind == "AlterRoleStmt" and len(high) == len(options) else plain.decode()
    return Privileged(rest, Elevation(behind[0], behind=tuple(behind[1:])) if behind else None)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _says(tree: Node, option: str, value: str) -> bool:
    options = [one["DefElem"] for one in tree.get("options", ())]
    return any(one["defname"] == option and value in _strings(one.get("arg")) for one in options)


def _strings(node: Any) -> tuple[str, ...]:
    """The words in a node."""
    if isinstance(node, dict):
        if "sval" in node:
            return (str(node["sval"]),)
        return tuple(word for value in node.values() for word in _strings(value))
    if isinstance(node, list):
        return tuple(word for value in node for word in _strings(value))
    return ()

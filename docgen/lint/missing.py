"""Missing: what a statement uses that its own file has dropped or renamed away by its end."""

from __future__ import annotations

from typing import NamedTuple

from docgen.lint.keys import ON_RELATION, RELATIONS, Key, key_of, relation_key
from docgen.lint.labels import labels_used
from docgen.lint.world import World
from docgen.sql.libpg_query import Node
from docgen.sql.statement import Statement
from docgen.sql.tree import relation, strings, walk

_DATA = frozenset({"InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "SelectStmt"})
_READERS = _DATA | {"CreateTableAsStmt", "ViewStmt", "IndexStmt", "CreateTrigStmt"}
_COMMENTED = RELATIONS | ON_RELATION
_TOLERANT = frozenset({"DropStmt", "DoStmt", "RenameStmt", "AlterObjectSchemaStmt"})
_GUARDED_KINDS = frozenset({"index", "table", "view", "sequence", "materialized view"})

_USED = frozenset({"relation", "column"})
_LISTED = {"InsertStmt": "cols", "UpdateStmt": "targetList", "IndexStmt": "indexParams"}


class Missing(NamedTuple):
    """What the second run does not find."""

    what: str
    sqlstate: str
    key: Key = ()
    changed: bool = False  # it is there, but another one


class Removed:
    """What a file has taken away, sorted out once for all the statements that may miss it."""

    def __init__(self, keys: set[Key]) -> None:
        self.keys = keys
        self._labels = [_word(key) for key in keys if key[0] == "enum value"]
        self._used = [(key, _word(key)) for key in keys if key[0] in _USED]

    def may_miss_label(self, text: str) -> bool:
        """Whether a text in lower case may hold a label as a constant; False is certain."""
        return bool(self._labels) and ("u&" in text or any(word in text for word in self._labels))

    def gone(self, text: str, again: World) -> set[Key]:
        """The relations and columns that a text in lower case may name and that are not there."""
        escaped = "u&" in text
        named = (key for key, word in self._used if escaped or word in text)
        return {key for key in named if again.present(key) is False and not _of_a_query(key, again)}


def _word(key: Key) -> str:
    """What a text in lower case that names the object holds; "" where that cannot be told."""
    name = key[-1].lower()
    quoted = ("'" in name or "\\" in name) if key[0] == "enum value" else '"' in name
    return "" if quoted else name


def _of_a_query(key: Key, again: World) -> bool:
    """Whether it is a column of what is a view by now, whose columns its query decides."""
    fact = again.fact(("relation", *key[1:3])) if key[0] == "column" else None
    made = fact.action if fact is not None and fact.present else None
    return made is not None and made.kind in ("view", "materialized view")


def missing(statement: Statement, removed: Removed, again: World) -> Missing | None:
    """The relation or column that a statement needs and the second run does not find; None when all is there."""
    if not removed.keys or statement.node_kind in _TOLERANT or _passes_over(statement):
        return None
    text = statement.text.lower()
    if removed.may_miss_label(text):
        for key in labels_used(statement, again):
            if key in removed.keys and again.present(key) is False and again.present(("type", *key[1:3])):
                return Missing(f'label "{key[3]}" of "{key[2]}" is gone, this file removes it', "22P02")
    if statement.node_kind == "CommentStmt":
        return _comment(statement, removed.keys, again)
    gone = removed.gone(text, again)
    if not gone:
        return None
    for action in statement.actions:
        key = key_of(action, again.path)
        table_key = ("relation", *key[1:3])
        if action.verb == "alter" and action.kind == "column" and key in gone and table_key not in gone:
            return Missing(f'column "{action.name}" of "{action.relation}" is gone', "42703", key)
    if statement.node_kind not in _READERS:  # no column that it names is looked for
        gone = {key for key in gone if key[0] == "relation"}
        if not gone:
            return None
    own = {action.name for action in statement.actions if action.verb == "create"}
    used = Used(statement.node, again)
    for table in sorted(set(used.tables.values()) & gone):
        if table[2] not in own:
            return Missing(f'relation "{table[2]}" is gone, this file removes it', "42P01", table)
    for key in sorted(gone):
        if key[0] == "column" and used.reads(key, again):
            return Missing(f'column "{key[3]}" of "{key[2]}" is gone, this file removes it', "42703", key)
    return None


def _comment(statement: Statement, removed: set[Key], again: World) -> Missing | None:
    for action in statement.actions:
        key = key_of(action, again.path)
        gone = key in removed and again.present(key) is False
        if gone and action.kind in _COMMENTED and not _of_a_query(key, again):
            state = {"column": "42703"}.get(key[0], "42P01" if key[0] == "relation" else "42704")
            return Missing(f'{action.kind} "{action.name}" is gone, this file removes it', state)
    return None


class Used:
    """The relations of a statement by alias, and the columns that it names."""

    def __init__(self, node: Node, world: World) -> None:
        self.tables: dict[str, Key] = {}
        self.filled = relation(node.get("InsertStmt", {}).get("relation")).name  # no SELECT below INSERT sees it
        self.columns: set[tuple[str, str]] = set()  # alias or "", column
        common: set[str] = set()
        for kind, fields in walk(node):
            if "relname" in fields:
                name = relation(fields)
                alias = fields.get("alias", {}).get("aliasname", name.name)
                self.tables[alias] = relation_key(name.schema, name.name, world.path)
            elif kind == "CommonTableExpr":
                common.add(fields.get("ctename", ""))
            elif kind == "ColumnRef":
                parts = strings(fields.get("fields"))
                if parts:
                    self.columns.add((parts[-2] if len(parts) > 1 else "", parts[-1]))
        self.tables = {alias: table for alias, table in self.tables.items() if table[2] not in common}
        self._targets(node)

    def _targets(self, node: Node) -> None:
        trigger: Node = node.get("CreateTrigStmt", {})
        table = relation(trigger.get("relation")).name
        self.columns |= {(table, column) for column in strings(trigger.get("columns"))}
        for kind, listed in _LISTED.items():
            fields: Node = node.get(kind, {})
            target: Node = fields.get("relation", {})
            alias = target.get("alias", {}).get("aliasname", relation(target).name)
            for item in fields.get(listed, ()):
                element: Node = next(iter(item.values()), {})
                if element.get("name"):
                    self.columns.add((alias, element["name"]))

    def reads(self, column: Key, world: World) -> bool:
        """Whether the statement names the column: by its table's alias, or bare where no other table may have it."""
        table = ("relation", *column[1:3])
        aliases = {alias for alias, key in self.tables.items() if key == table}
        if any((alias, column[3]) in self.columns for alias in aliases):
            return True
        if not aliases or ("", column[3]) not in self.columns:
            return False
        others = (key for alias, key in self.tables.items() if key != table and alias != self.filled)
        return all(not world.present(("column", *key[1:], column[3])) and world.parts(key, "column") for key in others)


def _passes_over(statement: Statement) -> bool:
    for action in statement.actions:
        if action.relation_guarded or (action.guarded and action.verb == "create" and action.kind in _GUARDED_KINDS):
            return True
    return statement.node_kind == "AlterTableStmt" and bool(statement.tree.get("missing_ok"))

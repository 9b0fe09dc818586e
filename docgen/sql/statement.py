"""Statement and Action: what rules and provenance see of SQL, instead of the parser's tree."""

from __future__ import annotations

from typing import Any

import msgspec


class Action(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What one statement, or one subcommand of it, does to one object, normalised.

    Words are lower case; names are as the catalog would hold them. An index, trigger, policy, rule, column or
    constraint has the table it hangs on in ``relation``.
    """

    verb: str  # create drop add alter rename set attach detach insert update delete truncate grant revoke comment ...
    kind: str  # table, column, constraint, index, view, materialized view, type, enum value, function, row ...
    name: str = ""  # unqualified; "" if unnamed
    schema: str = ""  # as written, "" if unqualified
    relation: str = ""
    relation_schema: str = ""
    guarded: bool = False  # IF [NOT] EXISTS at the place that guards this action
    replace: bool = False  # OR REPLACE
    new_name: str = ""  # of a rename; of SET SCHEMA the new schema
    detail: str = ""  # constraint kind, column type, enum kind, argument types of a function, subcommand in SQL words
    start: int  # character offsets of the most precise text known
    end: int
    inline: bool = False  # written inside the CREATE of its table or type, or inside ADD COLUMN
    columns: tuple[str, ...] = ()  # of a constraint or index: its key columns; of an insert: the columns it fills
    target: str = ""  # the other side: of a foreign key, partition, INHERIT, USING INDEX; a function's result
    relation_guarded: bool = False  # ALTER TABLE IF EXISTS
    concurrently: bool = False


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """One statement with its place in the file. Offsets count characters, lines and columns from 1."""

    kind: str  # SQL words: "CREATE TABLE", "ALTER TABLE", "DO" ...
    text: str
    start: int  # at the first token, not at a comment above
    end: int  # behind the last token, without the semicolon
    line: int
    column: int
    end_line: int
    end_column: int
    actions: tuple[Action, ...] = ()
    node: dict[str, Any] = {}  # libpg_query's tree of this statement
    node_kind: str = ""  # its name there: "CreateStmt", "" where it has none
    error: str = ""  # PostgreSQL's syntax error, or why the text cannot be read
    inner: tuple[Statement, ...] = ()  # the statements inside a DO body, in the file's lines
    conditions: tuple[str, ...] = ()  # inside a DO body: SQL of the IFs around it, as they must be true
    handlers: tuple[str, ...] = ()  # inside a DO body: conditions that an EXCEPTION around it catches
    dynamic: bool = False  # EXECUTE of a text that parsing alone cannot know
    error_offset: int = -1  # where in the file the parser points, -1 if nowhere

    @property
    def tree(self) -> dict[str, Any]:
        """The fields of the statement's node."""
        found: dict[str, Any] = self.node.get(self.node_kind, {})
        return found

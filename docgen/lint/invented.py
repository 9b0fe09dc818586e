"""Invented: forms of DDL that people and models write and PostgreSQL has never had, each with the right one."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

import msgspec

from docgen.sql.statement import Statement


class Form(NamedTuple):
    """A form that does not exist: what it looks like, its name, what to write instead."""

    pattern: str
    name: str
    remedy: str


_CATCH = "Wrap it in DO $$ BEGIN ... EXCEPTION WHEN duplicate_object THEN NULL; END $$."
_DROP_FIRST = "Write DROP {0} IF EXISTS above it, in the same transaction."


def _form(pattern: str, name: str, remedy: str) -> Form:
    return Form(pattern, name, remedy)


_FIRST_WORD = re.compile(r"\b(?:create|alter|drop|truncate|revoke|comment|reindex)\b", re.IGNORECASE)
_GAP = r"(?:\s|--[^\n]*\n|/\*.*?\*/)+"
_START = rf"\A(?:{_GAP})?"


def _words(*parts: str) -> str:
    return _START + _GAP.join(parts) + r"\b"


def _not_exists(kind: str, remedy: str) -> Form:
    pattern = _words(r"create(?:\s+or\s+replace)?", kind.replace(" ", r"\s+"), "if", "not", "exists")
    return _form(pattern, f"CREATE {kind.upper()} IF NOT EXISTS", remedy)


def _or_replace(kind: str, remedy: str) -> Form:
    return _form(
        _words("create", "or", "replace", kind.replace(" ", r"\s+")), f"CREATE OR REPLACE {kind.upper()}", remedy
    )


FORMS = (
    _form(
        r"\badd\s+constraint\s+if\s+not\s+exists\b",
        "ADD CONSTRAINT IF NOT EXISTS",
        "Write DROP CONSTRAINT IF EXISTS above it, or look it up by conname and conrelid in a DO block.",
    ),
    _not_exists("policy", _DROP_FIRST.format("POLICY")),
    _not_exists("trigger", "Write CREATE OR REPLACE TRIGGER, or DROP TRIGGER IF EXISTS above it."),
    _not_exists("function", "Write CREATE OR REPLACE FUNCTION."),
    _not_exists("procedure", "Write CREATE OR REPLACE PROCEDURE."),
    _not_exists("view", "Write CREATE OR REPLACE VIEW."),
    _not_exists("type", _CATCH),
    _not_exists("domain", _CATCH),
    _not_exists("role", _CATCH),
    _not_exists("user", _CATCH),
    _not_exists("rule", "Write CREATE OR REPLACE RULE."),
    _not_exists("publication", _CATCH),
    _not_exists("subscription", _DROP_FIRST.format("SUBSCRIPTION")),
    _not_exists("event trigger", _DROP_FIRST.format("EVENT TRIGGER")),
    _not_exists("cast", _CATCH),
    _not_exists("database", "Create the database outside the migrations, after looking in pg_database."),
    _or_replace("table", "Write CREATE TABLE IF NOT EXISTS, and ALTER TABLE for what changed."),
    _or_replace("index", "Write CREATE INDEX IF NOT EXISTS, or DROP INDEX IF EXISTS above it."),
    _or_replace("sequence", "Write CREATE SEQUENCE IF NOT EXISTS."),
    _or_replace("type", _CATCH),
    _or_replace("domain", _CATCH),
    _or_replace("schema", "Write CREATE SCHEMA IF NOT EXISTS."),
    _or_replace("extension", "Write CREATE EXTENSION IF NOT EXISTS."),
    _or_replace("policy", _DROP_FIRST.format("POLICY")),
    _or_replace("materialized view", _DROP_FIRST.format("MATERIALIZED VIEW")),
    _or_replace("publication", _CATCH),
    _or_replace("event trigger", _DROP_FIRST.format("EVENT TRIGGER")),
    _or_replace("operator", _CATCH),
    _or_replace("constraint trigger", _DROP_FIRST.format("TRIGGER")),
    _form(
        r"\brename\s+(?:column|constraint|value|attribute)\s+if\s+exists\b",
        "RENAME ... IF EXISTS",
        "Test in a DO block that the old name exists and the new one does not.",
    ),
    _form(
        _words("create", r"(?:unique\s+)?index(?:\s+concurrently)?", "if", "not", "exists", "on"),
        "CREATE INDEX IF NOT EXISTS without a name",
        "Name the index.",
    ),
    _form(
        _words("create", "statistics", "if", "not", "exists", "on"),
        "CREATE STATISTICS IF NOT EXISTS without a name",
        "Name the statistics.",
    ),
    _form(
        r"\b(?:attach|detach)\s+partition\s+if\b",
        "ATTACH PARTITION IF NOT EXISTS",
        "Look it up in pg_inherits in a DO block.",
    ),
    _form(
        r"\badd\s+attribute\s+if\s+not\b", "ADD ATTRIBUTE IF NOT EXISTS", "Look it up in pg_attribute in a DO block."
    ),
    _form(r"\badd\s+table\s+if\s+not\b", "ADD TABLE IF NOT EXISTS", "Write ALTER PUBLICATION ... SET TABLE."),
    _form(r"\bdrop\s+if\s+exists\s+column\b", "DROP IF EXISTS COLUMN", "Write DROP COLUMN IF EXISTS."),
    _form(r"\badd\s+if\s+not\s+exists\s+column\b", "ADD IF NOT EXISTS COLUMN", "Write ADD COLUMN IF NOT EXISTS."),
    _form(
        r"\badd\s+column\s+(?!if\b)[\w\"]+\s+if\s+not\s+exists\b",
        "ADD COLUMN name IF NOT EXISTS",
        "Write ADD COLUMN IF NOT EXISTS name.",
    ),
    _form(
        _words(
            "alter", r"(?:type|domain|function|schema|trigger|role|extension|publication|server|event\s+trigger)", "if"
        ),
        "ALTER ... IF EXISTS for this kind of object",
        "Only relations, statistics and policies have it: test in a DO block.",
    ),
    _form(
        _words("truncate", r"(?:table\s+)?if", "exists"), "TRUNCATE IF EXISTS", "Test with to_regclass in a DO block."
    ),
    _form(
        _words("revoke", "if", "exists"), "REVOKE IF EXISTS", "Write REVOKE: it does not fail when nothing was granted."
    ),
    _form(
        r"\b(?:identity|drop\s+not\s+null|validate\s+constraint)\s+if\s+(?:not\s+)?exists\b",
        "IF EXISTS for this action",
        "Leave it out where the action can be repeated; look the column up in pg_attribute where it cannot.",
    ),
    _form(
        _words(r"(?:alter\s+user\s+mapping|drop\s+owned|reindex(?:\s+table|\s+index)?)", "if", "exists"),
        "IF EXISTS for this statement",
        "Test in a DO block that the object exists.",
    ),
    _form(_words("comment", "if", "exists"), "COMMENT IF EXISTS", "Test with to_regclass in a DO block."),
)


_IN_EVERY_FORM = re.compile(r"\bif\b|\breplace\b", re.IGNORECASE)


@functools.lru_cache(maxsize=1)  # two rules ask, one after the other
def invented_form(text: str) -> Form | None:
    """The invented form in a statement that does not parse; None where its error is another one."""
    if not _IN_EVERY_FORM.search(text):
        return None
    return next((form for form in FORMS if re.search(form.pattern, text, re.IGNORECASE | re.DOTALL)), None)


def invented_in(statement: Statement) -> tuple[Form, Statement] | None:
    """The invented form in a statement that does not parse, and where it stands: in a DO block at its own line."""
    text = statement.text
    if statement.node_kind != "DoStmt":
        form = invented_form(text)
        return (form, statement) if form is not None else None
    for match in _FIRST_WORD.finditer(text):
        at = match.start()
        own = text[at : text.find(";", at)]
        form = invented_form(own)
        if form is not None:
            line, column = _place(statement, at)
            end_line, end_column = _place(statement, at + len(own))
            place = {"line": line, "column": column, "end_line": end_line, "end_column": end_column}
            return form, msgspec.structs.replace(statement, text=own, **place)
    return None


def _place(statement: Statement, at: int) -> tuple[int, int]:
    """Line and column of a character of the statement's text."""
    before = statement.text[:at]
    lines = before.count("\n")
    return statement.line + lines, at - before.rfind("\n") if lines else statement.column + at

"""Catch-up: for databases that have run a part of the chain, the rest of it, each file where it was not applied."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from docgen.analysis.ddl.identifiers import qualified
from docgen.analysis.ddl.schemas import extension
from docgen.analysis.ddl.statement import Form, dollar_quoted, guarded, literal
from docgen.model.catalog import Catalog
from docgen.model.migration import Migration
from docgen.model.name import Name
from docgen.sql.parse import parse

_CONTROL = ("BEGIN", "START", "COMMIT", "END", "ROLLBACK", "TRANSACTION")
# It must come before all queries, which it no longer does.
_SET_TRANSACTION = re.compile(r"set\s+(local\s+|session\s+characteristics\s+as\s+)?transaction\b", re.IGNORECASE)
_ADD_VALUE = re.compile(r"\badd\s+value\s+(if\s+not\s+exists\s+)?", re.IGNORECASE)
_CREATE_EXTENSION = re.compile(r"create\s+extension\s+(if\s+not\s+exists\s+)?", re.IGNORECASE)
_CONCURRENTLY = re.compile(r"\bconcurrently\b", re.IGNORECASE)


def catch_up(
    migrations: Sequence[Migration],
    table: str,
    applied: Callable[[str], str],
    left_out: Collection[tuple[str, int]],
) -> str:
    """A DO block that runs what of ``migrations`` a database has not applied, if it has applied some but not all.

    ``table`` is the history table, ``applied`` gives the condition that a version is in it. ``left_out`` are places
    (path, line) of statements that fail or that other statements supersede.
    """
    parts = [part for one in migrations if (part := _part(one, applied, left_out))]
    some = "\n      OR ".join(applied(one.version) for one in migrations)
    body = f"""
DECLARE
  path text := current_setting('search_path');
  original text;
BEGIN
  IF to_regclass({literal(table)}) IS NULL THEN
    RETURN;
  END IF;
  IF NOT (
      {some}
  ) THEN
    RETURN;
  END IF;
{"".join(parts)}END
"""
    return f"DO {dollar_quoted(body, 'catch_up')};"


def early_extensions(expected: Catalog, form: Form) -> str:
    """CREATE EXTENSION for every one that the chain ends with, in a schema that is there before the chain.

    An original that makes one in a block of its own may hide that it was refused, and what follows rests on it: so
    whoever runs the new file is told, and finds it made, before the first original. "" where the chain makes none.
    """
    places = {one.name for one in form.given.schemas}
    texts = [
        statement.text
        for one in expected.extensions
        if one.schema in places or one.schema.startswith("pg_") or dict(one.members).get("schema")
        for statement in extension(one, expected, form)
        if not statement.attached
    ]
    return "\n".join(texts)


def early_labels(migrations: Sequence[Migration], expected: Catalog) -> str:
    """ALTER TYPE ADD VALUE for every label that the chain adds and ``expected`` still has, where the type is there.

    PostgreSQL uses no label in the transaction that added it, and the catch-up is one: these have to be committed
    before. "" where the chain adds none.
    """
    kept = {(one.name, label) for one in expected.types for label in one.labels}
    names = {one.name for one in expected.types}
    texts = []
    for migration in migrations:
        for statement in parse(migration.sql):
            action = next((one for one in statement.actions if one.kind == "enum value" and one.verb == "add"), None)
            if action is None or (action.relation in names and (action.relation, action.name) not in kept):
                continue
            type_ = Name(action.relation_schema, action.relation)
            text = _ADD_VALUE.sub("ADD VALUE IF NOT EXISTS ", statement.text, count=1)
            texts.append(guarded(f"to_regtype({literal(qualified(type_))}) IS NOT NULL", f"{text};"))
    return "\n\n".join(dict.fromkeys(texts))


def _part(migration: Migration, applied: Callable[[str], str], left_out: Collection[tuple[str, int]]) -> str:
    texts = []
    for statement in parse(migration.sql):
        word = statement.kind.split(" ")[0]
        if (migration.path, statement.line) in left_out or word in _CONTROL or _SET_TRANSACTION.match(statement.text):
            continue
        # A DO block is one transaction: it builds indexes under a lock.
        text = statement.text
        if any(action.concurrently for action in statement.actions):
            text = _CONCURRENTLY.sub("", text, count=1)
        if any(one.kind == "enum value" and one.verb == "add" for one in statement.actions):
            text = _ADD_VALUE.sub("ADD VALUE IF NOT EXISTS ", text, count=1)  # early_labels() may have added it
        if statement.node_kind == "CreateExtensionStmt":
            text = _CREATE_EXTENSION.sub(
                "CREATE EXTENSION IF NOT EXISTS ", text, count=1
            )  # early_extensions() may have
        made = next((one.name for one in statement.actions if one.kind == "role" and one.verb == "create"), None)
        if made is not None:  # roles belong to the server: another database's run may have made it
            missing = f"NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = {literal(made)})"
            texts.append(guarded(missing, f"{text};"))
            continue
        texts.append(f"{text};")
    if not texts:
        return ""
    quoted = dollar_quoted("\n" + "\n\n".join(texts) + "\n", f"m{re.sub(r'[^a-zA-Z0-9]', '', migration.version)}")
    return (
        f"  -- {migration.path}\n  IF NOT {applied(migration.version)} THEN\n"
        f"    original := {quoted};\n    EXECUTE original;\n"
        "    PERFORM set_config('search_path', path, true);\n  END IF;\n"
    )

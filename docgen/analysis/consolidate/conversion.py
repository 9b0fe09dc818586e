"""Conversion: a column gets another type; the rows as they were stay in a table of their own, counted."""

from __future__ import annotations

from docgen.analysis.ddl.identifiers import identifier, qualified
from docgen.analysis.ddl.statement import dollar_quoted, guarded, literal
from docgen.model.name import Name
from docgen.model.relation import Column, Relation


def widening(relation: Relation, column: Column) -> str:
    """ALTER COLUMN TYPE where the column has another type; every value stays as it is."""
    table = qualified(relation.id)
    condition = (
        "EXISTS (\n    SELECT FROM pg_catalog.pg_attribute\n"
        f"    WHERE attrelid = {literal(table)}::regclass AND attname = {literal(column.name)}\n"
        f"      AND pg_catalog.format_type(atttypid, atttypmod) <> {literal(column.type)}\n  )"
    )
    return guarded(condition, f"ALTER TABLE {table} ALTER COLUMN {identifier(column.name)} TYPE {column.type};")


def conversion(relation: Relation, column: Column, expression: str, name: str) -> str:
    """A DO block that copies the table under a free name and then converts the column, where it has another type."""
    table = qualified(relation.id)
    kept = qualified(Name(relation.schema, f"{relation.name}_before_{name}"[:63]))
    body = f"""
DECLARE
  before bigint;
  after bigint;
BEGIN
  IF EXISTS (
    SELECT FROM pg_catalog.pg_attribute
    WHERE attrelid = {literal(table)}::regclass AND attname = {literal(column.name)}
      AND pg_catalog.format_type(atttypid, atttypmod) <> {literal(column.type)}
  ) THEN
    IF to_regclass({literal(kept)}) IS NOT NULL THEN
      RAISE EXCEPTION 'The name % is taken: rename that table first.', {literal(kept)};
    END IF;
    CREATE TABLE {kept} AS TABLE {table};
    SELECT count(*) INTO before FROM {kept};
    ALTER TABLE {table} ALTER COLUMN {identifier(column.name)} DROP DEFAULT;
    ALTER TABLE {table} ALTER COLUMN {identifier(column.name)} TYPE {column.type} USING {expression};
    SELECT count(*) INTO after FROM {table};
    IF before <> after THEN
      RAISE EXCEPTION '% has % rows instead of %', {literal(table)}, after, before;
    END IF;
  END IF;
END
"""
    return f"DO {dollar_quoted(body)};"

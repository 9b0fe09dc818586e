"""Drift for a program: one JSON object, whose form docs/reference/drift.schema.json publishes."""

from __future__ import annotations

from typing import Any

import msgspec

from docgen.model.change import Deviation, Drift

_TEXT = {"type": "string"}
_MIGRATION = {
    "type": "object",
    "properties": {
        "file": _TEXT | {"description": "Relative to the project's folder."},
        "line": {"type": "integer", "minimum": 1, "description": "Of the statement, from 1."},
        "version": _TEXT | {"description": "What the tool's history table calls the migration."},
        "verb": _TEXT | {"description": "What the statement does: create, add, alter, drop, grant ..."},
    },
    "required": ["file", "line", "version", "verb"],
    "additionalProperties": False,
}
_FIELDS: dict[str, dict[str, Any]] = {
    "kind": {
        "enum": ["missing", "unexpected", "different"],
        "description": "Seen from the live database: it lacks it, no migration makes it, or an attribute differs.",
    },
    "object_kind": _TEXT | {"description": "In SQL words: table, column, index, policy, function ..."},
    "object": _TEXT | {"description": "public.orders, public.orders.vat, quoted where SQL needs it."},
    "relation": _TEXT | {"description": "The table or type that it hangs on; empty for objects of their own."},
    "attribute": _TEXT | {"description": "What differs: type, default, grants ...; empty unless different."},
    "expected": _TEXT | {"description": "What the migrations make; empty for nothing."},
    "actual": _TEXT | {"description": "What the live database has; empty for nothing."},
    "migration": {
        "oneOf": [{"type": "null"}, _MIGRATION],
        "description": "The newest statement that made, altered or dropped it; null where none is known.",
    },
}
SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Report of docgen drift --format json",
    "type": "object",
    "properties": {
        "version": {"const": 1},
        "drift": {"type": "boolean", "description": "Whether there is any difference; the exit code is 1 then."},
        "ignored": {"type": "integer", "minimum": 0, "description": "Differences that [drift].ignore leaves out."},
        "warnings": {"type": "array", "items": _TEXT, "description": "What the comparison may have wrong."},
        "not_compared": {"type": "array", "items": _TEXT, "description": "What was not looked at."},
        "differences": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": _FIELDS,
                "required": list(_FIELDS),
                "additionalProperties": False,
            },
        },
    },
    "required": ["version", "drift", "ignored", "warnings", "not_compared", "differences"],
    "additionalProperties": False,
}


def report(drift: Drift) -> str:
    """The drift with every field of the schema, indented."""
    document = {
        "version": 1,
        "drift": bool(drift.deviations),
        "ignored": drift.ignored,
        "warnings": drift.warnings,
        "not_compared": drift.not_compared,
        "differences": [_fields(one) for one in drift.deviations],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def _fields(one: Deviation) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(one.change, name) for name in _FIELDS if name != "migration"}
    migration = {"file": one.path, "line": one.line, "version": one.version, "verb": one.verb} if one.path else None
    return values | {"migration": migration}

"""Findings for a program: one JSON object, whose form docs/reference/lint.schema.json publishes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from docgen.model.finding import Finding, Fix
from docgen.reporters.encoding import encoded
from docgen.reporters.summary import Summary

_PLACE = {"type": "integer", "minimum": 1}
_TEXT = {"type": "string"}
_FIELDS: dict[str, dict[str, Any]] = {
    "rule": _TEXT | {"description": "The rule's name: docgen rule NAME explains it."},
    "family": _TEXT,
    "severity": {"enum": ["error", "warning", "info"]},
    "file": _TEXT | {"description": "The file, as its path was given."},
    "line": _PLACE | {"description": "The first line of the statement itself, from 1."},
    "column": _PLACE | {"description": "In characters, from 1."},
    "end_line": _PLACE,
    "end_column": _PLACE | {"description": "Of the first character behind the statement."},
    "statement": _TEXT | {"description": "The kind of statement in SQL words: CREATE TABLE."},
    "object": _TEXT | {"description": "public.orders, public.orders.vat; empty where there is none."},
    "sqlstate": _TEXT | {"description": "What PostgreSQL raises on the second run; empty where it raises nothing."},
    "message": _TEXT | {"description": "What happens, and what to write instead."},
    "fix": {
        "oneOf": [{"type": "null"}, {"$ref": "#/$defs/fix"}],
        "description": "What mends it; null where docgen knows no way.",
    },
}
_EDIT: dict[str, dict[str, Any]] = {
    "start": {"type": "integer", "minimum": 0, "description": "In Unicode code points of the file's text, from 0."},
    "end": {"type": "integer", "minimum": 0, "description": "The first character that stays; start for an insertion."},
    "text": _TEXT | {"description": "What stands there instead."},
}
_FIX: dict[str, dict[str, Any]] = {
    "title": _TEXT | {"description": "What the fix does, and why it is not safe where it is not."},
    "safe": {"type": "boolean", "description": "The first run does what it did, the second one does no harm."},
    "edits": {
        "type": "array",
        "minItems": 1,
        "items": {"type": "object", "properties": _EDIT, "required": list(_EDIT), "additionalProperties": False},
        "description": "All together or none. Findings that one change mends list the same edits.",
    },
}
SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Report of docgen lint --format json",
    "$defs": {
        "fix": {"type": "object", "properties": _FIX, "required": list(_FIX), "additionalProperties": False},
    },
    "type": "object",
    "properties": {
        "version": {"const": 1},
        "files": {"type": "integer", "minimum": 0},
        "statements": {"type": "integer", "minimum": 0},
        "findings": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": _FIELDS,
                "required": list(_FIELDS),
                "additionalProperties": False,
            },
        },
    },
    "required": ["version", "files", "statements", "findings"],
    "additionalProperties": False,
}


class _Row(msgspec.Struct, gc=False):
    """One finding in the order of the schema's fields."""

    rule: str
    family: str
    severity: str
    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    statement: str
    object: str
    sqlstate: str
    message: str
    fix: Fix | None


def report(findings: Sequence[Finding], _sources: Mapping[str, str], summary: Summary) -> bytes:
    """The findings with every field of the schema, in UTF-8, indented."""
    document = {
        "version": 1,
        "files": summary.files,
        "statements": summary.statements,
        "findings": [_row(finding) for finding in findings],
    }
    return encoded(document)


def schema() -> str:
    """The JSON Schema of the report, as it is published."""
    return encoded(SCHEMA).decode()


def _row(finding: Finding) -> _Row:
    return _Row(
        finding.rule,
        finding.family,
        finding.severity,
        finding.file,
        finding.line,
        finding.column,
        finding.end_line,
        finding.end_column,
        finding.statement,
        finding.object,
        finding.sqlstate,
        f"{finding.message} {finding.remedy}" if finding.remedy else finding.message,
        finding.fix,
    )

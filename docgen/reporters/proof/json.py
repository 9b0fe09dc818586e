"""Proofs for a program: one JSON object, whose form docs/reference/prove.schema.json publishes."""

from __future__ import annotations

from typing import Any, get_args

import msgspec

from docgen.model.proof import FileProof, Proof, RowChange, SchemaChange, Verdict, WayProof, WaysProof, WayVerdict
from docgen.reporters.proof.words import schema_change

_TEXT: dict[str, Any] = {"type": "string"}
_WHOLE: dict[str, Any] = {"type": "integer"}


def _table(**properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


_STATEMENT = _table(
    line=_WHOLE | {"minimum": 1, "description": "The first line of the statement, from 1."},
    sqlstate=_TEXT,
    message=_TEXT,
)
_SCHEMA_CHANGE = _table(
    change={"enum": ["added", "removed", "changed"]},
    kind=_TEXT | {"description": "table, column, index, policy, function ..."},
    object=_TEXT | {"description": "public.orders.total"},
    description=_TEXT | {"description": "The change in words."},
)
_ROW_CHANGE = _table(
    table=_TEXT,
    delta=_WHOLE | {"description": "Rows more after the second run; 0 where only their contents differ."},
    destroyed=_WHOLE | {"minimum": 0, "description": "Rows that were there and are gone, or have lost a value."},
)
SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Report of docgen prove --format json",
    **_table(
        version={"const": 1},
        files={
            "type": "array",
            "items": _table(
                file=_TEXT | {"description": "The file, as its path was given."},
                verdict={"enum": list(get_args(Verdict))},
                statements={
                    "type": "array",
                    "items": _STATEMENT,
                    "description": "Every statement whose second run raised, each judged as if those before it that"
                    " raised had been left out; of a file whose first run failed, those that failed.",
                },
                schema_changes={"type": "array", "items": _SCHEMA_CHANGE},
                row_changes={"type": "array", "items": _ROW_CHANGE},
            ),
        },
    ),
}
DOWN_SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Report of docgen prove --down --format json",
    **_table(
        version={"const": 1},
        files={
            "type": "array",
            "items": _table(
                file=_TEXT | {"description": "The file, as its path was given."},
                verdict={"enum": list(get_args(WayVerdict))},
                own={"type": "boolean", "description": "Its tool keeps the way back; else it was computed."},
                digest=_TEXT | {"description": "SHA-256 of the way back and of the files up to this one."},
                statements={
                    "type": "array",
                    "items": _table(statement=_TEXT, sqlstate=_TEXT, message=_TEXT),
                    "description": "The statements of the way back that the server refused.",
                },
                schema_changes={
                    "type": "array",
                    "items": _SCHEMA_CHANGE,
                    "description": "What is otherwise after the way back than before the migration.",
                },
                row_changes={"type": "array", "items": _ROW_CHANGE, "description": "Rows that the way back leaves."},
                lost={"type": "array", "items": _TEXT, "description": "Data that is gone, in words."},
                missing={"type": "array", "items": _TEXT, "description": "What no statement brings back."},
                reason=_TEXT | {"description": "Why it could not be tried."},
            ),
        },
    ),
}


def report(proof: Proof | WaysProof, _colour: bool = False) -> str:
    """Every file with every field of the schema, in UTF-8, indented."""
    document = {"version": 1, "files": [_file(one) for one in proof.files]}
    return msgspec.json.format(msgspec.json.encode(_clean(document)), indent=2).decode() + "\n"


def _file(one: FileProof | WayProof) -> dict[str, Any]:
    return _way_back(one) if isinstance(one, WayProof) else _second_run(one)


def _way_back(one: WayProof) -> dict[str, Any]:
    return {
        "file": one.file,
        "verdict": one.verdict,
        "own": one.own,
        "digest": one.digest,
        "statements": [
            {"statement": each.statement, "sqlstate": each.sqlstate, "message": each.message} for each in one.statements
        ],
        "schema_changes": [_schema_change(change) for change in one.schema_changes],
        "row_changes": [_row_change(rows) for rows in one.row_changes],
        "lost": list(one.lost),
        "missing": list(one.missing),
        "reason": one.reason,
    }


def _second_run(one: FileProof) -> dict[str, Any]:
    return {
        "file": one.file,
        "verdict": one.verdict,
        "statements": [
            {"line": each.line, "sqlstate": each.sqlstate, "message": each.message} for each in one.statements
        ],
        "schema_changes": [_schema_change(change) for change in one.schema_changes],
        "row_changes": [_row_change(rows) for rows in one.row_changes],
    }


def _schema_change(change: SchemaChange) -> dict[str, Any]:
    words = schema_change(change)
    return {"change": change.change, "kind": change.kind, "object": change.object, "description": words}


def _row_change(rows: RowChange) -> dict[str, Any]:
    return {"table": rows.table, "delta": rows.delta, "destroyed": rows.destroyed}


def _clean(value: Any) -> Any:
    # Lone surrogates out of file names are no UTF-8: they are replaced, never an error.
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {key: _clean(inner) for key, inner in value.items()}
    return [_clean(inner) for inner in value] if isinstance(value, list) else value

"""Encoding: a report's document as JSON in UTF-8, indented."""

from __future__ import annotations

from typing import Any

import msgspec


def encoded(document: dict[str, Any] | list[Any]) -> bytes:
    """The document in UTF-8. Lone surrogates out of file names and SQL are none: they are replaced."""
    try:
        data = msgspec.json.encode(document)
    except UnicodeEncodeError:
        data = msgspec.json.encode(_clean(msgspec.to_builtins(document)))
    data = msgspec.json.format(data, indent=2)  # a report of many findings is large: one copy goes before the next
    return data + b"\n"


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {key: _clean(inner) for key, inner in value.items()}
    return [_clean(inner) for inner in value] if isinstance(value, list) else value

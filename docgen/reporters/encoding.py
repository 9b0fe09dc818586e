"""Encoding: a report's document as JSON in UTF-8, indented."""

from __future__ import annotations

from typing import Any

import msgspec


def encoded(document: dict[str, Any] | list[Any]) -> str:
    """The document as text. Lone surrogates out of file names and SQL are no UTF-8: they are replaced."""
    try:
        data = msgspec.json.encode(document)
    except UnicodeEncodeError:
        data = msgspec.json.encode(_clean(document))
    return msgspec.json.format(data, indent=2).decode() + "\n"


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {key: _clean(inner) for key, inner in value.items()}
    return [_clean(inner) for inner in value] if isinstance(value, list) else value

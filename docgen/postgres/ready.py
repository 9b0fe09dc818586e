"""Ready: the ready-made checks of ready_checks/*.sql, as queries that a person can paste; each gives what is wrong."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from importlib import resources

_PLACE = re.compile(r"(?<!:):(tables|table|column|constraint|room)\b")


@functools.cache
def ready_checks() -> tuple[str, ...]:
    """The names of the ready-made checks."""
    folder = resources.files("docgen.postgres").joinpath("ready_checks")
    return tuple(sorted(file.name.removesuffix(".sql") for file in folder.iterdir() if file.name.endswith(".sql")))


def ready_query(name: str, values: Mapping[str, str | int | Sequence[str]]) -> str:
    """The query of one, with the values written into it; lists are patterns of schema.name."""
    text = resources.files("docgen.postgres").joinpath("ready_checks", f"{name}.sql").read_text(encoding="utf-8")
    return _PLACE.sub(lambda match: _literal(values[match[1]]), text).strip()


def _literal(value: str | int | Sequence[str]) -> str:
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return _quoted(value)
    return f"array[{', '.join(_quoted(_like(pattern)) for pattern in value)}]::text[]"


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _like(pattern: str) -> str:
    """The pattern as LIKE means it."""
    escaped = pattern.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return escaped.replace("*", "%").replace("?", "_")

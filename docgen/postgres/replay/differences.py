"""Differences: what of an object that the recorder saw twice became what, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

# Told in other words: attach and detach, the constraint itself.
_ELSEWHERE = frozenset(("parents", "children", "inherited", "of constraint"))
_SHORT = 60  # characters of a value that is kept


def differences(was: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """The attributes that both have and that are not the same, with both values."""
    return {
        name: (was[name], value)
        for name, value in now.items()
        if name in was and was[name] != value and name not in _ELSEWHERE
    }


def detail(changed: Mapping[str, tuple[Any, Any]]) -> str:
    """The attributes that changed, as words: type integer -> bigint, not null."""
    return ", ".join(_words(name, was, now) for name, (was, now) in changed.items())


def _words(name: str, was: Any, now: Any) -> str:
    if isinstance(now, bool):
        return name if now else f"no longer {name}"
    if name == "definition":
        return name
    if was is None:
        return f"{name} {text(now)}"
    return f"no {name}" if now is None else f"{name} {text(was)} -> {text(now)}"


def text(value: Any) -> str:
    """A value in one short line."""
    line = " ".join((value if isinstance(value, str) else msgspec.json.encode(value).decode()).split())
    return line if len(line) <= _SHORT else f"{line[: _SHORT - 1]}…"

"""Versions: how tools order their files, and the date that a version holds."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

_DIGITS = re.compile(r"(\d+)")
_CALENDAR = re.compile(r"(\d{4})([-._]?)(\d{2})\2(\d{2})(?:\d\d|\d{4}|\d{6}|\d{9}|\d{10})?(?!\d)", re.ASCII)
_EPOCH = re.compile(r"(1\d{9})(?:\d{3})?(?!\d)", re.ASCII)


def natural(text: str) -> tuple[tuple[int, str] | tuple[int, int, str], ...]:
    """A sort key that reads runs of digits as numbers: 2_b before 10_a."""
    return tuple((0, int(part), part) if part.isdecimal() else (1, part) for part in _DIGITS.split(text) if part)


def date_of(version: str) -> str:
    """The ISO date that a version begins with, "" if it holds none.

    Knows YYYYMMDD with or without time and separators, and seconds or milliseconds since 1970.
    """
    if calendar := _CALENDAR.match(version):
        year, month, day = (int(calendar[group]) for group in (1, 3, 4))
        if 1990 <= year < 2070 and (found := _date(year, month, day)):
            return found
    if epoch := _EPOCH.match(version):
        return datetime.fromtimestamp(int(epoch[1]), UTC).date().isoformat()
    return ""


def _date(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""

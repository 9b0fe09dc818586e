"""Sentinel values: a value for each type, and others to try where a check refuses it."""

from __future__ import annotations

import re
from collections.abc import Iterator

_BY_TYPE = {
    "bool": "true", "int2": "32011", "int4": "2000000011", "int8": "2000000011", "oid": "2000000011",
    "float4": "7", "float8": "7", "money": "7", "uuid": "d0c6e000-0000-4000-8000-000000000001",
    "date": "2001-02-03", "time": "04:05:06", "timetz": "04:05:06+00", "timestamp": "2001-02-03 04:05:06",
    "timestamptz": "2001-02-03 04:05:06+00", "interval": "1 day", "json": "{}", "jsonb": "{}", "bytea": "\\x64",
    "inet": "192.0.2.1", "cidr": "192.0.2.0/24", "macaddr": "02:00:00:00:00:01",
    "macaddr8": "02:00:00:00:00:00:00:01", "point": "(0,0)", "line": "{1,1,0}", "lseg": "[(0,0),(1,1)]",
    "box": "(1,1),(0,0)", "path": "[(0,0),(1,1)]", "polygon": "((0,0),(1,1),(1,0))", "circle": "<(0,0),1>",
    "tsvector": "docgen", "tsquery": "docgen", "xml": "<docgen/>", "jsonpath": "$", "char": "d", "name": "docgen",
    "pg_lsn": "0/1", "txid_snapshot": "1:1:", "pg_snapshot": "1:1:", "xid8": "1", "hstore": "", "ltree": "docgen",
    "geometry": "POINT(0 0)", "geography": "POINT(0 0)", "regclass": "pg_class", "regtype": "text",
}  # fmt: skip
_COMMON = (
    "0", "1", "2", "10", "100", "-1", "0.5", "true", "false", "a", "A", "en", "EUR", "docgen@example.com",
    "https://example.com", "docgen-sentinel", "+15555550100", "00000", "2001-02-03", "2999-01-01", "[]", "{}",
    '{"docgen": 1}', "docgen docgen docgen docgen docgen",
)  # fmt: skip
_TEXT_LENGTH = 4  # bytes that a type modifier of text counts for itself


def value_for(name: str, category: str, form: str, modifier: int, label: str | None) -> str | None:
    """A value of the type, as text; None where nothing is known for it.

    ``form`` and ``category`` are typtype and typcategory, ``modifier`` is atttypmod, ``label`` an enum's first label.
    """
    if form == "e":
        return label
    if category == "A":
        return "{}"
    if form in ("r", "m"):
        return "empty" if form == "r" else "{}"
    if name == "numeric":
        return _number(modifier)
    if name in ("bit", "varbit"):
        return "0" * max(modifier, 1)
    if name in ("varchar", "bpchar"):
        return "docgen"[: modifier - _TEXT_LENGTH] if modifier > _TEXT_LENGTH else "docgen"
    if name == "vector" and modifier > 0:
        return "[" + ",".join(["0"] * modifier) + "]"
    return _BY_TYPE.get(name) or ("docgen" if category == "S" else "7" if category == "N" else None)


def _number(modifier: int) -> str:
    if modifier < _TEXT_LENGTH:
        return "7000000011"
    precision, scale = (modifier - _TEXT_LENGTH) >> 16, (modifier - _TEXT_LENGTH) & 0x7FF
    return "7" if precision > scale else "0"


def alternatives(check: str) -> Iterator[str]:
    """Values that the text of a check speaks of, their neighbours, then common ones."""
    yield from (match.replace("''", "'") for match in re.findall(r"'((?:[^']|'')*)'", check))
    for number in re.findall(r"(?<![\w'.])-?\d+(?:\.\d+)?(?![\w'])", check):
        whole = int(float(number))
        yield from (str(whole), str(whole + 1), str(whole - 1))
    for length in re.findall(r"length\(.*?\)\s*(?:=|>=|>|<=|<)\s*(\d+)", check):
        yield from ("d" * int(length), "d" * (int(length) + 1), "d" * max(int(length) - 1, 0), "0" * int(length))
    yield from _COMMON

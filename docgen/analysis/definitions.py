"""Definitions: SQL text in a form that is equal when two statements make the same thing."""

from __future__ import annotations

import re
from collections.abc import Mapping

from docgen.model.name import Name
from docgen.sql.statement import Action
from docgen.sql.structure import Difference
from docgen.sql.words import tokens

# What of a statement stands before the definition proper: its verb and the name.
_BEFORE = {
    "index": re.compile(r".*? on "),
    "policy": re.compile(r".*? on "),
    "trigger": re.compile(r".*? (?=before |after |instead )"),
    "constraint": re.compile(r".*?\b(?=check |exclude )"),
}
_LONGEST_NAME = 63
_SUFFIX = {"unique": "key", "foreign key": "fkey", "primary key": "pkey"}


def plain(sql: str) -> str:
    """``sql`` as tokens with one space between, without comments, in lower case outside of quotes."""
    found = (sql[start:end] for start, end in tokens(sql, 0, len(sql)))
    return " ".join(token if token[0] in "'\"$" else token.lower() for token in found)


def definition(action: Action, sql: str, schema: str) -> str:
    """What the action says of the object besides its name, to compare; ``sql`` is the text of the whole file."""
    if action.kind == "constraint" and action.detail in _SUFFIX:
        return f"{action.detail} ({', '.join(action.columns)}) {action.target}".rstrip()
    if action.kind == "column":
        return action.detail
    written = plain(sql[action.start : action.end])
    before = _BEFORE.get(action.kind)
    found = before.match(written) if before else None
    return written[found.end() if found else 0 :].replace(f"{schema} . ", "")


def constraint_name(table: Name, action: Action) -> str:
    """The constraint's name, or the one that PostgreSQL makes up; "" where that cannot be told from the text."""
    if action.name or action.detail not in _SUFFIX:
        return action.name
    columns = () if action.detail == "primary key" else action.columns
    if action.detail != "primary key" and not columns:
        return ""
    name = "_".join((table.name, *columns, _SUFFIX[action.detail]))
    return name if len(name.encode()) <= _LONGEST_NAME else ""


def difference(one: Difference) -> str:
    """A sentence on what two definitions of a table say of one part."""
    if not one.part:
        return f"{one.second} is only in the second"
    return f"{one.part} has {one.first} in the first, {one.second} in the second"


def differences(first: Mapping[str, str], second: Mapping[str, str]) -> tuple[str, ...]:
    """How the columns of the second CREATE TABLE differ from what the earlier files left, one sentence each."""
    found = [f"{name} ({type_}) is only in the second" for name, type_ in second.items() if name not in first]
    found += [f"{name} ({type_}) is only in the first" for name, type_ in first.items() if name not in second]
    found += [
        f"{name} is {first[name]} in the first, {type_} in the second"
        for name, type_ in second.items()
        if name in first and first[name] != type_
    ]
    return tuple(found)

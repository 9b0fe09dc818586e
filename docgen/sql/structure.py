"""Structure: what the statements so far have made of a table besides its columns' types, to compare two definitions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from docgen.sql.parse import parse
from docgen.sql.statement import Action
from docgen.sql.words import tokens

_SERIALS = ("serial", "bigserial", "smallserial")
_ENDS = frozenset(
    ("not", "null", "constraint", "primary", "unique", "check", "references", "generated", "collate", "deferrable")
)
_CLAUSES = _ENDS - {"deferrable"}
_OPERATOR = re.compile(r"(?<=[-+*/<>=~!@#%^&|:]) (?=[-+*/<>=~!@#%^&|:])")
_SAME = {"current_timestamp": "now ()", "'t'": "true", "'f'": "false", "'true'": "true", "'false'": "false"}
_NO_DEFAULT, _NULL = "no default", "NULL allowed"
_MADE_UP = {"unique": "key", "foreign key": "fkey", "primary key": "pkey", "check": "check", "exclude": "excl"}


class Difference(NamedTuple):
    """What two definitions of a table say of one part; "" where one says nothing."""

    part: str  # a column, or "" for a constraint of the table
    first: str
    second: str

    @property
    def wanted(self) -> bool:
        """Whether the second asks for more than the first has: a default, NOT NULL, a constraint."""
        return self.second not in (_NO_DEFAULT, _NULL)


class _Shape(NamedTuple):
    """A column besides its type."""

    default: str = ""
    required: bool = False
    serial: bool = False  # default and NOT NULL come with the type


class _Rule(NamedTuple):
    """A constraint of a table: how it reads, and what it is called."""

    text: str
    names: tuple[str, ...]
    columns: tuple[str, ...]
    options: tuple[str, ...]  # what is said behind it: ON DELETE, DEFERRABLE, INCLUDE ...


class Structure:
    """The columns and constraints of one table, statement by statement."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._columns: dict[str, _Shape] = {}
        self._rules: list[_Rule] = []
        for text in texts:
            for statement in parse(text):
                for action in statement.actions:
                    self._apply(action, text)

    def differences(self, other: Structure) -> tuple[Difference, ...]:
        """What ``other`` wants otherwise of the columns that both have, and which constraints only it has."""
        return (*self._of_columns(other), *self._of_rules(other))

    def of_column(self, other: Structure, name: str) -> tuple[Difference, ...]:
        """What ``other`` wants otherwise of one column."""
        return tuple(one for one in self._of_columns(other) if one.part == name)

    def holds(self, action: Action, text: str) -> bool:
        """Whether the table has the constraint that an action of the statement ``text`` adds, under whatever name."""
        asked = (one for statement in parse(text) for one in statement.actions if _same(one, action))
        wanted = [_rule(one, text) for one in asked]
        held = {(rule.text, rule.options) for rule in self._rules}
        return bool(wanted) and all((rule.text, rule.options) in held for rule in wanted)

    def _of_columns(self, other: Structure) -> Iterator[Difference]:
        for name, wanted in other._columns.items():
            there = self._columns.get(name)
            if there is None or there.serial or wanted.serial:
                continue
            if there.default != wanted.default:
                yield Difference(name, _default(there), _default(wanted))
            if self._requires(name) != other._requires(name):
                yield Difference(name, _required(self._requires(name)), _required(other._requires(name)))

    def _of_rules(self, other: Structure) -> Iterator[Difference]:
        known = {rule.text for rule in self._rules}
        for rule in other._rules:
            if rule.text not in known and all(column in self._columns for column in rule.columns):
                yield Difference("", "", rule.text)

    def _requires(self, name: str) -> bool:
        keys = (rule for rule in self._rules if rule.text.startswith("PRIMARY KEY"))
        return self._columns[name].required or any(name in rule.columns for rule in keys)

    def _apply(self, action: Action, text: str) -> None:
        name, pair = action.name, (action.verb, action.kind)
        if pair == ("add", "column") and name not in self._columns:
            words = _words(text, action)
            self._columns[name] = _Shape(_clause(words, "default"), False, action.detail in _SERIALS)
        elif pair == ("drop", "column"):
            self._columns.pop(name, None)
            self._rules = [rule for rule in self._rules if name not in rule.columns]
        elif pair == ("alter", "column"):
            self._alter(action, text)
        elif pair == ("rename", "column"):
            self._rename(name, action.new_name)
        elif pair == ("add", "constraint"):
            self._add(action, text)
        elif pair == ("drop", "constraint"):
            self._rules = [rule for rule in self._rules if name not in rule.names]

    def _rename(self, old: str, new: str) -> None:
        self._columns = {new if name == old else name: shape for name, shape in self._columns.items()}
        word = re.compile(rf"(?<![\w']){re.escape(old)}(?![\w'])")
        self._rules = [
            rule._replace(
                text=word.sub(new, rule.text), columns=tuple(new if one == old else one for one in rule.columns)
            )
            for rule in self._rules
        ]

    def _alter(self, action: Action, text: str) -> None:
        shape = self._columns.get(action.name)
        if shape is None:
            return
        if action.detail == "set default":
            shape = shape._replace(default=_clause(_words(text, action), "default"))
        elif action.detail == "drop default":
            shape = shape._replace(default="")
        elif action.detail in ("set not null", "drop not null"):
            shape = shape._replace(required=action.detail == "set not null")
        self._columns[action.name] = shape

    def _add(self, action: Action, text: str) -> None:
        if action.detail == "not null":
            for column in action.columns:
                if column in self._columns:
                    self._columns[column] = self._columns[column]._replace(required=True)
            return
        self._rules.append(_rule(action, text))


def _same(one: Action, other: Action) -> bool:
    """Whether two actions are one, whatever text their places are counted in."""
    return (one.verb, one.kind, one.name, one.detail, one.columns) == (
        other.verb,
        other.kind,
        other.name,
        other.detail,
        other.columns,
    )


def _rule(action: Action, text: str) -> _Rule:
    """What an ADD CONSTRAINT of the statement ``text`` asks for."""
    words = _words(text, action)
    listed = f" ({', '.join(action.columns)})"
    if action.detail in ("check", "exclude"):
        start = words.index(action.detail) if action.detail in words else 0
        shown = _joined(_bracket(words[start + 1 :]) if action.detail == "check" else words[start + 1 :])
        rule = f"{action.detail.upper()} {shown}"
    elif action.detail == "foreign key":
        rule = f"FOREIGN KEY{listed} REFERENCES {action.target}"
    else:
        rule = f"{action.detail.upper()}{listed}"
    parts = () if action.detail == "primary key" else action.columns
    made_up = "_".join((action.relation, *parts, _MADE_UP.get(action.detail, "")))
    return _Rule(rule, (action.name or made_up,), action.columns, _options(words, action.detail))


def _options(words: list[str], detail: str) -> tuple[str, ...]:
    """What stands behind a constraint up to the next clause; of a foreign key also the columns that it refers to."""
    head = {"foreign key": "references", "primary key": "primary"}.get(detail, detail)
    found: list[str] = []
    depth = 0
    for word in words[words.index(head) + 1 :] if head in words else ():
        if not depth and word in _CLAUSES and found[-1:] != ["set"]:  # ON DELETE SET NULL
            break
        depth += (word == "(") - (word == ")")
        if detail == "foreign key" or not (depth or word == ")"):
            found.append(word)
    return tuple(found)


def _words(text: str, action: Action) -> list[str]:
    found = (text[start:end] for start, end in tokens(text, action.start, action.end))
    return [word if word[0] in "'\"$" else word.lower() for word in found]


def _clause(words: list[str], first: str) -> str:
    """What follows a word up to the next clause, outside of brackets, in a form that is equal for equal values."""
    found: list[str] = []
    depth = 0
    for word in words[words.index(first) + 1 :] if first in words else ():
        if found and not depth and (word in _ENDS or word == ","):
            break
        depth += (word == "(") - (word == ")")
        found.append(word)
    while found[:1] == ["("] and len(_bracket(found)) == len(found):
        found = found[1:-1]
    value = _joined(found)
    value = value.partition("::")[0].rstrip() if value.startswith("'") else value
    return "" if value == "null" else _SAME.get(value, value)


def _bracket(words: list[str]) -> list[str]:
    """The words up to the bracket that closes the first one."""
    depth = 0
    for number, word in enumerate(words):
        depth += (word == "(") - (word == ")")
        if not depth:
            return words[: number + 1]
    return words


def _joined(words: Sequence[str]) -> str:
    """The words as one text that is equal whatever blanks stood between them."""
    text = _OPERATOR.sub("", " ".join(words))
    return text.replace("( ", "(").replace(" )", ")").replace(" ,", ",").replace(" . ", ".")


def _default(shape: _Shape) -> str:
    return f"DEFAULT {shape.default}" if shape.default else _NO_DEFAULT


def _required(required: bool) -> str:
    return "NOT NULL" if required else _NULL

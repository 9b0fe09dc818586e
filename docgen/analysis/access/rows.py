"""Rows: which rows of a table row-level security lets through, as one expression of all policies that apply."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from docgen.model.relation import Policy

_TRUE, _FALSE = "true", "false"


class Condition(NamedTuple):
    """What a row must fulfil for one command: ``using`` as it is, ``check`` as it will be; "" where nothing is asked.

    "false" lets no row through, "true" every row.
    """

    using: str = ""
    check: str = ""

    @property
    def none(self) -> bool:
        """Whether no row comes through."""
        return _FALSE in (self.using, self.check)

    @property
    def all(self) -> bool:
        """Whether every row comes through."""
        return {self.using, self.check} <= {"", _TRUE}


def applies(policy: Policy, acting: frozenset[str], command: str) -> bool:
    """Whether a policy speaks of ``command`` by a role that acts as ``acting``."""
    return policy.command in ("all", command) and not acting.isdisjoint(policy.roles)


def condition(policies: Iterable[Policy], command: str) -> Condition:
    """The policies that apply to ``command`` as one condition: permissive ones joined by OR, restrictive ones by AND.

    A policy without an expression gives nothing, and without a permissive one no row comes through: rowsecurity.c.
    """
    chosen = tuple(policies)
    using = check = ""
    if command != "insert":
        using = _combined((one.permissive, one.using) for one in chosen)
    if command in ("insert", "update"):
        check = _combined((one.permissive, one.check or one.using) for one in chosen)
    return Condition(using, check)


def _combined(expressions: Iterable[tuple[bool, str]]) -> str:
    permissive, restrictive = list[str](), list[str]()
    for is_permissive, expression in expressions:
        bare = _bare(expression)
        chosen = permissive if is_permissive else restrictive
        if bare and bare not in chosen:
            chosen.append(bare)
    choices = [one for one in permissive if one != _FALSE]
    if not choices or _FALSE in restrictive:
        return _FALSE
    demands = [] if _TRUE in choices else [" OR ".join(_bracketed(choices))]
    demands += [one for one in restrictive if one != _TRUE]
    return " AND ".join(_bracketed(demands)) or _TRUE


def _bracketed(parts: list[str]) -> list[str]:
    return [f"({part})" for part in parts] if len(parts) > 1 else parts


def _bare(expression: str) -> str:
    """The expression without brackets around the whole of it and without spaces at its ends."""
    text = expression.strip()
    while text.startswith("(") and text.endswith(")") and _closes_last(text):
        text = text[1:-1].strip()
    return text


def _closes_last(text: str) -> bool:
    """Whether the bracket that opens ``text`` is closed by its last character; quoted text is passed over."""
    depth, quote = 0, ""
    for position, character in enumerate(text):
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character == "(":
            depth += 1
        elif character == ")":
            depth -= 1
            if not depth:
                return position == len(text) - 1
    return False

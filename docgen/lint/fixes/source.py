"""Source: the text of the statement in hand, token by token, for fixes that write beside what the author wrote."""

from __future__ import annotations

import functools

from docgen.lint.context import BREAKPOINT, Context
from docgen.sql.foreign import has_placeholder
from docgen.sql.statement import Action, Statement
from docgen.sql.words import Token

_ALTERED = "table|view|type|domain|index|sequence|configuration"


@functools.cache
def _read_steps(steps: tuple[str, ...]) -> tuple[tuple[frozenset[str], bool], ...]:
    """The words of each step, and whether it may be missing."""
    return tuple((frozenset(step.removeprefix("?").split("|")), step.startswith("?")) for step in steps)


class Source:
    """The statement that a context is at, as text."""

    def __init__(self, context: Context) -> None:
        assert context.statement is not None
        self.text: str = context.migration.sql
        self.statement: Statement = context.statement
        self.inside = context.inside
        self.transaction = context.migration.transaction
        self._templates = context.migration.templates
        self._tokens = context.tokens
        self.line_end = context.line_end
        self._breakpoints = context.breakpoints

    @property
    def tokens(self) -> list[Token]:
        """All tokens of the statement."""
        return self._tokens.all()

    def token(self, number: int) -> Token:
        """The token of a number, from 0: the text behind it need not be read for that."""
        return self._tokens.token(number)

    @property
    def templated(self) -> bool:
        """Whether a tool or client puts other text into the statement before the server sees it."""
        start, end = self.statement.start, self.statement.end
        own = any(first < end and last > start for first, last in self._templates)
        return own or has_placeholder(self.text, start, end)

    @property
    def indent(self) -> str:
        """The blanks in front of the statement, "" where it does not begin its line."""
        before = self.text[self.text.rfind("\n", 0, self.statement.start) + 1 : self.statement.start]
        return before if not before.strip() else ""

    @property
    def separator(self) -> str:
        """What ends a statement before the next one that a fix writes."""
        return f";{BREAKPOINT}{self.line_end}" if self._breakpoints else f";{self.line_end}"

    def words(self, text: str) -> str:
        """SQL in the letters of the author: lower case where the statement's first word is."""
        first = self.token(0)
        return text.lower() if self.text[first.start : first.end].islower() else text

    def matches(self, at: int, *alternatives: str) -> bool:
        """Whether the token number ``at`` is one of the words."""
        return self._tokens.word(at) in alternatives

    def behind(self, *steps: str, at: int = 0) -> int | None:
        """The number of the token behind ``steps``, each "a|b" or "?a|b" if it may be missing; None if they differ."""
        word = self._tokens.word
        for words, optional in _read_steps(steps):
            if word(at) in words:
                at += 1
            elif not optional:
                return None
        return at

    def find(self, *words: str, at: int = 0) -> int | None:
        """The number of the first of the words outside brackets, from the token number ``at``."""
        depth = 0
        number = at - 1
        while self._tokens.has(number := number + 1):
            word = self.token(number).word
            depth += (word in ("(", "[")) - (word in (")", "]"))
            if depth == 0 and word in words:
                return number
        return None

    def name(self, at: int) -> tuple[str, int]:
        """A dotted name as the author wrote it, and the number of the token behind it."""
        last = at
        while self.matches(last + 1, ".") and self._tokens.has(last + 2):
            last += 2
        return self.text[self.token(at).start : self.token(last).end], last + 1

    def is_name(self, written: str, name: str) -> bool:
        """Whether what is written, perhaps in quotes and behind a schema, means ``name``."""
        last = written.rpartition(".")[2] if not written.endswith('"') else written[written.find('"') :]
        return last.lower() == name or last.strip('"').replace('""', '"') == name

    def first_of(self, action: Action) -> int | None:
        """The number of the token with which an action of ALTER begins: behind the object where it is the only one."""
        if action.start > self.statement.start:
            return next((number for number, one in enumerate(self.tokens) if one.start >= action.start), None)
        at = self.behind("alter", "?foreign|materialized|text", "?search", _ALTERED, "?if")
        if at is None:
            return None
        at = self.behind("?exists", "?only", at=at)
        if at is None or not self._tokens.has(at):
            return None
        return self.behind("?*", at=self.name(at)[1])

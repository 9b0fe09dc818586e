"""Context: what a rule is given beside the statement, and how it says what it found."""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import TYPE_CHECKING

from docgen.lint.definitions import Definitions
from docgen.lint.facts import Fact
from docgen.lint.keys import label
from docgen.lint.missing import Missing
from docgen.lint.outcome import Outcome
from docgen.lint.traits import Place, Traits
from docgen.lint.transactions import Course, course
from docgen.lint.world import World
from docgen.model.finding import Finding, Fix, Severity
from docgen.model.migration import Migration
from docgen.sql.statement import Action, Statement
from docgen.sql.words import Tokens

if TYPE_CHECKING:
    from docgen.lint.rule import Rule

# Drizzle parts the statements of its files by it.
BREAKPOINT = "--> statement-breakpoint"


class Context:
    """One migration under judgement. The worlds are as the statement in hand meets them."""

    def __init__(
        self,
        migration: Migration,
        statements: tuple[Statement, ...],
        earlier: World,
        traits: Traits | None = None,
        definitions: Definitions | None = None,
    ) -> None:
        self.migration = migration
        self.statements = statements
        bodies = [one for one in statements if one.inner]
        self._in_bodies = frozenset(id(each) for one in bodies for each in one.inner)
        # The statements, each with those in its body behind it
        self.flat = tuple(each for one in statements for each in (one, *one.inner)) if bodies else statements
        self.world = earlier  # the first run: what the files and statements before have made
        self.again = earlier  # the second run of this file
        self.traits = traits or Traits()
        self.definitions = definitions or Definitions()
        self.statement = statements[0] if statements else None
        self.outcome: Outcome | None = None  # what the action in hand does on the second run
        self.missing: Missing | None = None  # what the statement in hand does not find on the second run
        self.line_end = "\r\n" if "\r\n" in migration.sql else "\n"  # what ends the lines of the file
        self.breakpoints = BREAKPOINT in migration.sql  # whether Drizzle's marks part its statements
        self.repeatable = True  # whether the second run of the file raises nothing, as far as it has come
        self._tokens: tuple[Statement, Tokens] | None = None
        self._fingerprint: tuple[Statement, str] | None = None
        self.rule: Rule | None = None  # that the next findings are of

    @cached_property
    def course(self) -> Course:
        """In which transactions the statements of the file run."""
        return course(self.migration, self.statements)

    @cached_property
    def deletes(self) -> tuple[Statement, ...]:
        """The statements of the file that take rows out whatever holds."""
        kinds = ("DeleteStmt", "TruncateStmt")
        return tuple(one for one in self.flat if one.node_kind in kinds and not one.conditions)

    @property
    def inside(self) -> bool:
        """Whether the statement in hand stands in the body of a DO block."""
        return id(self.statement) in self._in_bodies

    @property
    def tokens(self) -> Tokens:
        """The tokens of the statement in hand."""
        at = self.statement
        assert at is not None
        if self._tokens is None or self._tokens[0] is not at:
            self._tokens = (at, Tokens(self.migration.sql, at.start, at.end))
        return self._tokens[1]

    @property
    def raises(self) -> bool:
        """Whether the action in hand raises on the second run."""
        return self.outcome is not None and self.outcome.effect == "raises"

    @property
    def duplicates(self) -> bool:
        """Whether the action in hand succeeds on the second run and makes one more of the same."""
        return self.outcome is not None and self.outcome.effect == "duplicates"

    def where(self, place: Place | Fact) -> str:
        """A place for readers: "2.sql:7", in the file in hand "line 7"."""
        return f"{place.file}:{place.line}" if place.file != self.migration.path else f"line {place.line}"

    def repeated(self, remedy: str, action: Action) -> Finding:
        """The finding that says what the action in hand does on the second run."""
        assert self.outcome is not None
        state = f" (SQLSTATE {self.outcome.sqlstate})" if self.outcome.sqlstate else ""
        raises = "this fails: " if self.raises else ""
        message = f"On the second run {raises}{self.outcome.message}{state}."
        return self.finding(message, remedy, action, sqlstate=self.outcome.sqlstate)

    def finding(
        self,
        message: str,
        remedy: str,
        action: Action | None = None,
        sqlstate: str = "",
        statement: Statement | None = None,
        severity: Severity | None = None,
        fix: Fix | None = None,
    ) -> Finding:
        """A finding of the rule in hand at the statement in hand."""
        at, rule = statement or self.statement, self.rule
        assert at is not None
        assert rule is not None
        return Finding(
            rule=rule.name,
            family=rule.family,
            severity=severity or rule.severity,
            message=message,
            remedy=remedy,
            file=self.migration.path,
            line=at.line,
            column=at.column,
            end_line=at.end_line,
            end_column=at.end_column,
            statement=at.kind,
            object=label(action) if action else "",
            sqlstate=sqlstate,
            fix=fix,
            fingerprint=self._fingerprint_of(at),
        )

    def _fingerprint_of(self, statement: Statement) -> str:
        if self._fingerprint is None or self._fingerprint[0] is not statement:
            self._fingerprint = (statement, fingerprint(statement.text))
        return self._fingerprint[1]


def fingerprint(text: str) -> str:
    """What a statement says, whatever its place and its blanks: 16 hexadecimal digits."""
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "replace")).hexdigest()[:16]

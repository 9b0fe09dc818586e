"""Rule: what a rule module must have, how all are found, and the page and examples in their docstrings.

A rule is one file of ``rules``; its name is the file's stem with dashes. Its docstring is its page: the first
line is the title, the fences ``sql bad``, ``sql good`` and ``sql fixed`` are its examples (``sql setup`` comes
before them, as an earlier migration). It has FAMILY and SEVERITY and at least one of

- ``ACTIONS``, ``EFFECT`` and ``REMEDY``: an action of these verbs and kinds is a finding where its second run has that
  effect, raises or duplicates;
- ``ACTIONS`` and ``check_action(action, context)``: called on the second run, for each action of these verbs and kinds;
- ``check_statement(statement, context)``: called for each statement on the first run;
- ``check_again(statement, context)``: called for each statement that the second run reaches;
- ``check_file(context)``: called once a file, after both runs;
- ``check_late(statement, context)``: called once the whole chain has run, for each statement of a file that can be
  run twice in a row.

``STATEMENTS`` names the statements that a rule is called for, without it every one: by the kind of the parser's node
("IndexStmt"), the verb of an action ("create"), both ("AlterTableStmt add"), or the occasions below. ``check_file`` is
called for the files that hold such a statement.

A rule with ``fix(action, context)`` says for each finding of its actions and second runs what mends it, or None;
``action`` is None for the findings of whole statements. ``check_file`` gives its findings their fix itself.
"""

from __future__ import annotations

import functools
import importlib
import re
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import get_args

import msgspec

from docgen.lint.context import Context
from docgen.model.finding import Finding, Fix, Severity
from docgen.sql.statement import Action, Statement

FAMILIES = {
    "rerun": "The second run of the file raises an error.",
    "duplicate": "The second run succeeds and makes a second object that does the same.",
    "data": "The second run changes rows again.",
    "handler": "A guard that does not work: its exception handler cannot catch what the statement raises.",
    "mask": "A guard that hides that something else is there.",
    "clobber": "Fine today; run again later it destroys what has happened since.",
    "reset": "A new definition that loses what was set on the old one.",
    "transaction": "What a transaction allows, and what needs one.",
    "chain": "One migration against the others.",
    "syntax": "What PostgreSQL cannot parse.",
    "undecided": "What parsing alone cannot judge: look at it by eye, or run it twice on a scratch server.",
    "suppression": "Comments that silence rules, themselves.",
}
# The pair in ACTIONS for whatever raises although an exception handler stands around it.
UNCAUGHT = ("raise", "past a handler")
# The same for what is refused because of what the rest of the file has made.
REFUSED = ("raise", "refused")
# Occasions in STATEMENTS, beside the parser's kinds of nodes.
UNREAD = "does not parse"
GUARDED = "stands below a condition or a handler"
GONE = "meets on the second run what is gone or has changed"
LOSES = "takes away what an earlier file has set"
_HOOKS = ("check_action", "check_statement", "check_again", "check_file", "check_late", "fix")
_FENCE = re.compile(r"^```sql (setup|bad|good|fixed|later)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

ActionCheck = Callable[[Action, Context], Iterable[Finding]]
StatementCheck = Callable[[Statement, Context], Iterable[Finding]]
FileCheck = Callable[[Context], Iterable[Finding]]
FixMaker = Callable[[Action | None, Context], Fix | None]


class Example(msgspec.Struct, frozen=True):
    """SQL out of a rule's page: ``kind`` is setup, bad, good or fixed."""

    kind: str
    sql: str


class Rule(msgspec.Struct, frozen=True, dict=True):
    """One rule as the linter runs it."""

    name: str
    family: str
    severity: Severity
    actions: tuple[tuple[str, str], ...] = ()
    statements: tuple[str, ...] = ()
    hooks: tuple[str, ...] = ()  # which of the functions its module has
    effect: str = ""  # the effect of an action that is a finding by itself
    remedy: str = ""  # what to write instead of such an action

    @property
    def page(self) -> str:
        """The docstring of its module, in Markdown."""
        return (self._module.__doc__ or "").strip() + "\n"

    @cached_property
    def check_action(self) -> ActionCheck:
        """The function of that name in its module, which is imported only now."""
        found: ActionCheck = self._module.check_action
        return found

    @cached_property
    def check_statement(self) -> StatementCheck:
        """The function of that name in its module."""
        found: StatementCheck = self._module.check_statement
        return found

    @cached_property
    def check_again(self) -> StatementCheck:
        """The function of that name in its module."""
        found: StatementCheck = self._module.check_again
        return found

    @cached_property
    def check_file(self) -> FileCheck:
        """The function of that name in its module."""
        found: FileCheck = self._module.check_file
        return found

    @cached_property
    def check_late(self) -> StatementCheck:
        """The function of that name in its module."""
        found: StatementCheck = self._module.check_late
        return found

    @cached_property
    def fix(self) -> FixMaker | None:
        """The function of that name in its module, None where it has none."""
        found: FixMaker | None = self._module.fix if "fix" in self.hooks else None
        return found

    @property
    def _module(self) -> ModuleType:
        return _imported(self.name)

    @property
    def title(self) -> str:
        """The first line of the page."""
        return self.page.partition("\n")[0]

    @property
    def examples(self) -> tuple[Example, ...]:
        """The examples of the page in their order."""
        return tuple(Example(kind, sql) for kind, sql in _FENCE.findall(self.page))


@functools.cache
def rules() -> tuple[Rule, ...]:
    """Every rule, by name, as the table lists them: importing their modules takes longer than judging a file."""
    from docgen.lint.rule_table import TABLE

    return tuple(Rule(*row) for row in TABLE)


def rules_in_folder() -> tuple[Rule, ...]:
    """Every rule, by name: whatever lies in the folder ``rules``. The table is made from it."""
    stems = sorted(file.stem for file in (Path(__file__).parent / "rules").glob("*.py") if file.stem != "__init__")
    return tuple(_rule(stem.replace("_", "-")) for stem in stems)


def _rule(name: str) -> Rule:
    module = _imported(name)
    if module.FAMILY not in FAMILIES or module.SEVERITY not in get_args(Severity):
        raise TypeError(f"rule {name}: FAMILY or SEVERITY is none of the known ones")
    effect = getattr(module, "EFFECT", "")
    return Rule(
        name=name,
        family=module.FAMILY,
        severity=module.SEVERITY,
        actions=tuple(getattr(module, "ACTIONS", ())),
        statements=tuple(getattr(module, "STATEMENTS", ())),
        hooks=tuple(name for name in _HOOKS if hasattr(module, name)),
        effect=effect,
        remedy=module.REMEDY if effect else "",
    )


@functools.cache
def _imported(name: str) -> ModuleType:
    return importlib.import_module(f"docgen.lint.rules.{name.replace('-', '_')}")

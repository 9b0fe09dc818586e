"""Plan: which rules the options leave, and for which statements and actions each of them is called."""

from __future__ import annotations

import functools
from collections.abc import Iterable

import msgspec

from docgen.errors import ConfigError
from docgen.lint.rule import FAMILIES, GONE, GUARDED, LOSES, UNREAD, Rule, rules
from docgen.sql.statement import Statement

Pair = tuple[str, str]  # verb and kind of an action
Sort = tuple[str, str | frozenset[str]]  # the kind of a statement's node, and the verbs of its actions


class LintOptions(msgspec.Struct, frozen=True, kw_only=True):
    """Which rules run: names of rules or families; severities by rule or family, "off" silences."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: dict[str, str] = {}
    only: frozenset[str] | None = None  # paths to report on; the others still give context

    def with_only(self, paths: frozenset[str] | None) -> LintOptions:
        """The same options for these paths."""
        return msgspec.structs.replace(self, only=paths)


class Plan:
    """The rules by when they are called, sorted out once for all files."""

    def __init__(self, chosen: tuple[Rule, ...]) -> None:
        self.chosen = chosen
        self._first = [rule for rule in chosen if "check_statement" in rule.hooks]
        self._again = [rule for rule in chosen if "check_again" in rule.hooks]
        self._by_file = [rule for rule in chosen if "check_file" in rule.hooks]
        self.late = tuple(rule for rule in chosen if "check_late" in rule.hooks)
        self._found: dict[tuple[bool, Sort, str], tuple[Rule, ...]] = {}
        self._found_by_file: dict[tuple[frozenset[Sort], bool], tuple[Rule, ...]] = {}
        self.by_action: dict[Pair, list[Rule]] = {}
        self.by_effect: dict[tuple[Pair, str], list[Rule]] = {}
        for rule in chosen:
            for pair in rule.actions:
                if rule.effect:
                    self.by_effect.setdefault((pair, rule.effect), []).append(rule)
                if "check_action" in rule.hooks:
                    self.by_action.setdefault(pair, []).append(rule)

    def first(self, statement: Statement, sort: Sort) -> tuple[Rule, ...]:
        """The rules for a statement on the first run."""
        occasion = UNREAD if statement.error else GUARDED
        applies = bool(statement.error or statement.conditions or statement.handlers)
        return self._rules(self._first, sort, occasion if applies else "")

    def again(self, sort: Sort, gone: bool) -> tuple[Rule, ...]:
        """The rules for a statement that the second run reaches; ``gone``: and that does not find what it uses."""
        return self._rules(self._again, sort, GONE if gone else "")

    def of_file(self, sorts: Iterable[Sort], loses: bool) -> tuple[Rule, ...]:
        """The rules for a whole file; ``loses``: it takes away what an earlier one has set."""
        key = (frozenset(sorts), loses)
        found = self._found_by_file.get(key)
        if found is None:
            kinds = {name for sort in key[0] for name in _names_of(sort)} | ({LOSES} if loses else set())
            chosen = (rule for rule in self._by_file if not rule.statements or not kinds.isdisjoint(rule.statements))
            found = self._found_by_file[key] = tuple(chosen)
        return found

    def _rules(self, among: list[Rule], sort: Sort, occasion: str) -> tuple[Rule, ...]:
        key = (among is self._first, sort, occasion)
        found = self._found.get(key)
        if found is None:
            kinds = {occasion, *_names_of(sort)}
            chosen = (rule for rule in among if not rule.statements or not kinds.isdisjoint(rule.statements))
            found = self._found[key] = tuple(chosen)
        return found


def choose(options: LintOptions) -> tuple[Rule, ...]:
    """The rules that the options leave, with their severities. Raises ConfigError for a name that is none."""
    return plan_for(options).chosen


def plan_for(options: LintOptions) -> Plan:
    """When the rules that the options leave are called. Raises ConfigError for a name that is none."""
    return _planned(options.select, options.ignore, tuple(options.severity.items()))


@functools.lru_cache(maxsize=8)
def _planned(select: tuple[str, ...], ignore: tuple[str, ...], severities: tuple[tuple[str, str], ...]) -> Plan:
    # Sorted out once: a run judges any number of folders by the same options.
    severity = dict(severities)
    known = {rule.name for rule in rules()} | FAMILIES.keys()
    for name in (*select, *ignore, *severity):
        if name not in known:
            raise _unknown(name, sorted(known))
    chosen = []
    for rule in rules():
        names = {rule.name, rule.family}
        level = severity.get(rule.name) or severity.get(rule.family) or rule.severity
        wanted = not select or names & set(select)
        if wanted and not names & set(ignore) and level != "off":
            chosen.append(msgspec.structs.replace(rule, severity=level))
    return Plan(tuple(chosen))


def _unknown(name: str, known: list[str]) -> ConfigError:
    import difflib

    near = difflib.get_close_matches(name, known, 1)
    hint = f'Did you mean "{near[0]}"?' if near else "docgen rule lists them."
    return ConfigError(f'there is no rule or family "{name}"', hint)


def sort_of(statement: Statement) -> Sort:
    """What decides which rules are called for a statement, beside the occasion."""
    actions = statement.actions
    verbs = actions[0].verb if len(actions) == 1 else frozenset([action.verb for action in actions])
    return statement.node_kind, verbs


def _names_of(sort: Sort) -> Iterable[str]:
    """By which names rules ask for such a statement."""
    kind, verbs = sort
    each = (verbs,) if isinstance(verbs, str) else verbs
    return (kind, *each, *(f"{kind} {verb}" for verb in each))


NOTHING = Plan(())  # for files that only give context

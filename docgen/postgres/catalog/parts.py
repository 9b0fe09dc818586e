"""Parts: rows of triggers, policies, rules and extended statistics as the nouns that hang on each relation."""

from __future__ import annotations

from collections import defaultdict
from typing import Literal

from docgen.model.name import Name
from docgen.model.relation import ExtendedStatistics, Policy, Rule, Trigger
from docgen.postgres.catalog.columns import Columns
from docgen.postgres.catalog.statements import Rows

Enabled = Literal["origin", "always", "replica", "disabled"]

ENABLED: dict[str, Enabled] = {"O": "origin", "A": "always", "R": "replica", "D": "disabled"}
_COMMANDS: dict[str, Literal["all", "select", "insert", "update", "delete"]] = {
    "*": "all",
    "r": "select",
    "a": "insert",
    "w": "update",
    "d": "delete",
}
_RULE_EVENTS = {"1": "select", "2": "update", "3": "insert", "4": "delete"}
# Bits of pg_trigger.tgtype.
_ROW, _BEFORE, _INSERT, _DELETE, _UPDATE, _TRUNCATE, _INSTEAD = 1, 2, 4, 8, 16, 32, 64


def triggers(rows: Rows, columns: Columns) -> dict[int, list[Trigger]]:
    """The triggers of each relation, sorted by name."""
    found: defaultdict[int, list[Trigger]] = defaultdict(list)
    for (
        relation, name, definition, function_schema, function_name, bits, numbers, enabled, constraint, inherited,
        comment,
    ) in rows:  # fmt: skip
        found[relation].append(
            Trigger(
                name=name,
                definition=definition,
                function=Name(function_schema, function_name),
                timing="instead of" if bits & _INSTEAD else "before" if bits & _BEFORE else "after",
                events=_events(bits, columns.names(relation, numbers)),
                level="row" if bits & _ROW else "statement",
                enabled=ENABLED[enabled],
                constraint=constraint,
                inherited=inherited,
                comment=comment or "",
            )
        )
    return found


def _events(bits: int, columns: tuple[str, ...]) -> tuple[str, ...]:
    update = f"update of {', '.join(columns)}" if columns else "update"
    events = ((_INSERT, "insert"), (_UPDATE, update), (_DELETE, "delete"), (_TRUNCATE, "truncate"))
    return tuple(word for bit, word in events if bits & bit)


def policies(rows: Rows, roles: dict[int, str]) -> dict[int, list[Policy]]:
    """The policies of each relation, sorted by name."""
    found: defaultdict[int, list[Policy]] = defaultdict(list)
    for relation, name, command, permissive, role_oids, using, check, comment in rows:
        found[relation].append(
            Policy(
                name=name,
                command=_COMMANDS[command],
                permissive=permissive,
                roles=tuple(sorted(roles.get(oid, "") for oid in role_oids)),
                using=using or "",
                check=check or "",
                comment=comment or "",
            )
        )
    return found


def rules(rows: Rows) -> dict[int, list[Rule]]:
    """The rules of each relation other than a view's own, sorted by name."""
    found: defaultdict[int, list[Rule]] = defaultdict(list)
    for relation, name, definition, event, enabled, comment in rows:
        found[relation].append(
            Rule(
                name=name,
                definition=definition,
                event=_RULE_EVENTS[event],
                enabled=ENABLED[enabled],
                comment=comment or "",
            )
        )
    return found


def statistics(rows: Rows, roles: dict[int, str]) -> dict[int, list[ExtendedStatistics]]:
    """The extended statistics of each relation, sorted by name."""
    found: defaultdict[int, list[ExtendedStatistics]] = defaultdict(list)
    for relation, schema, name, definition, owner, target, comment in rows:
        found[relation].append(
            ExtendedStatistics(
                name=Name(schema, name),
                definition=definition,
                owner=roles.get(owner, ""),
                target=target,
                comment=comment or "",
            )
        )
    return found

"""Rollback: how each migration is undone, computed from what it did: what comes back, and what is lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Literal

import msgspec

from docgen.analysis.ddl.identifiers import identifier, qualified
from docgen.analysis.provenance import Deed, deeds
from docgen.model.migration import Migration, Touch
from docgen.model.name import Name
from docgen.model.relation import Noun
from docgen.sql.statement import Action, Statement

Effect = Literal["reversible", "loses data", "irreversible"]
_EFFECTS: tuple[Effect, ...] = ("reversible", "loses data", "irreversible")

_HOLDS_ROWS = frozenset(("table", "foreign table"))
_ON_TABLE = frozenset(("policy", "trigger", "rule"))
_ROUTINES = frozenset(("function", "procedure", "aggregate"))
_ROWS = frozenset(("update", "delete", "truncate", "merge"))
# They leave nothing behind when their transaction or session ends, or change nothing that is to be undone.
_PASSING = frozenset(
    ("SET", "RESET", "BEGIN", "START", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE", "LOCK", "NOTIFY", "SHOW",
     "VACUUM", "ANALYZE", "REINDEX", "DISCARD", "EXPLAIN", "CHECKPOINT")
)  # fmt: skip
_TURNED = (  # the statement, what takes the place of its verb and of its link, and a caveat
    (
        re.compile(r"(alter\s+default\s.*?|)\bgrant\s+(.*)\s+to\s+(.*?)(?:\s+with\s+.*)?", re.IGNORECASE | re.DOTALL),
        "REVOKE",
        "FROM",
        "unless they were held before, by a default of the database",
    ),
    (
        re.compile(
            r"(alter\s+default\s.*?|)\brevoke\s+(.*)\s+from\s+(.*?)(?:\s+cascade|\s+restrict)?",
            re.IGNORECASE | re.DOTALL,
        ),
        "GRANT",
        "TO",
        "if they were held before",
    ),
)


class Step(Noun, frozen=True):
    """One statement of the way back, "" where there is none; ``note``: what is lost, or why there is none."""

    sql: str
    effect: Effect = "reversible"
    note: str = ""


class Rollback(Noun, frozen=True):
    """The way back from one migration, in the order in which it is run."""

    path: str
    effect: Effect
    steps: tuple[Step, ...] = ()


def rollbacks(migrations: Sequence[Migration], failed: Collection[tuple[str, int]] = ()) -> tuple[Rollback, ...]:
    """The way back from each migration, in their order. ``failed``: (path, line) of statements that did nothing."""
    refused = frozenset(failed)
    steps: dict[str, list[Step]] = {migration.path: [] for migration in migrations}
    world = _World()
    for deed in deeds(migrations):
        if (deed.path, deed.line) not in refused and not (deed.touch and (deed.path, deed.touch.line) in refused):
            steps[deed.path] += [step for step in world.reverse(deed) if step not in steps[deed.path]]
    return tuple(Rollback(path=path, effect=gravest(own), steps=tuple(reversed(own))) for path, own in steps.items())


def gravest(steps: Iterable[Step]) -> Effect:
    """The worst of what the steps do."""
    return _EFFECTS[max((_EFFECTS.index(step.effect) for step in steps), default=0)]


class _World:
    """What each name means so far, so that what a migration replaced or dropped can be written again."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, str], str] = {}
        self._new: set[tuple[str, str]] = set()  # (path, object): made by this very migration
        self._skipped: Statement | None = None  # a CREATE that found its table there

    def reverse(self, deed: Deed) -> list[Step]:
        """The steps that undo one deed; none where it did nothing, or goes with what the migration made itself."""
        touch, action = deed.touch, deed.action
        if touch is None or action is None:
            return _unseen(deed)
        key = _key(touch, action)
        before = self._made.get(key)
        if touch.verb in ("create", "add"):
            return self._create(deed, touch, action, before)
        if touch.verb == "drop":
            self._made.pop(key, None)
            if not before and action.guarded:
                return []
        if touch.verb == "comment":
            self._made[key] = f"{deed.statement.text};"
        if touch.verb == "rename" and before:
            self._made[_key(msgspec.structs.replace(touch, object=touch.new_name), action)] = (
                f"{self._made.pop(key)}\n{deed.statement.text};"
            )
        if not self._new.isdisjoint(((deed.path, touch.relation), (deed.path, touch.object))):
            return []
        if touch.verb == "drop":
            return [_remake(touch, action, before)]
        if touch.verb == "comment":
            return [_uncomment(deed, before)]
        if touch.kind == "policy" and touch.verb == "alter" and before:
            return [Step(sql=f"{_unmake(touch, action).sql}\n{before}")]
        if touch.verb in ("grant", "revoke") or touch.kind == "default privileges":
            return [_privileges(deed, touch)]
        found = _OTHERS.get(touch.verb)
        return [found(touch, action)] if found else [_impossible(f"nothing undoes {touch.verb} {touch.kind}")]

    def _create(self, deed: Deed, touch: Touch, action: Action, before: str | None) -> list[Step]:
        if deed.statement is self._skipped and deed.part:
            return []
        if before is not None and action.guarded and not action.replace:
            self._skipped = deed.statement
            return []
        self._made[_key(touch, action)] = _text(deed, action, touch)
        # Only an index: a function may be in the way of whatever else hangs on the table, so that goes first.
        goes_along = touch.kind == "index" and (deed.path, touch.relation) in self._new
        if before is None:
            self._new.add((deed.path, touch.object))
        if deed.part or goes_along:
            return []
        if action.replace and before:
            before = re.sub(r"^create\s+(?!or\s)", "CREATE OR REPLACE ", before, flags=re.IGNORECASE)
            return [Step(sql=before, note=f"{touch.kind} {touch.object} as it was before")]
        return [_unmake(touch, action)]


def _key(touch: Touch, action: Action) -> tuple[str, str]:
    """What tells an object from all others: routines by their arguments too, comments from what they speak of."""
    if touch.verb == "comment":
        return "comment", f"{touch.kind} {touch.object}"
    kind = "type" if touch.kind == "domain" else touch.kind
    return kind, f"{touch.object}({action.detail})" if touch.kind in _ROUTINES else touch.object


def _text(deed: Deed, action: Action, touch: Touch) -> str:
    """The statement that makes the object again."""
    if touch.kind == "constraint":
        start = action.start - deed.statement.start
        own = deed.statement.text[start : start + action.end - action.start]
        own = re.sub(r"^add\s+", "", own, flags=re.IGNORECASE)
        return f"ALTER TABLE {touch.relation} ADD {own};" if own.lower().startswith("constraint") else ""
    return f"{deed.statement.text};"


def _unmake(touch: Touch, action: Action) -> Step:
    if touch.kind == "publication table":
        return Step(sql=f"ALTER PUBLICATION {identifier(action.relation)} DROP TABLE {_published(action)};")
    if touch.kind == "enum value":
        return _impossible(f"PostgreSQL takes no value out of an enum; {touch.object} stays, and does no harm")
    if touch.kind == "column":
        sql = f"ALTER TABLE {touch.relation} DROP COLUMN IF EXISTS {identifier(action.name)};"
        return Step(sql=sql, effect="loses data", note=f"what is in {touch.object}")
    if touch.kind == "constraint":
        if touch.object == touch.relation:
            return _impossible(f"the name of a constraint of {touch.relation} is the server's choice")
        return Step(sql=f"ALTER TABLE {touch.relation} DROP CONSTRAINT IF EXISTS {_part(touch)};")
    if touch.kind in _ON_TABLE:
        return Step(sql=f"DROP {touch.kind.upper()} IF EXISTS {identifier(action.name)} ON {touch.relation};")
    if touch.kind in _ROUTINES:
        return Step(sql=f"DROP {touch.kind.upper()} IF EXISTS {touch.object}({action.detail});")
    sql = f"DROP {touch.kind.upper()} IF EXISTS {touch.object};"
    if touch.kind in _HOLDS_ROWS:
        return Step(sql=sql, effect="loses data", note=f"all rows of {touch.object}")
    return Step(sql=sql)


def _published(action: Action) -> str:
    return str(qualified(Name(action.schema or "public", action.name)))


def _part(touch: Touch) -> str:
    return touch.object.removeprefix(f"{touch.relation}.")


def _remake(touch: Touch, action: Action, before: str | None) -> Step:
    if touch.kind == "publication table":
        return Step(sql=f"ALTER PUBLICATION {identifier(action.relation)} ADD TABLE {_published(action)};")
    if touch.kind in (*_HOLDS_ROWS, "column"):
        what = f"what was in {touch.object}" if touch.kind == "column" else f"the rows of {touch.object}"
        return Step(sql="", effect="irreversible", note=f"{what}: only a backup has that")
    if touch.kind in ("schema", "extension"):
        return Step(sql="", effect="irreversible", note=f"what was in the {touch.kind} {touch.object}")
    if before:
        return Step(sql=before)
    return _impossible(f"no earlier migration says what {touch.kind} {touch.object} was")


def _uncomment(deed: Deed, before: str | None) -> Step:
    if before:
        return Step(sql=before)
    text = deed.statement.text
    head = re.match(r"(.*)\bis\b\s*(?:[uUeE&]*'|\$|null)", text, re.IGNORECASE | re.DOTALL)
    return Step(sql=f"{head[1].rstrip()} IS NULL;" if head else "", note="" if head else "a comment stays")


def _rename(touch: Touch, action: Action) -> Step:
    new = identifier(action.new_name)
    if touch.kind in ("column", "constraint", *_ON_TABLE) and touch.relation:
        old = identifier(action.name)
        if touch.kind in _ON_TABLE:
            return Step(sql=f"ALTER {touch.kind.upper()} {new} ON {touch.relation} RENAME TO {old};")
        return Step(sql=f"ALTER TABLE {touch.relation} RENAME {touch.kind.upper()} {new} TO {old};")
    # Without its arguments a routine is found by its name alone, if there is but one.
    arguments = f"({action.detail})" if touch.kind in _ROUTINES and action.detail else ""
    return Step(sql=f"ALTER {touch.kind.upper()} {touch.new_name}{arguments} RENAME TO {identifier(action.name)};")


def _move(touch: Touch, action: Action) -> Step:
    schema = touch.object.rpartition(".")[0] or "public"
    return Step(sql=f"ALTER {touch.kind.upper()} {touch.new_name} SET SCHEMA {schema};")


def _switch(touch: Touch, action: Action) -> Step:
    """ENABLE and DISABLE, as far as one is the other's reverse."""
    other = "DISABLE" if touch.verb == "enable" else "ENABLE"
    table = touch.relation or touch.object
    if touch.kind == "force row level security":
        return Step(sql=f"ALTER TABLE {table} {'NO ' if touch.verb == 'enable' else ''}FORCE ROW LEVEL SECURITY;")
    if touch.kind == "row level security":
        return Step(sql=f"ALTER TABLE {table} {other} ROW LEVEL SECURITY;")
    return Step(sql=f"ALTER TABLE {table} {other} {touch.kind.upper()} {identifier(action.name)};")


def _privileges(deed: Deed, touch: Touch) -> Step:
    """The statement turned round: GRANT ... TO becomes REVOKE ... FROM, and the other way."""
    text = deed.statement.text.rstrip(";")
    for pattern, verb, link, note in _TURNED:
        found = pattern.fullmatch(text)
        if found:
            return Step(sql=f"{found[1]}{verb} {found[2]} {link} {found[3]};", note=note)
    return _impossible(f"the privileges on {touch.object} as they were")


def _alter(touch: Touch, action: Action) -> Step:
    if touch.kind == "column" and touch.relation:
        head = f"ALTER TABLE {touch.relation} ALTER COLUMN {identifier(action.name)}"
        simple = {"set not null": "DROP NOT NULL", "drop not null": "SET NOT NULL"}.get(action.detail)
        if simple:
            return Step(sql=f"{head} {simple};", note="if it was so before")
        if action.detail.startswith("type "):
            return _impossible(f"the former type of {touch.object}, and what did not fit into the new one")
    if action.detail == "validate" or "validate" in action.detail:
        return Step(sql="", note=f"{touch.object} stays validated, which does no harm")
    return _impossible(f"what {touch.kind} {touch.object} was before ({action.detail or 'alter'})")


def _rows(touch: Touch, action: Action) -> Step:
    if touch.verb == "insert":
        return _impossible(f"rows added to {touch.object}: take them out by hand")
    return _impossible(f"the former rows of {touch.object} ({touch.verb}): only a backup has them")


def _impossible(note: str) -> Step:
    return Step(sql="", effect="irreversible", note=note)


def _unseen(deed: Deed) -> list[Step]:
    """A statement that parsing sees nothing in: either nothing stays of it, or nobody knows."""
    words = deed.statement.kind.split() or [""]
    if words[0] in _PASSING:
        return []
    what = {"SELECT": "what the functions that it calls did", "DO": "what its block did"}.get(words[0], "what it did")
    return [Step(sql="", effect="irreversible", note=f"{deed.statement.kind}, line {deed.line}: {what}")]


_OTHERS: dict[str, Callable[[Touch, Action], Step]] = {
    "rename": _rename,
    "set schema": _move,
    "enable": _switch,
    "disable": _switch,
    "alter": _alter,
    "set": _alter,
    "insert": _rows,
    **dict.fromkeys(_ROWS, _rows),
}

"""Recorded: turns the recorder's log into what each statement did to which object, followed by identity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from docgen.model.migration import RecordedTouch
from docgen.model.name import quote
from docgen.postgres.replay.differences import detail, differences, text
from docgen.postgres.replay.recorder_log import HANG, KINDS, Entry, Key, spelled

_GLOBAL = frozenset(("schema", "extension"))
_TABLES = frozenset(("table", "foreign table"))
_VIEWS = frozenset(("view", "materialized view"))
_CONSTRAINTS = ("constraint", "domain constraint")
_MAKING = ("CREATE", "SELECT INTO", "IMPORT")
_ROW_SECURITY = frozenset(("row level security", "force row level security"))


@dataclass
class _Known:
    """An object as the log last spoke of it; of a part ``names`` is its own name alone."""

    kind: str
    names: tuple[str, ...]
    state: Mapping[str, Any]
    relation: Key | None = None
    relation_names: tuple[str, ...] = ()
    parts: dict[tuple[str, int], _Known] = field(default_factory=dict)
    children: set[int] = field(default_factory=set)


class Story:
    """Follows the objects through the log, entry by entry."""

    def __init__(self) -> None:
        self._known: dict[Key, _Known] = {}
        self._indexes: dict[tuple[str, ...], Key] = {}
        self._holders: dict[int, Key] = {}  # the table or domain of a constraint
        self._told: dict[int, list[RecordedTouch]] = {}
        self._gone: set[Key] = set()  # what the command dropped until now
        self._statement = (-1, -1)
        self._line = 0
        self._file: list[RecordedTouch] = []
        self._begun = 0  # how many in it are of earlier statements

    def touches(self) -> Mapping[int, Sequence[RecordedTouch]]:
        """What was done, by the number of the file, in order; the same deed of one file's line is told once."""
        return {file: list(dict.fromkeys(told)) for file, told in self._told.items()}

    def tell(self, entry: Entry) -> None:
        """Goes on with the next entry of the log."""
        if entry.statement != self._statement or not entry.dropped:
            self._gone = set()
        if entry.statement != self._statement:
            self._statement, self._line = entry.statement, entry.line
            self._file = self._told.setdefault(entry.statement[0], [])
            self._begun = len(self._file)
        kind = KINDS.get(entry.kind)
        if entry.dropped:
            self._drop(entry, kind)
        elif kind is None:
            return
        elif entry.command in ("COMMENT", "SECURITY LABEL"):
            self._comment(entry, kind)
        elif entry.catalog == "pg_constraint":
            self._rename_constraint(entry)
        elif kind == "column":  # ALTER TABLE ... RENAME COLUMN speaks of the column, its parts tell the name
            self._parts(entry, made=False)
        else:
            self._change(entry, kind)

    def _comment(self, entry: Entry, kind: str) -> None:
        known = self._known.get(entry.key)
        if kind == "domain constraint":
            relation = entry.names[0]
            self._say("comment", kind, f"{relation}.{quote((entry.arguments or ('',))[0])}", relation)
        elif kind == "column" or known is None:
            self._say("comment", kind, *entry.addressed(kind))
        else:
            self._say("comment", known.kind, self._spelled(known), self._relation_of(known))

    def _change(self, entry: Entry, kind: str) -> None:
        known = self._known.get(entry.key) or self._rebuilt(entry, kind)
        made = known is None and entry.command.startswith(_MAKING)
        now = self._see(entry, kind, known)
        if made:
            if not now.state.get("of constraint"):  # which is told instead
                self._say("create", kind, self._spelled(now), self._relation_of(now))
        elif known is not None:
            self._compare(entry, known, now)
        elif not any((entry.parts or {}).values()):
            self._say("alter", kind, self._spelled(now), self._relation_of(now))
        self._parts(entry, made=made)
        if kind in _TABLES:
            self._family(entry.oid, now, made)
        if kind == "sequence" and now.relation is not None:
            # A column's type or identity made it, and it comes with the column.
            self._unsay("create", "sequence", self._spelled(now))

    def _see(self, entry: Entry, kind: str, known: _Known | None) -> _Known:
        now = _Known(
            kind,
            tuple(entry.names),
            entry.state or {},
            ("pg_class", entry.relation) if entry.relation else None,
            tuple(entry.relation_names or ()),
            known.parts if known else {},
            known.children if known else set(),
        )
        self._known[entry.key] = now
        if kind == "index":
            self._indexes[now.names] = entry.key
        return now

    def _rebuilt(self, entry: Entry, kind: str) -> _Known | None:
        """The index that had the name until now: ALTER TABLE makes some anew under another number."""
        if kind != "index":
            return None
        return self._known.pop(self._indexes.get(tuple(entry.names), entry.key), None)

    def _compare(self, entry: Entry, was: _Known, now: _Known) -> None:
        if was.names != now.names:
            verb = "rename" if was.names[0] == now.names[0] or now.kind in _GLOBAL else "set schema"
            relation = self._relation_of(now)
            self._say(verb, now.kind, self._spelled(was), relation, self._spelled(now))
            if now.kind == "schema":
                self._move_schema(was.names[0], now.names[0])
        changed = differences(was.state, now.state)
        for name in [name for name in changed if name in _ROW_SECURITY]:
            del changed[name]
            self._say("enable" if now.state[name] else "disable", name, self._spelled(now))
        if entry.command.startswith("CREATE"):
            if changed:
                self._say("replace", now.kind, self._spelled(now), self._relation_of(now))
        elif changed or (not now.state and was.names == now.names):
            self._say("alter", now.kind, self._spelled(now), self._relation_of(now), detail=detail(changed))

    def _move_schema(self, old: str, new: str) -> None:
        for known in self._known.values():
            if len(known.names) > 1 and known.names[0] == old and known.kind not in HANG:
                known.names = (new, *known.names[1:])

    def _family(self, oid: int, now: _Known, made: bool) -> None:
        """Partitions and heirs that came and went by ALTER TABLE; those that are made as such say so themselves."""
        for parent in now.state.get("parents", ()):
            above = self._known.get(("pg_class", parent))
            if above is not None:
                above.children.add(oid)
        there = set(now.state.get("children", ()))
        for verb, oids in (("attach", there - now.children), ("detach", now.children - there)):
            for child in sorted(oids) if not made else ():
                known = self._known.get(("pg_class", child))
                if known is not None:
                    self._say(verb, "table", self._spelled(now), detail=spelled(known.names))
        now.children = there

    def _parts(self, entry: Entry, *, made: bool) -> None:
        """The columns, constraints, labels that the command wrote; those of a new table come with it."""
        owner = self._known.get(entry.key)
        if owner is None:  # a table that was there before the first migration
            owner = self._known[entry.key] = _Known("table", tuple(entry.names)[:2], {})
        silent = made or owner.kind in _VIEWS
        for kind, rows in (entry.parts or {}).items():
            for number, name, state in rows or ():
                now = _Known(kind, (name,), state, entry.key)
                was = owner.parts.get((kind, number)) or _twin(owner, now)
                owner.parts[kind, number] = now
                if kind.endswith("constraint"):
                    self._holders[number] = entry.key
                self._part(was, now, silent)

    def _part(self, was: _Known | None, now: _Known, silent: bool) -> None:
        own, relation = self._spelled(now), self._relation_of(now)
        if was is None:
            if not silent and not now.state.get("inherited"):
                self._say("add", now.kind, own, relation, detail=text(now.state.get("type", "")))
            return
        if was.names != now.names:
            self._say("rename", now.kind, self._spelled(was), relation, own)
        changed = differences(was.state, now.state)
        if changed and not silent:
            self._say("alter", now.kind, own, relation, detail=detail(changed))

    def _rename_constraint(self, entry: Entry) -> None:
        holder = self._known.get(self._holders.get(entry.oid, entry.key))
        name = entry.arguments[0] if entry.kind == "domain constraint" and entry.arguments else entry.names[-1]
        for kind in _CONSTRAINTS:
            part = holder.parts.get((kind, entry.oid)) if holder else None
            if part is not None and part.names != (name,):
                old = self._spelled(part)
                part.names = (name,)
                self._say("rename", kind, old, self._relation_of(part), self._spelled(part))

    def _drop(self, entry: Entry, kind: str | None) -> None:
        if kind != "column":
            self._gone.add(entry.key)
        known = self._forget(entry, kind)
        if known is None:
            if kind is not None and (entry.state or {}).get("original") and not self._not_null(entry):
                self._say("drop", kind, *entry.addressed(kind))
        elif known.relation not in self._gone and not known.state.get("of constraint"):
            self._say("drop", known.kind, self._spelled(known), self._relation_of(known))

    def _not_null(self, entry: Entry) -> bool:
        """Whether a constraint that was never told is dropped from a known table: NOT NULL, which the column tells."""
        table = tuple(entry.names[:2])
        return entry.catalog == "pg_constraint" and any(known.names == table for known in self._known.values())

    def _forget(self, entry: Entry, kind: str | None) -> _Known | None:
        """Takes the object out of what is known."""
        if kind == "column":
            table = self._known.get(entry.key)
            return table.parts.pop(("column", entry.part), None) if table else None
        if entry.catalog == "pg_constraint":
            holder = self._known.get(self._holders.pop(entry.oid, entry.key))
            parts = holder.parts if holder else {}
            return next((parts.pop((one, entry.oid)) for one in _CONSTRAINTS if (one, entry.oid) in parts), None)
        return self._known.pop(entry.key, None)

    def _spelled(self, known: _Known) -> str:
        """The object's name; that of a part begins with the name that its relation has by now."""
        if known.kind in HANG or (len(known.names) == 1 and known.relation is not None):
            return f"{self._relation_of(known)}.{quote(known.names[-1])}"
        return spelled(known.names)

    def _relation_of(self, known: _Known) -> str:
        if known.relation is None or known.kind == "sequence":
            return ""
        above = self._known.get(known.relation)
        return spelled(above.names if above else known.relation_names)

    def _say(self, verb: str, kind: str, own: str, relation: str = "", new_name: str = "", detail: str = "") -> None:
        self._file.append(RecordedTouch(self._line, verb, kind, own, relation, new_name, detail))

    def _unsay(self, verb: str, kind: str, own: str) -> None:
        """Takes back what this statement was said to have done."""
        kept = [one for one in self._file[self._begun :] if (one.verb, one.kind, one.object) != (verb, kind, own)]
        self._file[self._begun :] = kept


def _twin(owner: _Known, now: _Known) -> _Known | None:
    """The constraint of that name, which ALTER COLUMN ... TYPE makes anew under another number."""
    if now.kind != "constraint":
        return None
    place = next((key for key, one in owner.parts.items() if key[0] == now.kind and one.names == now.names), None)
    return owner.parts.pop(place) if place else None

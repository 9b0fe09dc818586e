"""Carried: what becomes of each statement of the chain that the schema alone does not show."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from docgen.model.catalog import Catalog
from docgen.model.consolidation import Carried, Verdict
from docgen.model.migration import Migration, ReplayFailure
from docgen.model.name import Name
from docgen.sql.parse import parse
from docgen.sql.statement import Statement

DATA = ("insert", "update", "delete", "truncate", "merge")
# What the catalog does not hold: the statements are carried as written.
_UNKNOWN = re.compile(r"(CREATE|ALTER|DROP) SUBSCRIPTION|SECURITY LABEL|IMPORT FOREIGN SCHEMA|ALTER DATABASE")
_BASE_TYPE = re.compile(r"create\s+type\s+\S+\s*(;|\(\s*input\s*=|$)", re.IGNORECASE)
_REACHES_OUT = re.compile(r"\b(dblink|pg_notify|http_\w+|net\.http_\w+|lo_\w+|copy\b.*\bprogram)\b", re.I | re.S)


class Judge:
    """What is known when a statement is judged: which tables each migration changed, and what is left at the end.

    ``changed`` are the tables whose rows differ after a migration, by its path; ``left`` those that hold rows at the
    end; ``extension`` those that belong to extensions. ``decisions`` are (verdict, reason) by place.
    """

    def __init__(
        self,
        catalog: Catalog,
        changed: Mapping[str, Collection[Name]],
        left: Collection[Name],
        extension: Collection[Name],
        failures: Sequence[ReplayFailure],
        decisions: Mapping[tuple[str, int], tuple[str, str]],
    ) -> None:
        self.tables = {one.id for one in catalog.relations} | set(left)
        self.changed, self.left, self.extension, self.decisions = changed, left, extension, decisions
        self.failed = {(one.path, one.line): one for one in failures}

    def judged(self, migrations: Sequence[Migration]) -> tuple[Carried, ...]:
        """Every statement that needs a word, in the order of the files."""
        return tuple(one for migration in migrations for one in self._of(migration))

    def _of(self, migration: Migration) -> Iterator[Carried]:
        for statement in parse(migration.sql):
            place = (migration.path, statement.line)
            failure = self.failed.get(place)
            found = self._verdict(migration, statement, failure)
            if found is None:
                continue
            verdict, reason, text = found
            if place in self.decisions and verdict != "kept":
                decision, why = self.decisions[place]
                verdict, reason = ("kept" if decision == "keep" else "superseded"), why
                text = statement.text if decision == "keep" and failure is None else ""
            first = statement.text.split("\n")[0]
            yield Carried(path=place[0], line=place[1], statement=first, verdict=verdict, reason=reason, text=text)

    def _verdict(
        self, migration: Migration, statement: Statement, failure: ReplayFailure | None
    ) -> tuple[Verdict, str, str] | None:
        if failure is not None:
            return "decide", f"fails on an empty database: {failure.message}", ""
        if _UNKNOWN.match(statement.kind) or _BASE_TYPE.match(statement.text):
            return "kept", "docgen's catalog does not hold this kind of object", statement.text
        changed = self.changed.get(migration.path, ())
        targets = [_target(action.relation_schema, action.relation)
                   for action in statement.actions if action.verb in DATA]  # fmt: skip
        calls = statement.kind in ("SELECT", "CALL", "COPY") or (statement.kind == "DO" and bool(changed))
        if targets:
            return self._of_targets(targets, changed)
        return self._of_call(statement, changed) if calls else None

    def _of_targets(self, targets: Sequence[Name], changed: Collection[Name]) -> tuple[Verdict, str, str]:
        gone = [name for name in targets if not _known(name, self.tables)]
        if gone:
            return "superseded", f"{gone[0].name} is dropped or renamed later: its rows at the end count", ""
        hit = [name for name in targets if _known(name, changed)]
        if not hit:
            return "superseded", "finds no rows in an empty database", ""
        if not any(_known(name, self.left) for name in hit):
            return "superseded", f"later statements leave no rows in {hit[0].name}", ""
        return "kept", f"its rows are among those written for {hit[0].name}", ""

    def _of_call(self, statement: Statement, changed: Collection[Name]) -> tuple[Verdict, str, str] | None:
        if _REACHES_OUT.search(statement.text):
            return "decide", "reaches outside of the database", ""
        foreign = sorted(str(name) for name in changed if name in self.extension)
        if foreign and statement.kind == "SELECT":
            return "kept", f"an extension's function writes {foreign[0]}: carried as written", statement.text
        if changed:
            return "kept", f"the rows that it leaves are written: {', '.join(sorted(map(str, changed)))}", ""
        return "superseded", "changes no rows of an empty database", ""


def _target(schema: str, name: str) -> Name:
    return Name(schema, name)


def _known(name: Name, tables: Collection[Name]) -> bool:
    return name in tables or (not name.schema and any(one.name == name.name for one in tables))

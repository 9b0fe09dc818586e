"""Repairs: what a table that is there already lacks, added without losing a row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from docgen.analysis.consolidate.conversion import conversion, widening
from docgen.analysis.ddl.constraints import addition, ordered, text, waits
from docgen.analysis.ddl.identifiers import identifier, qualified
from docgen.analysis.ddl.statement import Ddl, Form, guarded, literal
from docgen.analysis.ddl.tables import SECTION, column_text
from docgen.analysis.ddl.types import labels
from docgen.model.catalog import Catalog
from docgen.model.consolidation import Mismatch
from docgen.model.name import Name
from docgen.model.relation import Column, Constraint, Relation

# Every value of the first type is one of the second, written the same.
_WIDER = re.compile(
    r"character varying(\(\d+\))? > (text|character varying)"
    r"|smallint > (integer|bigint|numeric)|integer > (bigint|numeric)|bigint > numeric|numeric\(.*\) > numeric"
)
_FORM = Form(idempotent=True)


class Repairs:
    """The statements below each table and type, and what they are for.

    ``expected`` is what the chain makes. ``older`` are catalogs of databases that have run a part of it: what they
    lack is added where that needs no rule. ``live`` is the database that is known to differ, None without one: each
    difference of its tables is told, and repaired where ``backfill`` (by schema.table.column) has the rule it needs.
    """

    def __init__(
        self, expected: Catalog, older: Sequence[Catalog], live: Catalog | None, backfill: Mapping[str, str], name: str
    ) -> None:
        self.below: dict[Name, list[Ddl]] = {}
        self.mismatches: list[Mismatch] = []
        self._backfill = {column: expression.strip() for column, expression in backfill.items()}
        self._name = name
        states = [{one.id: one for one in state.relations} for state in older]
        there = {one.id: one for one in live.relations} if live else {}
        for relation in expected.relations:
            if "view" in relation.kind:
                continue
            known = [state[relation.id] for state in states if relation.id in state]
            self._table(relation, known, there.get(relation.id))
        self._labels(expected, [*older, *([live] if live else [])])

    def _table(self, wanted: Relation, older: Sequence[Relation], live: Relation | None) -> None:
        known = [*older, *([live] if live else [])]
        found: list[str] = []
        for column in wanted.columns:
            if any(column.name not in {one.name for one in state.columns} for state in known):
                found += self._missing(wanted, column, live)
                continue
            twins = [next(one for one in state.columns if one.name == column.name) for state in older]
            mine = next((one for one in live.columns if one.name == column.name), None) if live else None
            if mine is not None:
                found += self._changed(wanted, column, mine)
            found += [text for text in _relaxed(wanted, column, twins) if text not in found]
        statements = [
            Ddl(section=SECTION, object=qualified(wanted.id), text=one, attached=not one.startswith("DO"))
            for one in found
        ]
        for constraint in ordered(wanted):
            statements += self._constraint(wanted, constraint, known, live)
        if statements:
            self.below[wanted.id] = statements
        if live is not None:
            names = {column.name for column in wanted.columns}
            for column in live.columns:
                if column.name not in names:
                    self._tell(wanted, f"has a column {column.name} that the migrations do not make", "left as it is")

    def _missing(self, wanted: Relation, column: Column, live: Relation | None) -> list[str]:
        table = qualified(wanted.id)
        start = f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS"
        is_live = live is not None and column.name not in {one.name for one in live.columns}
        by_itself = column.default is not None or column.identity or not column.not_null
        expression = self._backfill.get(_place(wanted, column))
        if by_itself and expression is None:
            if is_live:
                self._tell(wanted, f"has no column {column.name}", "the column is added")
            return [f"{start} {column_text(wanted, column, {})};"]
        name = identifier(column.name)
        bare = Column(name=column.name, type=column.type, collation=column.collation, default=column.default)
        texts = [f"{start} {column_text(wanted, bare, {})};"]
        if expression is not None:
            texts.append(f"UPDATE {table} SET {name} = {expression} WHERE {name} IS NULL;")
        if column.not_null:
            texts.append(f"ALTER TABLE {table} ALTER COLUMN {name} SET NOT NULL;")
        if is_live:
            repair = "the column is added, filled by the configured rule, then set NOT NULL" if expression else ""
            self._tell(wanted, f"has no column {column.name}", repair, "" if expression else _wanted(wanted, column))
        return texts

    def _changed(self, wanted: Relation, column: Column, live: Column) -> list[str]:
        name, texts = identifier(column.name), []
        start = f"ALTER TABLE {qualified(wanted.id)} ALTER COLUMN {name}"
        expression = self._backfill.get(_place(wanted, column))
        if live.type != column.type:
            said = f"holds {column.name} as {live.type}, not {column.type}"
            if _WIDER.fullmatch(f"{live.type} > {column.type}"):
                self._tell(wanted, said, "the type is widened")
                texts.append(widening(wanted, column))
            elif expression is None:
                self._tell(wanted, said, "", _wanted(wanted, column))
            else:
                self._tell(wanted, said, "the rows are kept in a table of their own, counted, then converted")
                texts.append(conversion(wanted, column, expression, self._name))
        if live.default != column.default and not column.generated:
            self._tell(wanted, f"has another default of {column.name}", "the default is set")
            texts.append(f"{start} {'DROP DEFAULT' if column.default is None else f'SET DEFAULT {column.default}'};")
        if live.not_null and not column.not_null:
            self._tell(wanted, f"has {column.name} NOT NULL", "NOT NULL is taken off")
            texts.append(f"{start} DROP NOT NULL;")
        elif column.not_null and not live.not_null:
            self._tell(wanted, f"has {column.name} without NOT NULL", "empty rows are filled, then NOT NULL is set")
            if expression is not None or column.default is not None:
                filled = expression or column.default
                texts.append(f"UPDATE {qualified(wanted.id)} SET {name} = {filled} WHERE {name} IS NULL;")
            texts.append(f"{start} SET NOT NULL;")
        return texts

    def _constraint(
        self, wanted: Relation, constraint: Constraint, known: Iterable[Relation], live: Relation | None
    ) -> list[Ddl]:
        lacking = [one for one in known if constraint.name not in {other.name for other in one.constraints}]
        statements = []
        own = {one.name: one for one in live.constraints}.get(constraint.name) if live else None
        if own is not None and own.definition != constraint.definition:
            self._tell(wanted, f"has another {constraint.kind} {constraint.name}", "it is replaced")
            statements.append(_replacement(wanted, constraint, own))
        if lacking and not waits(wanted, constraint):
            if live in lacking:
                self._tell(wanted, f"has no {constraint.kind} {constraint.name}", "it is added, then validated")
            statements += _careful(wanted, constraint) if live in lacking else [addition(wanted, constraint, _FORM)]
        return statements

    def _labels(self, expected: Catalog, states: Sequence[Catalog]) -> None:
        for type_ in expected.types:
            name = Name(type_.schema, type_.name)
            there = [set(one.labels) for state in states for one in state.types if Name(one.schema, one.name) == name]
            missing = {label for label in type_.labels if any(label not in own for own in there)}
            if missing:
                self.below.setdefault(name, []).extend(labels(type_, missing))

    def _tell(self, relation: Relation, difference: str, repair: str, decision: str = "") -> None:
        self.mismatches.append(
            Mismatch(object=str(relation.id), difference=difference, repair=repair, decision=decision)
        )


def _relaxed(wanted: Relation, column: Column, older: Sequence[Column]) -> list[str]:
    """What older databases have otherwise and every row allows: the default, and NOT NULL taken off."""
    start = f"ALTER TABLE {qualified(wanted.id)} ALTER COLUMN {identifier(column.name)}"
    texts = []
    if any(one.default != column.default and one.generated == column.generated == "" for one in older):
        texts.append(f"{start} {'DROP DEFAULT' if column.default is None else f'SET DEFAULT {column.default}'};")
    if not column.not_null and any(one.not_null for one in older):
        texts.append(f"{start} DROP NOT NULL;")
    return texts


def _careful(relation: Relation, constraint: Constraint) -> list[Ddl]:
    """ADD CONSTRAINT NOT VALID, then VALIDATE, for what allows it."""
    if constraint.kind != "check":
        return [addition(relation, constraint, _FORM)]
    table, name = qualified(relation.id), identifier(constraint.name)
    condition = (
        "NOT EXISTS (\n    SELECT FROM pg_catalog.pg_constraint\n"
        f"    WHERE conrelid = {literal(table)}::regclass AND conname = {literal(constraint.name)}\n  )"
    )
    add = guarded(condition, f"ALTER TABLE {table} ADD {text(constraint)} NOT VALID;")
    validate = f"ALTER TABLE {table} VALIDATE CONSTRAINT {name};"
    return [
        Ddl(section=SECTION, object=table, text=add),
        Ddl(section=SECTION, object=table, text=validate, attached=True),
    ]


def _replacement(relation: Relation, constraint: Constraint, live: Constraint) -> Ddl:
    table = qualified(relation.id)
    condition = (
        "EXISTS (\n    SELECT FROM pg_catalog.pg_constraint\n"
        f"    WHERE conrelid = {literal(table)}::regclass AND conname = {literal(constraint.name)}\n"
        f"      AND pg_catalog.pg_get_constraintdef(oid, true) = {literal(live.definition)}\n  )"
    )
    drop = f"ALTER TABLE {table} DROP CONSTRAINT {identifier(constraint.name)};"
    return Ddl(
        section=SECTION, object=table, text=guarded(condition, drop, f"ALTER TABLE {table} ADD {text(constraint)};")
    )


def _place(relation: Relation, column: Column) -> str:
    return f"{relation.schema}.{relation.name}.{column.name}"


def _wanted(relation: Relation, column: Column) -> str:
    return f'[[consolidate.backfill]]\ncolumn = "{_place(relation, column)}"\nexpression = "..."'

"""Postponed: the defaults and checks of a table that call a function which itself needs the table."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from docgen.analysis.ddl.constraints import SECTION, addition
from docgen.analysis.ddl.identifiers import identifier, qualified
from docgen.analysis.ddl.statement import Ddl, Form
from docgen.model.name import Name
from docgen.model.relation import Relation


def postponed(wanted: Relation, routines: Collection[Name], form: Form) -> tuple[Relation, list[Ddl]]:
    """The table without what calls one of ``routines``, and the statements that add it when they are there."""
    calls = tuple(f"{routine}(" for routine in routines)
    name = qualified(wanted.id)
    columns, statements = [], []
    for column in wanted.columns:
        if column.default and not column.generated and any(call in column.default for call in calls):
            text = f"ALTER TABLE {name} ALTER COLUMN {identifier(column.name)} SET DEFAULT {column.default};"
            statements.append(Ddl(section=SECTION, object=name, text=text))
            column = msgspec.structs.replace(column, default=None)
        columns.append(column)
    checks = [
        one
        for one in wanted.constraints
        if one.kind == "check" and not one.inherited and any(call in one.definition for call in calls)
    ]
    statements += [addition(wanted, one, form) for one in checks]
    kept = tuple(one for one in wanted.constraints if one not in checks)
    return msgspec.structs.replace(wanted, columns=tuple(columns), constraints=kept), statements

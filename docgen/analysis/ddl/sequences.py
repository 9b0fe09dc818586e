"""Sequences of their own and of serial columns; those of identity columns are made with their column."""

from __future__ import annotations

from docgen.analysis.ddl import privileges
from docgen.analysis.ddl.identifiers import identifier, qualified
from docgen.analysis.ddl.statement import Ddl, Form, comment
from docgen.model.catalog import Sequence
from docgen.model.name import Name

SECTION = "Sequences"
OWNED = "Sequences and their columns"
_LIMITS = {"smallint": 2**15 - 1, "integer": 2**31 - 1, "bigint": 2**63 - 1}


def sequence(wanted: Sequence, form: Form) -> list[Ddl]:
    """CREATE SEQUENCE with its options that are not the default, owner and comment."""
    name = qualified(Name(wanted.schema, wanted.name))
    if wanted.identity:
        return comment(SECTION, "SEQUENCE", name, wanted.comment, _before(wanted, form).comment)
    before = next((one for one in form.given.sequences if (one.schema, one.name) == (wanted.schema, wanted.name)), None)
    statements = []
    if before is None:
        guard = "IF NOT EXISTS " if form.idempotent else ""
        text = f"CREATE SEQUENCE {guard}{name}{options(wanted)};"
        statements.append(Ddl(section=SECTION, object=name, text=text))
    statements += privileges.owner(SECTION, "SEQUENCE", name, wanted.owner, form, before.owner if before else None)
    return statements + comment(SECTION, "SEQUENCE", name, wanted.comment, before.comment if before else "")


def owned(wanted: Sequence, form: Form) -> list[Ddl]:
    """ALTER SEQUENCE OWNED BY, and the comment that an identity's sequence may have."""
    if wanted.owned_by is None or wanted.owned_by == _before(wanted, form).owned_by or wanted.identity:
        return []
    name = qualified(Name(wanted.schema, wanted.name))
    table, column = wanted.owned_by
    text = f"ALTER SEQUENCE {name} OWNED BY {qualified(table)}.{identifier(column)};"
    return [Ddl(section=OWNED, object=name, text=text, attached=True)]


def sequence_privileges(wanted: Sequence, form: Form) -> list[Ddl]:
    """The rights on the sequence."""
    known = [one for one in form.given.sequences if (one.schema, one.name) == (wanted.schema, wanted.name)]
    held = known[0].grants if known else privileges.at_creation("sequences", wanted.schema, form)
    name = qualified(Name(wanted.schema, wanted.name))
    return privileges.privileges("SEQUENCE", name, wanted.owner, wanted.grants, held)


def options(wanted: Sequence) -> str:
    """The options as CREATE SEQUENCE writes them, each with a space before it; defaults are left out."""
    limit = _LIMITS.get(wanted.type, _LIMITS["bigint"])
    upwards = wanted.increment > 0
    minimum, maximum = (1, limit) if upwards else (-limit - 1, -1)
    text = "" if wanted.type == "bigint" or wanted.identity else f" AS {wanted.type}"
    text += "" if wanted.increment == 1 else f" INCREMENT BY {wanted.increment}"
    text += "" if wanted.minimum == minimum else f" MINVALUE {wanted.minimum}"
    text += "" if wanted.maximum == maximum else f" MAXVALUE {wanted.maximum}"
    start = wanted.minimum if upwards else wanted.maximum
    text += "" if wanted.start == start else f" START WITH {wanted.start}"
    text += "" if wanted.cache == 1 else f" CACHE {wanted.cache}"
    return text + (" CYCLE" if wanted.cycle else "")


def _before(wanted: Sequence, form: Form) -> Sequence:
    known = [one for one in form.given.sequences if (one.schema, one.name) == (wanted.schema, wanted.name)]
    return known[0] if known else Sequence(schema=wanted.schema, name=wanted.name, owner="")

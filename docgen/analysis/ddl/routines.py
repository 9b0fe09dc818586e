"""Routines: functions, procedures and aggregates."""

from __future__ import annotations

from docgen.analysis.ddl import privileges
from docgen.analysis.ddl.identifiers import qualified
from docgen.analysis.ddl.statement import Ddl, Form, comment
from docgen.model.catalog import Routine

SECTION = "Functions"


def routine(wanted: Routine, form: Form) -> list[Ddl]:
    """CREATE OR REPLACE with owner and comment. The body is not checked: the script says so at its start."""
    before = _before(wanted, form)
    if not wanted.definition:
        return []
    name, kind = signature(wanted), _kind(wanted)
    statements = []
    if before is None or before.definition != wanted.definition:
        text = wanted.definition if form.idempotent else wanted.definition.replace("CREATE OR REPLACE ", "CREATE ", 1)
        statements.append(Ddl(section=SECTION, object=name, text=f"{text.rstrip().rstrip(';')};"))
    statements += privileges.owner(SECTION, kind, name, wanted.owner, form, before.owner if before else None)
    return statements + comment(SECTION, kind, name, wanted.comment, before.comment if before else "")


def routine_privileges(wanted: Routine, form: Form) -> list[Ddl]:
    """The rights on the routine."""
    before = _before(wanted, form)
    if not wanted.definition:
        return []
    held = before.grants if before else privileges.at_creation("functions", wanted.schema, form)
    kind = "PROCEDURE" if wanted.kind == "procedure" else "FUNCTION"
    return privileges.privileges(kind, signature(wanted), wanted.owner, wanted.grants, held)


def signature(wanted: Routine) -> str:
    """How a statement names this overload."""
    return f"{qualified(wanted.id)}({wanted.signature or ('*' if _bare_aggregate(wanted) else '')})"


def _bare_aggregate(wanted: Routine) -> bool:
    return wanted.kind == "aggregate" and not wanted.signature


def _kind(wanted: Routine) -> str:
    return "FUNCTION" if wanted.kind == "window function" else wanted.kind.upper()


def _before(wanted: Routine, form: Form) -> Routine | None:
    key = (wanted.schema, wanted.name, wanted.signature)
    return next((one for one in form.given.routines if (one.schema, one.name, one.signature) == key), None)

"""Views and materialized views."""

from __future__ import annotations

from docgen.analysis.ddl import privileges
from docgen.analysis.ddl.identifiers import identifier, qualified
from docgen.analysis.ddl.statement import Ddl, Form, guarded, literal
from docgen.analysis.ddl.tables import relation_comments, storage_parameter
from docgen.model.relation import Relation

SECTION = "Views"
ROWS = "Rows of materialized views"


def view(wanted: Relation, before: Relation | None, form: Form) -> list[Ddl]:
    """CREATE VIEW with defaults of its columns, owner and comments."""
    name, kind = qualified(wanted.id), wanted.kind.upper()
    statements = []
    if before is None or before.definition != wanted.definition or before.options != wanted.options:
        statements.append(Ddl(section=SECTION, object=name, text=creation(wanted, form, empty=True)))
    for column in wanted.columns:
        if column.default is not None:
            text = f"ALTER VIEW {name} ALTER COLUMN {identifier(column.name)} SET DEFAULT {column.default};"
            statements.append(Ddl(section=SECTION, object=name, text=text, attached=True))
        if column.statistics is not None:
            text = f"ALTER {kind} {name} ALTER COLUMN {identifier(column.name)} SET STATISTICS {column.statistics};"
            statements.append(Ddl(section=SECTION, object=name, text=text, attached=True))
    statements += privileges.owner(SECTION, kind, name, wanted.owner, form, before.owner if before else None)
    return statements + relation_comments(SECTION, kind, wanted, before)


def creation(wanted: Relation, form: Form, *, empty: bool = False) -> str:
    """The CREATE VIEW statement; ``empty``: a materialized view gets no rows until all functions are there."""
    is_stored = wanted.kind == "materialized view"
    start = f"CREATE {wanted.kind.upper()} "
    if form.idempotent:
        start = "CREATE MATERIALIZED VIEW IF NOT EXISTS " if is_stored else "CREATE OR REPLACE VIEW "
    options = f" WITH ({', '.join(map(storage_parameter, wanted.options))})" if wanted.options else ""
    check = f"\n  WITH {wanted.check_option.upper()} CHECK OPTION" if wanted.check_option else ""
    query = wanted.definition.strip().rstrip(";")
    text = f"{start}{qualified(wanted.id)}"
    text += f"\nUSING {identifier(wanted.access_method)}" if wanted.access_method else ""
    text += options
    text += f"\nTABLESPACE {identifier(wanted.tablespace)}" if wanted.tablespace else ""
    return f"{text} AS\n{query}{check}" + ("\nWITH NO DATA;" if is_stored and (empty or not wanted.populated) else ";")


def rows(wanted: Relation, before: Relation | None, form: Form) -> list[Ddl]:
    """REFRESH of a materialized view that is to hold rows; a repeatable script fills only an empty one."""
    if wanted.kind != "materialized view" or not wanted.populated or before is not None:
        return []
    name = qualified(wanted.id)
    text = f"REFRESH MATERIALIZED VIEW {name};"
    if form.idempotent:
        condition = (
            "EXISTS (\n    SELECT FROM pg_catalog.pg_class\n"
            f"    WHERE oid = {literal(name)}::regclass AND NOT relispopulated\n  )"
        )
        text = guarded(condition, text)
    return [Ddl(section=ROWS, object=name, text=text, attached=not form.idempotent)]

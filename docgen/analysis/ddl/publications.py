"""Publications of logical replication."""

from __future__ import annotations

from docgen.analysis.ddl import privileges
from docgen.analysis.ddl.identifiers import identifier, qualified
from docgen.analysis.ddl.statement import Ddl, Form, comment, guarded, literal
from docgen.model.catalog import Publication, PublishedTable

SECTION = "Publications"
_ALL = ("insert", "update", "delete", "truncate")


def publication(wanted: Publication, form: Form) -> list[Ddl]:
    """CREATE PUBLICATION with owner and comment; for one that is given, the tables and schemas that it lacks."""
    before = next((one for one in form.given.publications if one.name == wanted.name), None)
    if before == wanted:
        return []
    name = identifier(wanted.name)
    if before is not None:
        return [
            Ddl(section=SECTION, object=name, text=text, attached=True) for text in _additions(wanted, before, form)
        ]
    options = [] if set(wanted.operations) == set(_ALL) else [f"publish = '{', '.join(wanted.operations)}'"]
    options += ["publish_generated_columns = stored"] if wanted.generated_columns else []
    options += ["publish_via_partition_root = true"] if wanted.via_root else []
    text = f"CREATE PUBLICATION {name}{_members(wanted)}"
    text += f"\n  WITH ({', '.join(options)});" if options else ";"
    if form.idempotent:
        text = guarded(
            f"NOT EXISTS (SELECT FROM pg_catalog.pg_publication WHERE pubname = {literal(wanted.name)})", text
        )
    return [
        Ddl(section=SECTION, object=name, text=text),
        *privileges.owner(SECTION, "PUBLICATION", name, wanted.owner, form),
        *comment(SECTION, "PUBLICATION", name, wanted.comment),
    ]


def _members(wanted: Publication) -> str:
    if wanted.all_tables:
        return " FOR ALL TABLES"
    parts = [f"TABLE {', '.join(map(_member, wanted.tables))}"] if wanted.tables else []
    parts += [f"TABLES IN SCHEMA {', '.join(map(identifier, wanted.schemas))}"] if wanted.schemas else []
    return f"\n  FOR {', '.join(parts)}" if parts else ""


def _member(table: PublishedTable) -> str:
    columns = f" ({', '.join(map(identifier, table.columns))})" if table.columns else ""
    return f"{qualified(table.name)}{columns}" + (f" WHERE ({table.condition})" if table.condition else "")


def _additions(wanted: Publication, before: Publication, form: Form) -> list[str]:
    start = f"ALTER PUBLICATION {identifier(wanted.name)} ADD"
    texts = []
    there = {table.name for table in before.tables}
    for table in wanted.tables:
        if table.name not in there:
            text = f"{start} TABLE {_member(table)};"
            condition = (
                "NOT EXISTS (\n    SELECT FROM pg_catalog.pg_publication_rel AS member\n"
                "    JOIN pg_catalog.pg_publication AS publication ON publication.oid = member.prpubid\n"
                f"    WHERE publication.pubname = {literal(wanted.name)}"
                f" AND member.prrelid = {literal(qualified(table.name))}::regclass\n  )"
            )
            texts.append(guarded(condition, text) if form.idempotent else text)
    texts += [
        f"{start} TABLES IN SCHEMA {identifier(schema)};" for schema in wanted.schemas if schema not in before.schemas
    ]
    return texts

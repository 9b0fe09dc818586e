"""Collations that a person made."""

from __future__ import annotations

from docgen.analysis.ddl import privileges
from docgen.analysis.ddl.identifiers import qualified
from docgen.analysis.ddl.statement import Ddl, Form, comment, literal
from docgen.model.catalog import Collation
from docgen.model.name import Name

SECTION = "Collations"


def collation(wanted: Collation, form: Form) -> list[Ddl]:
    """CREATE COLLATION with owner and comment."""
    if wanted in form.given.collations:
        return []
    name = qualified(Name(wanted.schema, wanted.name))
    guard = "IF NOT EXISTS " if form.idempotent else ""
    options = [f"PROVIDER = {wanted.provider}"]
    if wanted.provider == "libc" and ", " in wanted.locale:
        collate, _, ctype = wanted.locale.partition(", ")
        options += [f"LC_COLLATE = {literal(collate)}", f"LC_CTYPE = {literal(ctype)}"]
    else:
        options.append(f"LOCALE = {literal(wanted.locale)}")
    options += [] if wanted.deterministic else ["DETERMINISTIC = false"]
    return [
        Ddl(section=SECTION, object=name, text=f"CREATE COLLATION {guard}{name} ({', '.join(options)});"),
        *privileges.owner(SECTION, "COLLATION", name, wanted.owner, form),
        *comment(SECTION, "COLLATION", name, wanted.comment),
    ]

"""Migration: the text of the one migration that stands for many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from docgen.analysis.ddl.catalog import catalog_ddl
from docgen.analysis.ddl.constraints import SECTION as CONSTRAINTS
from docgen.analysis.ddl.others import SECTIONS
from docgen.analysis.ddl.script import SETTINGS, script
from docgen.analysis.ddl.statement import Ddl, Form, dollar_quoted, literal
from docgen.model.catalog import Catalog
from docgen.model.consolidation import Carried
from docgen.model.name import Name

CARRIED = "Carried as written"
# What stands above the rows: from the first of the other sections on, everything is made for tables that have them.
_ABOVE = (
    "Roles", "Schemas", "Extensions", "Collations", "Foreign servers", "Types", "Sequences", "Tables", "Functions",
    "Views", "Sequences and their columns", CONSTRAINTS, "Indexes", *SECTIONS.values(),
)  # fmt: skip


def content(
    expected: Catalog, given: Catalog, role: str, below: Mapping[Name, Sequence[Ddl]], more: Sequence[Ddl]
) -> tuple[Ddl, ...]:
    """Every object in the idempotent form, with ``below`` each table what mends it, and ``more`` (rows, positions,
    what is carried as written) above the keys and triggers that would look at it."""
    form = Form(idempotent=True, role=role, given=given)
    statements = catalog_ddl(expected, form, below)
    place = next((n for n, one in enumerate(statements) if one.section not in _ABOVE), len(statements))
    return (*statements[:place], *more, *statements[place:])


def carried_statements(carried: Sequence[Carried]) -> list[Ddl]:
    """What the catalog does not hold, as it was written, silent where it is there already."""
    texts = [_unless_there(one.text) for one in carried if one.text]
    if texts:  # its names are as the migrations wrote them
        texts = ["SET LOCAL search_path = DEFAULT;", *texts, "SET LOCAL search_path = '';"]
    return [Ddl(section=CARRIED, object=CARRIED, text=text) for text in texts]


def _unless_there(text: str) -> str:
    if text.lstrip()[:6].lower() == "select":
        return f"{text};"
    errors = "duplicate_object OR duplicate_function OR unique_violation"
    body = f"\nBEGIN\n  {text};\nEXCEPTION\n  WHEN {errors} THEN NULL;\nEND\n"
    return f"DO {dollar_quoted(body)};"


def migration_text(
    statements: Sequence[Ddl], name: str, title: Sequence[str], catch_up: str, head: str, foot: str, transaction: bool
) -> str:
    """The file: what it is, one lock, what older databases lack, then every object."""
    lines = "\n".join(f"-- {line}".rstrip() for line in title)
    lock = f"SELECT pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext({literal('docgen consolidate ' + name)}));"
    text = f"{head}{lines}\n\n"
    text += "" if transaction else "BEGIN;\n\n"
    text += f"-- Two runs at once would see the same gaps.\n{lock}\n\n"
    if catch_up:
        text += f"-- Databases that have run some of the migrations, but not all, run the others now.\n\n{catch_up}\n\n"
    text += f"{SETTINGS.format(local='LOCAL ')}\n\n{script(statements)}"
    # What follows in the same transaction is not ours: it finds the settings as they were.
    text += "\nSET LOCAL check_function_bodies = on;\nSET LOCAL search_path = DEFAULT;\n"
    return text + ("" if transaction else "\nCOMMIT;\n") + foot

"""Types: enums, domains, composite types, ranges."""

from __future__ import annotations

from docgen.analysis.ddl import privileges
from docgen.analysis.ddl.identifiers import identifier, qualified
from docgen.analysis.ddl.statement import Ddl, Form, comment, guarded, literal
from docgen.model.catalog import Type
from docgen.model.name import Name
from docgen.model.relation import Column

SECTION = "Types"


def type_(wanted: Type, form: Form) -> list[Ddl]:
    """CREATE TYPE or DOMAIN with owner and comments; nothing for a base type, which only C can make."""
    name = qualified(Name(wanted.schema, wanted.name))
    before = next((one for one in form.given.types if (one.schema, one.name) == (wanted.schema, wanted.name)), None)
    text = _creation(wanted, name)
    if not text:
        return []
    statements = []
    kind = "DOMAIN" if wanted.kind == "domain" else "TYPE"
    if before is None:
        if form.idempotent:
            text = guarded(f"to_regtype({literal(name)}) IS NULL", text)
        statements.append(Ddl(section=SECTION, object=name, text=text))
    statements += privileges.owner(SECTION, kind, name, wanted.owner, form, before.owner if before else None)
    return statements + _comments(wanted, name, kind, before)


def labels(wanted: Type, missing: set[str]) -> list[Ddl]:
    """ALTER TYPE ADD VALUE for the labels that an older database may not have, each in its place."""
    name = qualified(Name(wanted.schema, wanted.name))
    statements = []
    for number, label in enumerate(wanted.labels):
        if label in missing:
            behind = [one for one in wanted.labels[number + 1 :] if one not in missing]
            place = f" BEFORE {literal(behind[0])}" if behind else ""
            text = f"ALTER TYPE {name} ADD VALUE IF NOT EXISTS {literal(label)}{place};"
            statements.append(Ddl(section=SECTION, object=name, text=text, attached=True))
    return statements


def type_privileges(wanted: Type, form: Form) -> list[Ddl]:
    """The rights on the type."""
    if wanted.kind == "base":
        return []
    before = next((one for one in form.given.types if (one.schema, one.name) == (wanted.schema, wanted.name)), None)
    held = before.grants if before else privileges.at_creation("types", wanted.schema, form)
    kind = "DOMAIN" if wanted.kind == "domain" else "TYPE"
    name = qualified(Name(wanted.schema, wanted.name))
    return privileges.privileges(kind, name, wanted.owner, wanted.grants, held)


def _creation(wanted: Type, name: str) -> str:
    if wanted.kind == "enum":
        items = ",\n".join(f"  {literal(label)}" for label in wanted.labels)
        return f"CREATE TYPE {name} AS ENUM (\n{items}\n);" if items else f"CREATE TYPE {name} AS ENUM ();"
    if wanted.kind == "composite":
        items = ",\n".join(f"  {_attribute(one)}" for one in wanted.attributes)
        return f"CREATE TYPE {name} AS (\n{items}\n);" if items else f"CREATE TYPE {name} AS ();"
    if wanted.kind == "range":
        options = [f"SUBTYPE = {wanted.base_type}"]
        options += [f"COLLATION = {wanted.collation}"] if wanted.collation else []
        if wanted.multirange:
            options.append(f"MULTIRANGE_TYPE_NAME = {qualified(Name(wanted.schema, wanted.multirange))}")
        # A function of the schema's own is not made yet: types come first.
        options += [f"{one.name.upper()} = {one.value}" for one in wanted.properties if "." not in one.value]
        return f"CREATE TYPE {name} AS RANGE ({', '.join(options)});"
    return _domain(wanted, name) if wanted.kind == "domain" else ""


def _domain(wanted: Type, name: str) -> str:
    text = f"CREATE DOMAIN {name} AS {wanted.base_type}"
    text += f" COLLATE {wanted.collation}" if wanted.collation else ""
    text += f" DEFAULT {wanted.default}" if wanted.default is not None else ""
    text += " NOT NULL" if wanted.not_null else ""
    for one in wanted.constraints:
        if one.kind == "check" and one.validated:
            text += f"\n  CONSTRAINT {identifier(one.name)} {one.definition}"
    text += ";"
    for one in wanted.constraints:
        if one.kind == "check" and not one.validated:
            text += f"\nALTER DOMAIN {name} ADD CONSTRAINT {identifier(one.name)} {one.definition};"
    return text


def _attribute(attribute: Column) -> str:
    collation = f" COLLATE {attribute.collation}" if attribute.collation else ""
    return f"{identifier(attribute.name)} {attribute.type}{collation}"


def _comments(wanted: Type, name: str, kind: str, before: Type | None) -> list[Ddl]:
    statements = comment(SECTION, kind, name, wanted.comment, before.comment if before else "")
    known = {one.name: one.comment for one in before.attributes} if before else {}
    for attribute in wanted.attributes:
        column = f"{name}.{identifier(attribute.name)}"
        statements += comment(SECTION, "COLUMN", column, attribute.comment, known.get(attribute.name, ""))
    known = {one.name: one.comment for one in before.constraints} if before else {}
    for one in wanted.constraints:
        place = f"{identifier(one.name)} ON DOMAIN {name}"
        statements += comment(SECTION, "CONSTRAINT", place, one.comment, known.get(one.name, ""))
    return statements

"""Policies: row-level security and who may see and write which rows."""

from __future__ import annotations

from docgen.analysis.ddl.identifiers import identifier, qualified
from docgen.analysis.ddl.statement import Ddl, Form, comment
from docgen.model.relation import Policy, Relation

SECTION = "Row-level security"


def policies(relation: Relation, before: Relation | None, form: Form) -> list[Ddl]:
    """The flags and CREATE POLICY. A repeatable script drops a policy before it makes it: in one transaction."""
    known = {one.name: one for one in before.policies} if before else {}
    name = qualified(relation.id)
    statements = [
        Ddl(section=SECTION, object=name, text=text, attached=number > 0)
        for number, text in enumerate(flags(relation, before))
    ]
    for one in relation.policies:
        old = known.get(one.name)
        if old == one:
            continue
        if old is not None or form.idempotent:
            text = f"DROP POLICY IF EXISTS {identifier(one.name)} ON {name};"
            statements.append(Ddl(section=SECTION, object=name, text=text))
        statements.append(Ddl(section=SECTION, object=name, text=policy(relation, one), attached=form.idempotent))
        statements += comment(SECTION, "POLICY", f"{identifier(one.name)} ON {name}", one.comment)
    return statements


def flags(relation: Relation, before: Relation | None = None) -> list[str]:
    """ALTER TABLE ENABLE and FORCE ROW LEVEL SECURITY."""
    name = qualified(relation.id)
    texts = []
    if relation.row_security != (before.row_security if before else False):
        texts.append(f"ALTER TABLE {name} {'ENABLE' if relation.row_security else 'DISABLE'} ROW LEVEL SECURITY;")
    if relation.force_row_security != (before.force_row_security if before else False):
        word = "FORCE" if relation.force_row_security else "NO FORCE"
        texts.append(f"ALTER TABLE {name} {word} ROW LEVEL SECURITY;")
    return texts


def policy(relation: Relation, wanted: Policy) -> str:
    """The CREATE POLICY statement."""
    text = f"CREATE POLICY {identifier(wanted.name)} ON {qualified(relation.id)}"
    text += "" if wanted.permissive else "\n  AS RESTRICTIVE"
    text += "" if wanted.command == "all" else f"\n  FOR {wanted.command.upper()}"
    text += f"\n  TO {', '.join('PUBLIC' if role == 'public' else identifier(role) for role in wanted.roles)}"
    text += f"\n  USING {bracketed(wanted.using)}" if wanted.using else ""
    text += f"\n  WITH CHECK {bracketed(wanted.check)}" if wanted.check else ""
    return text + ";"


def bracketed(expression: str) -> str:
    """The expression in brackets, as PostgreSQL mostly writes it already."""
    depth = 0
    for position, character in enumerate(expression):
        depth += (character == "(") - (character == ")")
        if not depth:
            return expression if position == len(expression) - 1 and position else f"({expression})"
    return f"({expression})"

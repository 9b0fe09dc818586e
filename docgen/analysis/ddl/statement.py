"""Statement: one piece of a script, and how text is quoted and guarded in it."""

from __future__ import annotations

from docgen.model.catalog import Catalog
from docgen.model.relation import Noun


class Ddl(Noun, frozen=True):
    """One statement with its semicolon. ``object`` names what it makes or changes; ``attached`` statements
    (a comment, an owner) stand directly below the one before."""

    section: str  # the heading that it stands under
    object: str
    text: str
    attached: bool = False


class Form(Noun, frozen=True):
    """How the statements are written.

    ``idempotent``: each may be run again. ``role``: who will run them and so owns what they make; "" writes every
    owner, ``owners`` false writes none. ``given``: what the database holds already: only what is more is written.
    """

    idempotent: bool = False
    role: str = ""
    owners: bool = True
    given: Catalog = Catalog()


def literal(text: str) -> str:
    """``text`` as a string constant."""
    return "'" + text.replace("'", "''") + "'"


def dollar_quoted(text: str, tag: str = "") -> str:
    """``text`` between dollar quotes whose tag does not occur in it."""
    quote, number = f"${tag}$", 0
    while quote in text:
        number += 1
        quote = f"${tag or 'do'}{number}$"
    return f"{quote}{text}{quote}"


def guarded(condition: str, *statements: str) -> str:
    """A DO block that runs the statements (with their semicolons) only where ``condition`` holds."""
    lines = [indented(statement, 4) for statement in statements]
    return f"DO {dollar_quoted(_body(condition, lines))};"


def _body(condition: str, lines: list[str]) -> str:
    return "\n".join(["\nBEGIN", f"  IF {condition} THEN", *lines, "  END IF;", "END\n"])


def indented(text: str, by: int) -> str:
    """The text with its lines moved right, but for those that continue a quoted text."""
    if "'" in text or "$" in text or '"' in text:
        first, _, rest = text.partition("\n")
        return " " * by + first + (f"\n{rest}" if rest else "")
    return "\n".join(" " * by + line if line else line for line in text.split("\n"))


def named_constraint(table: str, constraint: str) -> str:
    """The condition that ``table`` (in SQL) has no constraint of that name yet."""
    return (
        "NOT EXISTS (\n    SELECT FROM pg_catalog.pg_constraint\n"
        f"    WHERE conrelid = {literal(table)}::regclass AND conname = {literal(constraint)}\n  )"
    )


def comment(section: str, kind: str, name: str, text: str, before: str = "") -> list[Ddl]:
    """The COMMENT on an object of ``kind`` (SQL words) called ``name`` (in SQL); none where it is as before."""
    if text == before:
        return []
    value = literal(text) if text else "NULL"
    return [Ddl(section=section, object=name, text=f"COMMENT ON {kind} {name} IS {value};", attached=True)]

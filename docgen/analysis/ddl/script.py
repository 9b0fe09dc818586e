"""Script: statements as one text with headings, readable as if a person had written it."""

from __future__ import annotations

from collections.abc import Iterable

from docgen.analysis.ddl.statement import Ddl

# Functions may name what stands below them, and whatever is not qualified belongs to the server.
SETTINGS = "SET {local}check_function_bodies = off;\nSET {local}search_path = '';"


def script(statements: Iterable[Ddl]) -> str:
    """The statements under their headings; a trailing line end, nothing for nothing."""
    text, section, before = "", "", ""
    for one in statements:
        if one.section != section:
            text += f"\n-- {one.section}\n\n" if text else f"-- {one.section}\n\n"
            section, before = one.section, ""
        elif not (one.attached and one.object.split(" ON ")[-1].startswith(before)):
            text += "\n"
        text += one.text + "\n"
        before = one.object if not one.attached else before or one.object
    return text

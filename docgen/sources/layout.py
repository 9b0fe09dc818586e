"""Layout: the SQL that a program prints, put on the lines that printed it, so that every place is one of the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from docgen.sql.words import tokens

Printed = tuple[int, str]  # the line of the program, 1-based, and the statement that it printed
_OURS = "-- docgen:"
_COMMENT = re.compile(r"^[ \t]*#[ \t]*(docgen:[^\r\n]*)", re.M)


def laid_out(statements: Sequence[Printed], program: str) -> str:
    """The statements as one text: each begins at its line, or behind the one before where that is longer.

    Comments for docgen in the program (``# docgen: allow ...``) become comments of the SQL.
    """
    items = _with_comments(statements, program)
    text, line = "", 1
    for number, (wanted, sql) in enumerate(items):
        if wanted > line:
            text, line = text + "\n" * (wanted - line), wanted
        elif text and not text.endswith("\n"):
            text += " "
        following = items[number + 1][0] if number + 1 < len(items) else wanted + sql.count("\n")
        fits = sql.count("\n") <= following - line or sql.startswith(_OURS)
        shown = sql if fits else on_one_line(sql)
        text += shown
        line += shown.count("\n")
    return f"{text}\n" if text else ""


def _with_comments(statements: Iterable[Printed], program: str) -> list[Printed]:
    """The statements and, before those that they stand above, the comments; a comment ends its line."""
    comments = [(program.count("\n", 0, found.start()) + 1, f"-- {found[1]}\n") for found in _COMMENT.finditer(program)]
    items: list[Printed] = []
    for line, sql in statements:
        while comments and comments[0][0] <= line:
            items.append(comments.pop(0))
        items.append((line, sql))
    return items


def on_one_line(sql: str) -> str:
    """The statement without comments and with single blanks for line ends; those in quotes stay."""
    spans = list(tokens(sql, 0, len(sql)))
    out: list[str] = []
    at = 0
    for start, end in spans:
        gap = sql[at:start]
        out.append(" " if out and ("\n" in gap or "--" in gap) else gap if out else "")
        out.append(sql[start:end])
        at = end
    return "".join(out)

"""Function text: a CREATE FUNCTION or DO as the parser of PL/pgSQL gives it, with declarations that it can read."""

from __future__ import annotations

import re

from docgen.sql.libpg_query import Node, ParseError, parse_functions
from docgen.sql.offsets import encode

_DECLARED = re.compile(r"\bdeclare\b(?P<section>.*?)\bbegin\b", re.IGNORECASE | re.DOTALL)
# The parser knows no table and no type of the project: in declarations they become text and record.
_ROW_TYPE = re.compile(r'[\w."]+\s*%\s*(?:type|rowtype)\b', re.IGNORECASE)
_OWN_TYPE = re.compile(
    r"(?P<head>(?:^|;)\s*\w+\s+(?:constant\s+)?)(?!record\b)"
    r'(?:[\w"]+\.)?[\w"]+(?P<array>\s*\[\])?(?=\s*(?:;|:=|=|default\b))',
    re.IGNORECASE,
)


def syntax_error_in(text: str) -> str:
    """PostgreSQL's words on a syntax error in the body; "" where it has none, or the parser alone fails at it."""
    try:
        parse_functions(encode(text))
    except ParseError as failure:
        return failure.message if failure.message.startswith("syntax error") else ""
    return ""


def functions_in(text: str) -> list[Node]:
    """The functions of one CREATE FUNCTION or DO as the parser gives them; none where they cannot be read."""
    for candidate in (text, _DECLARED.sub(_plain_types, text)):
        try:
            return parse_functions(encode(candidate))
        except ParseError:
            continue
    return []


def _plain_types(match: re.Match[str]) -> str:
    section = _ROW_TYPE.sub(_record, match.group("section"))
    section = _OWN_TYPE.sub(lambda found: found["head"] + "text" + (found["array"] or ""), section)
    return match.group().replace(match.group("section"), section, 1)


def _record(match: re.Match[str]) -> str:
    return ("record" if match.group().lower().endswith("rowtype") else "text") + "\n" * match.group().count("\n")

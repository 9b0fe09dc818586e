"""Blanking: text that PostgreSQL must not see becomes spaces, so that every offset and line stays true."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

_INK = re.compile(r"[^\r\n]")
_NOT_COMMENT_LINE = re.compile(r"^(?![ \t]*--)[^\r\n]+", re.MULTILINE)
CODE = r"""'(?:[^']|'')*' | --[^\r\n]* | /\*.*?\*/"""
_BRACES = r"\{\{[^{}\r\n]*\}\}"
_DOLLAR = r"\$\{[^{}\r\n]*\}"


def blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """``text`` with the characters of each span turned into spaces; line ends stay."""
    pieces, last = [], 0
    for start, end in spans:
        pieces += [text[last:start], _INK.sub(" ", text[start:end])]
        last = end
    return "".join((*pieces, text[last:]))


def blank_code(text: str, end: int) -> str:
    """``text`` with everything before ``end`` blanked but whole-line comments."""
    return _NOT_COMMENT_LINE.sub(lambda line: " " * len(line[0]), text[:end]) + text[end:]


def neutral(text: str, dollar: bool) -> str:
    """``text`` with its templates made harmless at the same length: ``{{ x }}``, with ``dollar`` also ``${x}``.

    Where one qualifies a name (``${schema}.orders``) it is blanked with its dot. Elsewhere it becomes a
    plain name of its own letters, so that the statement can still be read. Strings and comments keep theirs.
    """
    if "{{" not in text and not (dollar and "${" in text):
        return text
    return _pattern(f"{_BRACES}|{_DOLLAR}" if dollar else _BRACES).sub(_neutral, text)


@functools.cache
def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(  # few files need it
        rf"""(?P<keep>{CODE}) | (?P<prefix>(?:"(?:{template})"|(?:{template}))\.) | (?P<word>{template})""",
        re.VERBOSE | re.DOTALL,
    )


def _neutral(match: re.Match[str]) -> str:
    if match["keep"] is not None:
        return match["keep"]
    if match["prefix"] is not None:
        return " " * len(match["prefix"])
    return re.sub(r"[^A-Za-z0-9]", "_", match["word"])

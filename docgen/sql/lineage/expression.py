"""Expression: the text of one column of a query as PostgreSQL prints it, from its place on."""

from __future__ import annotations

import re

# Strings and quoted names are one token each; so are words, and whatever else can end an expression.
_TOKEN = re.compile(
    rb"""
    [eE]'(?:[^'\\]|''|\\.)*' | '(?:[^']|'')*' | "(?:[^"]|"")*" | [A-Za-z_\x80-\xff][\w$\x80-\xff]* | [(\[\])] | , | ;
    """,
    re.VERBOSE | re.DOTALL,
)
_ENDS = frozenset((b"as", b"from", b"union", b"intersect", b"except", b"where", b"having"))
_SPACE = re.compile(r"\s+")


def expression_at(data: bytes, start: int) -> str:
    """The expression that begins at this byte, up to its ``AS``, the next column or the next clause; on one line."""
    depth, before, end = 0, b"", len(data)
    for token in _TOKEN.finditer(data, start):
        word = token.group().lower()
        if word in (b"(", b"["):
            depth += 1
        elif word in (b")", b"]"):
            depth -= 1
        if depth < 0 or (depth == 0 and (word in (b",", b";") or (word in _ENDS and before != b"distinct"))):
            end = token.start()
            break
        before = word
    return _SPACE.sub(" ", data[start:end].decode("utf-8", "replace")).strip()

"""Words: a rough lexer that knows comments, quotes and dollar quotes, for spans that the parse tree does not give."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

import msgspec

# Letters are A to Z, the underscore and all that is not ASCII: said by what they are not, for a class that reaches up
# to U+10FFFF takes 10 ms to compile.
# What a match is of tells its last group, whose start is that of the token: blanks in front belong to the match.
_PATTERN = r"""(?:\s+|--[^\n]*)*(?:
      ([eE]'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"
      |[^\x00-@\[-^`{-\x7f][^\x00-\#%-/:-@\[-^`{-\x7f]*|[^\s$/]
      |/(?!\*)|\$(?!(?:[^\x00-@\[-^`{-\x7f][^\x00-/:-@\[-^`{-\x7f]*)?\$))
    | (\$(?:[^\x00-@\[-^`{-\x7f][^\x00-/:-@\[-^`{-\x7f]*)?\$)
    | (/\*)
    | (\Z)
)"""
_PLAIN, _DOLLAR, _COMMENT, _END = range(1, 5)
_COMMENT_EDGE = re.compile(r"/\*|\*/")


@functools.cache
def _token() -> re.Pattern[str]:
    return re.compile(_PATTERN, re.VERBOSE | re.DOTALL)


def tokens(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of the tokens of ``text[start:end]`` without blanks and comments; an unterminated one reaches the end."""
    find = _token().finditer
    at = start
    while at < end:
        for match in find(text, at, end):  # one match begins where the one before ended
            kind = match.lastindex
            if kind == _PLAIN:
                yield match.span(kind)
            elif kind == _DOLLAR:
                begin, at = match.span(kind)
                mark = text[begin:at]
                found = text.find(mark, at, end)
                at = end if found < 0 else found + len(mark)
                yield begin, at
                break
            elif kind == _COMMENT:
                at = _comment_end(text, match.end(), end)
                break
            else:
                return


class Token(msgspec.Struct, frozen=True, gc=False):
    """One token: its text in lower case and its place in the file."""

    word: str
    start: int
    end: int


class Tokens:
    """The tokens of ``text[start:end]``, read as far as they are asked for."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text = text
        self._spans = tokens(text, start, end)
        self._read: list[Token] = []

    def has(self, number: int) -> bool:
        """Whether there is a token of this number, from 0."""
        while len(self._read) <= number:
            span = next(self._spans, None)
            if span is None:
                return False
            begin, stop = span
            self._read.append(Token(self._text[begin:stop].lower(), begin, stop))
        return True

    def word(self, number: int) -> str:
        """The text in lower case of the token of a number, from 0; "" behind the last one."""
        return self._read[number].word if number < len(self._read) or self.has(number) else ""

    def token(self, number: int) -> Token:
        """The token of a number, from 0. Raises IndexError behind the last one."""
        if number >= len(self._read):
            self.has(number)
        return self._read[number]

    def all(self) -> list[Token]:
        """Every token."""
        self._read.extend(Token(self._text[begin:stop].lower(), begin, stop) for begin, stop in self._spans)
        return self._read


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span from the first token to the last one; empty at ``start`` where there is none."""
    first = last = -1
    for begin, stop in tokens(text, start, end):
        first = begin if first < 0 else first
        last = stop
    return (first, last) if first >= 0 else (start, start)


def first_token(text: str, start: int, end: int) -> int:
    """Where the first token begins; ``end`` where there is none."""
    return next((begin for begin, _ in tokens(text, start, end)), end)


def top_level_parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The spans between the commas that no bracket holds, trimmed; ends where a bracket from outside closes."""
    parts: list[tuple[int, int]] = []
    depth = 0
    first = last = -1
    for begin, stop in tokens(text, start, end):
        mark = text[begin:stop]
        if mark == "," and depth == 0:
            parts.append((first, last))
            first = -1
            continue
        depth += (mark in "([") - (mark in ")]") if len(mark) == 1 else 0
        if depth < 0:
            break
        first, last = (begin if first < 0 else first), stop
    if first >= 0:
        parts.append((first, last))
    return parts


def _comment_end(text: str, at: int, end: int) -> int:
    depth = 1
    while depth:
        edge = _COMMENT_EDGE.search(text, at, end)
        if edge is None:
            return end
        depth += 1 if edge.group() == "/*" else -1
        at = edge.end()
    return at

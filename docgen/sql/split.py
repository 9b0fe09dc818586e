"""Split: where the statements of a file begin and end, by PostgreSQL's parser, by its scanner where that fails."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from docgen.sql.foreign import without_client_text, without_mark, without_placeholders
from docgen.sql.libpg_query import Node, ParseError, parse_tree, scan_pieces
from docgen.sql.offsets import Offsets
from docgen.sql.words import first_token, tokens, trim

# The printer's recursion is bounded by what one call gets: bigger files go statement by statement.
_WHOLE_FILE = 4 * 1024 * 1024
# A longer text is data, not a migration: reading it statement by statement would take minutes and gigabytes.
_LONGEST_FILE = 8 * 1024 * 1024
_ATOMIC = re.compile(r"\bBEGIN\s+ATOMIC\b", re.IGNORECASE)
_ATOMIC_REACH = 60


class Piece(msgspec.Struct, frozen=True):
    """One statement: character offsets, its tree with the byte offset that the tree's locations count from."""

    start: int
    end: int
    node: Node
    base: int
    error: str = ""
    error_offset: int = -1


def split(sql: str) -> tuple[tuple[int, int], ...]:
    """Character spans of the statements, from first token to last, without semicolons; never raises on bad SQL."""
    _, found = pieces(sql)
    return tuple((piece.start, piece.end) for piece in found)


def pieces(sql: str) -> tuple[Offsets, list[Piece]]:
    """The statements with their trees, and the offsets of the text that was parsed (as long as ``sql``)."""
    if len(sql) > _LONGEST_FILE:
        return Offsets(sql), [_too_long(sql)]
    text = without_mark(sql)
    offsets = Offsets(text)
    if len(offsets.data) <= _WHOLE_FILE:
        for prepare in (_same, without_client_text, without_placeholders):
            prepared = prepare(text)
            if prepared != text:
                text = prepared
                offsets = Offsets(text)
            elif prepare is not _same:
                continue
            try:
                return offsets, _whole(offsets, parse_tree(offsets.data))
            except ParseError:
                continue
    offsets = Offsets(without_client_text(without_mark(sql)))
    return offsets, list(_one_by_one(offsets))


def _too_long(sql: str) -> Piece:
    start = first_token(sql, 0, len(sql))
    line_end = sql.find("\n", start, start + 200)
    end = line_end if line_end >= 0 else min(start + 200, len(sql))
    error = f"the file has {len(sql):,} characters; more than {_LONGEST_FILE:,} are not read"
    return Piece(start, end, {}, 0, error)


def _same(text: str) -> str:
    return text


def _whole(offsets: Offsets, statements: list[Node]) -> list[Piece]:
    size = len(offsets.data)
    text, character = offsets.text, offsets.character
    found = []
    for raw in statements:
        begin = raw.get("stmt_location", 0)
        stop = begin + raw["stmt_len"] if "stmt_len" in raw else size
        start, end = _tight(text, character(begin), character(stop))
        if start < end:
            found.append(Piece(start, end, raw.get("stmt", {}), 0))
    return found


def _tight(text: str, start: int, end: int) -> tuple[int, int]:
    body = text[start:end]
    if "--" in body or "/*" in body:
        start = first_token(text, start, end)
        body = text[start:end].rstrip()
        # What a comment ends with is known by its last line: only then every token of the statement is looked at.
        hidden = body.endswith("*/") or "--" in body[body.rfind("\n") + 1 :]
        return trim(text, start, end) if hidden else (start, start + len(body))
    begin = start + len(body) - len(body.lstrip())
    return begin, begin + len(body.strip())


def _one_by_one(offsets: Offsets) -> Iterator[Piece]:
    spans = [trim(offsets.text, start, end) for start, end in _scanned(offsets)]
    spans = [(start, end) for start, end in spans if start < end]
    number = 0
    while number < len(spans):
        start, end = spans[number]
        piece = _parsed(offsets.text, start, end)
        number += 1
        if piece.error and _ATOMIC.search(offsets.text, start, end):
            for last in range(number, min(number + _ATOMIC_REACH, len(spans))):
                longer = _parsed(offsets.text, start, spans[last][1])
                if not longer.error:
                    piece, number = longer, last + 1
                    break
        yield piece


def _parsed(text: str, start: int, end: int) -> Piece:
    own = text[start:end]
    failure = ParseError("")
    for number, candidate in enumerate((own, without_placeholders(own))):
        if number and candidate == own:
            break
        offsets = Offsets(candidate)
        try:
            statements = parse_tree(offsets.data)
            return Piece(start, end, statements[0]["stmt"] if statements else {}, -start)
        except ParseError as error:
            failure = error if not number else failure
    offsets = Offsets(own)
    at = start + offsets.character(failure.position) if failure.position >= 0 else -1
    return Piece(start, end, {}, -start, failure.message, at)


def _scanned(offsets: Offsets) -> list[tuple[int, int]]:
    """Character spans by the scanner; behind a token that never ends, everything is one span."""
    data = offsets.data
    try:
        spans = scan_pieces(data)
    except ParseError as failure:
        at = max(failure.position, 0)
        try:
            spans = scan_pieces(data[:at]) if at else []
        except ParseError:
            spans = []
        closed = [span for span in spans if data[span[1] : span[1] + 1] == b";"]
        rest = closed[-1][1] + 1 if closed else 0
        spans = [*closed, (rest, len(data))]
    found: list[tuple[int, int]] = []
    at = 0
    for first, last in spans:
        start, end = offsets.character(first), offsets.character(last)
        found.extend(_between_semicolons(offsets.text, at, start))
        found.append((start, end))
        at = end
    found.extend(_between_semicolons(offsets.text, at, len(offsets.text)))
    return found


def _between_semicolons(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The scanner passes over statements without a keyword, which no SQL is: they are found here."""
    first = last = -1
    for begin, stop in tokens(text, start, end):
        if text[begin:stop] != ";":
            first, last = (begin if first < 0 else first), stop
        elif first >= 0:
            yield first, last
            first = -1
    if first >= 0:
        yield first, last

"""Block: a statement put into a DO block that looks before it acts, or catches what a second run raises."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from docgen.lint.fixes.source import Source
from docgen.lint.guards import NAMES
from docgen.model.finding import Edit
from docgen.sql.words import tokens

# goose and sql-migrate split at semicolons unless told where a statement begins and ends.
_MARKS = ("-- +goose", "-- +migrate")
_MARK = re.compile(r"^[ \t]*--[ \t]*\+(?:goose|migrate)[ \t]+statement(begin|end)\b", re.IGNORECASE | re.MULTILINE)
STEP = "  "
_WIDEST = 100


class Around(NamedTuple):
    """The lines to write in front of a statement and behind it, by their depth."""

    before: tuple[tuple[int, str], ...]
    after: tuple[tuple[int, str], ...]
    depth: int  # of the statement itself


def when(source: Source, *conditions: str) -> Around | None:
    """Run the statement only where all conditions hold; None where it cannot stand in a block."""
    depth = 0 if source.inside else 1
    ending = "END IF" if source.inside else "END IF;"
    return _placed(source, Around(condition_lines(conditions, depth), ((depth, ending),), depth + 1))


def condition_lines(conditions: Sequence[str], depth: int) -> tuple[tuple[int, str], ...]:
    """IF ... AND ... THEN in one line, or with each query in a line of its own where that is too long."""
    whole = f"IF {' AND '.join(conditions)} THEN"
    if len(whole) <= _WIDEST:
        return ((depth, whole),)
    lines: list[tuple[int, str]] = []
    line = "IF "
    for number, condition in enumerate(conditions):
        line += " AND " if number else ""
        start = condition.find("(SELECT ") + 1
        closing = ")" if condition.endswith(")") else ") <> " if ") <> " in condition else ") = "
        end = condition.rfind(closing)
        if 0 < start < end:
            query, where, tests = condition[start:end].partition(" WHERE ")
            body = [f"{query}{where}{tests}"] if end - start <= _WIDEST else [query, f"WHERE {tests}"]
            lines += [(depth, line + condition[:start]), *((depth + 1, part) for part in body)]
            line = condition[end:]
        else:
            line += condition
    return (*lines, (depth, f"{line} THEN"))


def catching(source: Source, sqlstate: str) -> Around | None:
    """Run the statement and catch what it raises; None where it cannot stand in a block or the state has no name."""
    condition = NAMES.get(sqlstate)
    if condition is None:
        return None
    handler = ((0, f"EXCEPTION WHEN {condition} THEN"), (1, "NULL;"))
    return _placed(source, Around((), handler, 1), begins=True)


def atomically(source: Source, *statements: str) -> Around | None:
    """Run other statements and then this one, all or none of them."""
    return _placed(source, Around(tuple((1, f"{one};") for one in statements), (), 1))


def whole(source: Source) -> Around | None:
    """A DO block for the parts of the statement; inside of one, nothing."""
    if source.inside and not source.templated:
        return Around((), (), 0)
    return _placed(source, Around((), (), 1))


def edits(source: Source, around: Around, start: int = -1, end: int = -1) -> tuple[Edit, ...]:
    """The edits that put the lines around the statement, or around a part of it, and indent what is between."""
    start = source.statement.start if start < 0 else start
    end = source.statement.end if end < 0 else end
    indent, line_end = source.indent, source.line_end
    opening = "".join(f"{STEP * depth}{line}{line_end}{indent}" for depth, line in around.before)
    closing = "".join(f"{line_end}{indent}{STEP * depth}{line}" for depth, line in around.after)
    inner = indented(source.text, start, end, STEP * around.depth)
    first = Edit(start=start, end=start, text=opening + STEP * around.depth)
    return (first, *inner, Edit(start=end, end=end, text=f";{closing}"), *marked_end(source, around))


def _placed(source: Source, around: Around, begins: bool = False) -> Around | None:
    """The lines with those of the DO block; inside of one, with those of a block of its own where ``begins``."""
    if source.inside and source.templated:
        return None
    if source.inside:
        if not begins:
            return around
        return Around(((0, "BEGIN"), *around.before), (*around.after, (0, "END")), around.depth)
    if source.matches(0, "select", "with", "values", "copy", "vacuum", "begin", "commit") or _concurrently(source):
        return None
    tag = _tag(source.text[source.statement.start : source.statement.end])
    mark = _needed_mark(source)
    begin = ((0, f"{mark} StatementBegin"),) if mark else ()
    opening = (*begin, (0, f"DO {tag}"), (0, "BEGIN"), *around.before)
    return Around(opening, (*around.after, (0, f"END {tag}")), around.depth)


def _concurrently(source: Source) -> bool:
    if "concurrently" not in source.text[source.statement.start : source.statement.end].lower():
        return False
    return any(token.word == "concurrently" for token in source.tokens)


def _tag(text: str) -> str:
    if "$$" not in text:
        return "$$"
    number = 0
    while f"$guard{number or ''}$" in text:
        number += 1
    return f"$guard{number or ''}$"


def indented(text: str, start: int, end: int, step: str) -> list[Edit]:
    """Insertions at the beginning of each line between two tokens: lines inside of a literal stay."""
    found: list[Edit] = []
    last = start
    for begin, stop in tokens(text, start, end) if "\n" in text[start:end] else ():
        gap = text[last:begin]
        at = gap.find("\n")
        while at >= 0:
            line = last + at + 1
            if text[line : line + 1] not in ("\n", "\r"):
                found.append(Edit(start=line, end=line, text=step))
            at = gap.find("\n", at + 1)
        last = stop
    return found


def _needed_mark(source: Source) -> str:
    """What the marks begin with that a block needs here, "" where it needs none."""
    mark, places = _marks(source.text)
    above = bisect_right(places, source.statement.start, key=lambda one: one[0])
    return mark if not above or places[above - 1][1] != "begin" else ""


@functools.lru_cache(maxsize=1)
def _marks(text: str) -> tuple[str, tuple[tuple[int, str], ...]]:
    """What the marks of a file's tool begin with, "" where it splits nothing; where each ends, and "begin" or "end"."""
    mark = next((mark for mark in _MARKS if mark[3:] in text), "")
    found = _MARK.finditer(text) if mark else ()
    return mark, tuple((match.end(), match[1].lower()) for match in found)


def marked_end(source: Source, around: Around) -> Sequence[Edit]:
    """The mark behind the semicolon where one stands in front of the block."""
    opening, _, word = around.before[0][1].rpartition(" ") if around.before else ("", "", "")
    if opening not in _MARKS or word != "StatementBegin":
        return ()
    at = source.text.find(";", source.statement.end)
    mark, line_end = f"{opening} StatementEnd", source.line_end
    if at < 0 or source.text[source.statement.end : at].strip():
        at = source.statement.end
        return (Edit(start=at, end=at, text=f";{line_end}{mark}{line_end}"),)
    behind = source.text[at + 1 :].partition("\n")[0].strip()
    return (Edit(start=at + 1, end=at + 1, text=f"{line_end}{mark}{line_end if behind else ''}"),)

"""Elements: where each column and constraint of a CREATE TABLE stands, as the tree gives only its beginning."""

from __future__ import annotations

from docgen.sql.libpg_query import Node
from docgen.sql.tree import Scope
from docgen.sql.words import top_level_parts

Span = tuple[int, int]

# Where one of these is set, the statement's last bracket is not the one that closes its elements.
_BEHIND = ("inhRelations", "partbound", "partspec", "options")


def element_spans(table: Node, scope: Scope, foreign: bool) -> list[Span]:
    """The character span of each element of a CREATE TABLE, without the comma behind it."""
    elements = table.get("tableElts", [])
    starts = [scope.at(next(iter(element.values()), {})) for element in elements]
    if len(starts) != len(set(starts)):
        return [(scope.start, scope.end)] * len(elements)
    simple = not foreign and not any(field in table for field in _BEHIND)
    return (_between_commas(starts, scope) if simple else None) or _in_parts(starts, scope)


def _between_commas(starts: list[int], scope: Scope) -> list[Span] | None:
    """Each element up to the comma in front of the next one; None where a comment may hold what looks like it."""
    text = scope.offsets.text
    last = scope.end - 1
    if not starts or text[last] != ")" or scope.start in starts:
        return None
    spans = []
    for start, behind in zip(starts, [*starts[1:], 0], strict=True):
        end = text.rfind(",", start, behind) if behind else last
        body = text[start:end].rstrip()
        if end < 0 or "--" in body or "*/" in body or (behind and text[end + 1 : behind].strip()):
            return None
        spans.append((start, start + len(body)))
    return spans


def _in_parts(starts: list[int], scope: Scope) -> list[Span]:
    # LIKE has no place of its own in the tree but that of its table's name: the parts are found from the first element.
    parts = top_level_parts(scope.offsets.text, starts[0], scope.end) if starts else []
    whole = (scope.start, scope.end)
    return [next(((start, end) for begin, end in parts if begin <= start < end), whole) for start in starts]

"""Fix: the edits of findings put into a text, each fix as a whole or not at all."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence

import msgspec

from docgen.model.finding import Edit, Finding, Fix


class Fixed(msgspec.Struct, frozen=True):
    """A text with fixes in it, the edits made (in the order of their places), and the fixes left for another round."""

    text: str
    edits: tuple[Edit, ...] = ()
    left: tuple[Fix, ...] = ()


def fixes_of(findings: Iterable[Finding], unsafe: bool) -> tuple[Fix, ...]:
    """The fixes of the findings, each once, without the unsafe ones unless ``unsafe``."""
    return tuple(dict.fromkeys(one.fix for one in findings if one.fix is not None and (unsafe or one.fix.safe)))


def mend(text: str, fixes: Sequence[Fix]) -> Fixed:
    """The text with all fixes that do not touch one another; of two that do, the first one."""
    taken: list[Edit] = []
    left: list[Fix] = []
    for fix in fixes:
        own = sorted(fix.edits, key=_place)
        if any(_meets(edit, taken) for edit in own):
            left.append(fix)
        else:
            for edit in own:
                insort(taken, edit, key=_place)
    return Fixed(edited(text, taken), tuple(taken), tuple(left))


def edited(text: str, edits: Sequence[Edit]) -> str:
    """The text with edits that are sorted and do not touch one another."""
    pieces: list[str] = []
    at = 0
    for edit in edits:
        pieces += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join((*pieces, text[at:]))


def moved(offset: int, edits: Sequence[Edit]) -> int:
    """Where a character of the text stands after the edits."""
    return offset + sum(len(edit.text) - (edit.end - edit.start) for edit in edits if edit.end <= offset)


def _place(edit: Edit) -> tuple[int, int]:
    return edit.start, edit.end


def _meets(edit: Edit, others: Sequence[Edit]) -> bool:
    """Whether an edit overlaps one of the others or stands at the same place."""
    at = bisect_left(others, _place(edit), key=_place)
    before = others[at - 1] if at else None
    after = others[at] if at < len(others) else None
    if before is not None and (before.end > edit.start or before.start == edit.start):
        return True
    return after is not None and (after.start < edit.end or after.start == edit.start)

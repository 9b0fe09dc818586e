"""Places in a text: byte offsets of its UTF-8 to character offsets, and offsets to lines and columns."""

from __future__ import annotations

from itertools import accumulate

_CONTINUATION = bytes(range(0x80, 0xC0))
_STEP = 1024


class Offsets:
    """Translates places in one text; the text may hold anything, its bytes come from ``encode``."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.data = encode(text)
        self._plain = len(self.data) == len(text)
        self._checkpoints: list[int] | None = None
        self._lines: list[int] | None = None
        self._last = (0, 1, 0)  # an offset, its line and where that begins

    def character(self, byte: int) -> int:
        """The character offset of a byte offset."""
        if self._plain:
            return byte
        if self._checkpoints is None:
            counts = (_characters(self.data[at : at + _STEP]) for at in range(0, len(self.data), _STEP))
            self._checkpoints = list(accumulate(counts, initial=0))
        step = min(byte // _STEP, len(self._checkpoints) - 1)
        return self._checkpoints[step] + _characters(self.data[step * _STEP : byte])

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of a character offset. Cheapest where places are asked for in their order."""
        at, line, begin = self._last
        if offset < at:
            at, line, begin = 0, 1, 0
        breaks = self.text.count("\n", at, offset)
        if breaks:
            line += breaks
            begin = self.text.rfind("\n", at, offset) + 1
        self._last = (offset, line, begin)
        return line, offset - begin + 1

    def line_start(self, line: int) -> int:
        """The character offset at which ``line`` (from 1) begins; the text's end for a line it lacks."""
        if self._lines is None:
            self._lines = list(accumulate((len(line) + 1 for line in self.text.split("\n")[:-1]), initial=0))
        return self._lines[line - 1] if line <= len(self._lines) else len(self.text)


def encode(text: str) -> bytes:
    """The UTF-8 of a text for the parser: lone surrogates become `?`, NUL becomes a blank, so that characters stay."""
    if "\0" in text:
        text = text.replace("\0", " ")
    return text.encode("utf-8", "replace")


def _characters(data: bytes) -> int:
    return len(data.translate(None, _CONTINUATION))

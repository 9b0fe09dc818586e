"""Printable: text from a database or a file as a terminal may show it."""

from __future__ import annotations


def printable(text: str) -> str:
    """The text with every character that is not printable made visible as its code, line ends included."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)

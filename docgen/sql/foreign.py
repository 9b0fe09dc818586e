"""Foreign text inside SQL files: byte order mark, psql commands, COPY data, placeholders; replaced length by length."""

from __future__ import annotations

import re

_COPY_DATA = re.compile(
    r"(?:^|;)[ \t]*copy\b[^;]*?\bfrom\s+stdin\b[^;]*;[^\n]*\n(?P<data>(?:.*\n)*?\\\.[ \t\r]*$)",
    re.IGNORECASE | re.MULTILINE,
)
_PSQL_COMMAND = re.compile(r"^[ \t]*\\[A-Za-z!?][^\n]*", re.MULTILINE)
_GEXEC = re.compile(r"\\(?:gexec|gset|gx|g)\b[^\n]*")
_PLACEHOLDER = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|<%.*?%>|[$#]\{[^}\n]*\}|@\w+@", re.DOTALL)
_VARIABLE = re.compile(r"(?<![:\w\]])(?P<colon>:)(?=[A-Za-z_]|'\w+'|\"\w+\")")
_NOT_LINE_END = re.compile(r"[^\n]")


def without_mark(text: str) -> str:
    """The text with a byte order mark at its start blanked."""
    return " " + text[1:] if text.startswith("\ufeff") else text


def without_client_text(text: str) -> str:
    """The text with what psql reads itself blanked: COPY data and backslash commands."""
    if "\\" not in text:
        return text
    text = _COPY_DATA.sub(_blank_data, text)
    text = _PSQL_COMMAND.sub(_blank, text)
    return _GEXEC.sub(lambda match: ";" + " " * (len(match.group()) - 1), text)


def without_placeholders(text: str) -> str:
    """The text with template marks and psql variables replaced by names of the same length."""
    text = _PLACEHOLDER.sub(_name, text)
    return _VARIABLE.sub(" ", text)


def _blank(match: re.Match[str]) -> str:
    return _NOT_LINE_END.sub(" ", match.group())


def _blank_data(match: re.Match[str]) -> str:
    kept = match.group()[: match.start("data") - match.start()]
    return kept + _NOT_LINE_END.sub(" ", match.group("data"))


def _name(match: re.Match[str]) -> str:
    text = match.string
    line_start = text.rfind("\n", 0, match.start()) + 1
    line_end = text.find("\n", match.end())
    rest = text[line_start : match.start()] + text[match.end() : line_end if line_end >= 0 else len(text)]
    if "\n" in match.group() or not rest.strip():
        return _blank(match)
    return "p".ljust(len(match.group()), "_")


def has_placeholder(text: str, start: int, end: int) -> bool:
    """Whether a template mark or a psql variable stands in ``text[start:end]``."""
    own = text[start:end]
    if ("{" in own or "@" in own or "<%" in own) and _PLACEHOLDER.search(text, start, end):
        return True
    return ":" in own and _VARIABLE.search(text, start, end) is not None

"""Script: what a migration file asks of a server, piece by piece: statements, COPY data, psql's own commands."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from docgen.postgres.server.elevation import privileged
from docgen.sql.split import split

Kind = Literal["statement", "copy in", "copy out", "control", "client", "refused", "privileged"]

_COPY = re.compile(r"copy\b.*?\bfrom\s+stdin\b", re.IGNORECASE | re.DOTALL)
_COPY_OUT = re.compile(r"copy\b.*?\bto\s+stdout\b", re.IGNORECASE | re.DOTALL)
_BLOCK_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CLIENT_COMMAND = re.compile(r"^[ \t]*(\\(?:[A-Za-z_]+|[!?])[^\n]*)|(\\g(?:exec|set|x)?\b[^\n]*)", re.MULTILINE)
_WORD = re.compile(r"[A-Za-z_]+")
_CONTROL = {"begin", "start", "commit", "end", "rollback", "abort", "savepoint", "release"}
# They change what psql prints or when it stops, or guard a dump: nothing for a server to do.
_HARMLESS = {"\\set", "\\unset", "\\echo", "\\qecho", "\\warn", "\\pset", "\\timing", "\\encoding", "\\x"}
_HARMLESS |= {"\\restrict", "\\unrestrict", "\\q", "\\t", "\\a", "\\o"}
# Their reach is the whole server: its configuration, its other databases, its disks.
_REFUSED = {("alter", "system"), ("create", "database"), ("drop", "database")}
_REFUSED |= {("create", "tablespace"), ("drop", "tablespace"), ("alter", "tablespace")}
_REFUSED_ELSEWHERE = {("alter", "database"), ("drop", "role"), ("drop", "user"), ("drop", "group"), ("drop", "owned")}
# They read the machine's files or run its programs, which a superuser's session may.
_REACHES_OUT = re.compile(
    r"\bcopy\b[^;]*?\b(?:from|to)\s+(?:program\b|e?')"
    r"|\b(?:pg_read_file|pg_read_binary_file|pg_stat_file|pg_ls_dir|lo_import|lo_export|pg_file_\w+)\s*\("
    r"|\blanguage\s+'?(?:c|plpython3?u|plperlu|plsh|pltclu)\b",
    re.IGNORECASE,
)


class Piece(NamedTuple):
    """One thing to do: its text, where it starts in the file (characters), and the rows of a COPY."""

    kind: Kind
    start: int
    text: str
    data: str = ""


def read_script(sql: str, foreign: bool = False, guarded: bool = False) -> list[Piece]:
    """The pieces of a file in order. ``foreign``: the server is someone else's, so more is refused. ``guarded``: the
    files run as an ordinary role, so the server itself refuses, and some statements are to be run with more rights.

    psql's commands that change nothing on a server are left out.
    """
    spans = split(sql)
    found: list[Piece] = []
    behind = 0
    for number, (start, end) in enumerate(spans):
        found.extend(_client_commands(sql, behind, start))
        behind = end
        text = sql[start:end]
        if _COPY.match(text):
            limit = spans[number + 1][0] if number + 1 < len(spans) else len(sql)
            data, behind = _copy_data(sql, end, limit)
            found.append(Piece("copy in", start, text, data))
        else:
            found.append(Piece(_kind(text, foreign, guarded), start, text))
    found.extend(_client_commands(sql, behind, len(sql)))
    return found


def first_words(text: str) -> tuple[str, str]:
    """The first two words of a statement in lower case, "" where it has none."""
    words = [word.lower() for word in _WORD.findall(text[:200])[:2]]
    return (words[0] if words else "", words[1] if len(words) > 1 else "")


def _kind(text: str, foreign: bool, guarded: bool) -> Kind:
    words = first_words(text)
    if words in _REFUSED or (foreign and words in _REFUSED_ELSEWHERE):
        return "refused"
    if (not guarded or words[0] == "copy") and _REACHES_OUT.search(text):
        return "refused"
    if guarded and privileged(text):
        return "privileged"
    if words[0] in _CONTROL or words == ("prepare", "transaction"):
        return "control"
    return "copy out" if _COPY_OUT.match(text) else "statement"


def _copy_data(sql: str, end: int, limit: int) -> tuple[str, int]:
    """The rows behind a COPY statement, and where they end: at a line that is a backslash and a dot."""
    line_end = sql.find("\n", end, limit)
    if line_end < 0:
        return "", end
    closing = re.compile(r"^[ \t]*\\\.[ \t\r]*$", re.MULTILINE).search(sql, line_end + 1, limit)
    if closing is None:
        return "", end
    return sql[line_end + 1 : closing.start()], closing.end()


def _client_commands(sql: str, start: int, end: int) -> list[Piece]:
    gap = sql[start:end]
    if "\\" not in gap:
        return []
    gap = _BLOCK_COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), gap)
    gap = re.sub(r"--[^\n]*", lambda match: " " * len(match.group()), gap)
    found = []
    for match in _CLIENT_COMMAND.finditer(gap):
        number = 1 if match[1] else 2
        text = match[number].rstrip()
        if text.split()[0] not in _HARMLESS:
            found.append(Piece("client", start + match.start(number), text))
    return found

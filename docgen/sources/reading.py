"""Reading: a migration file's bytes become a Migration, or an error that names file and place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from docgen.errors import SourceError
from docgen.model.migration import Migration
from docgen.sources.blank import blank, blank_code, neutral
from docgen.sources.source import Folder
from docgen.sources.version import date_of
from docgen.sql.split import split

_TEMPLATE = re.compile(r"\{\{[^{}\r\n]*\}\}|\$\{[^{}\r\n]*\}")
_SUSPECT = ("concurrently", "vacuum", "system", "database", "tablespace", "subscription")
_REFUSES_TRANSACTION = r"""
    create\s+(?:unique\s+)?index\s+concurrently\b | drop\s+index\s+concurrently\b | reindex\b.*\bconcurrently\b
    | alter\s+table\b.*\bdetach\s+partition\b.*\bconcurrently\b | vacuum\b | alter\s+system\b
    | (?:create|drop)\s+(?:database|tablespace)\b | reindex\s+(?:\([^)]*\)\s*)?(?:database|system)\b"""


class Up(NamedTuple):
    """The up side of one file, as long as the file's text, and what the marks in it say."""

    sql: str
    down: str = ""
    transaction: bool = True
    opening: str = ""  # see Migration; "" as the tool does it always
    outside: tuple[int, str] | None = None  # see Migration


def text_of(folder: Folder, name: str) -> str:
    """The text of a file, a byte order mark blanked. Raises SourceError for what is not UTF-8 or holds NUL."""
    content = folder.bytes(name)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
        line = content.count(b"\n", 0, error.start) + 1
        raise SourceError(
            f"{folder.place(name)} is not UTF-8: byte {error.start} (line {line}) is 0x{content[error.start]:02x}",
            "It looks like UTF-16: save it as UTF-8." if wide else "Save the file as UTF-8.",
        ) from None
    if "\0" in text:
        raise SourceError(
            f"{folder.place(name)} holds a NUL character at byte {content.index(0)}",
            "It is no SQL text, or UTF-16 without a mark: save it as UTF-8.",
        )
    return " " + text[1:] if text.startswith("\ufeff") else text


def migration(
    folder: Folder,
    name: str,
    *,
    version: str,
    title: str,
    up: Callable[[str], Up] = Up,
    down: str = "",
    pieces: bool = False,
    transaction: bool = True,
    opening: str = "begin",
    dollar: bool = False,
    repeatable: bool = False,
    date: str = "",
    checksums: tuple[str, ...] = (),
    chained: bool = False,
    parts: tuple[str, ...] = (),
) -> Migration:
    """The migration in the file ``name``; ``up`` finds its up side, ``down`` names the file of its down side."""
    text = text_of(folder, name)
    side = up(text)
    sql = neutral(side.sql, dollar)
    return Migration(
        version=version,
        name=title,
        path=folder.place(name),
        sql=sql,
        digest=folder.digest(name),
        transaction=transaction and side.transaction,
        opening=side.opening or opening,
        statement_breakpoints=pieces,
        down=text_of(folder, down) if down else side.down,
        repeatable=repeatable,
        date=date or date_of(version),
        templates=_templates(text, sql),
        checksums=checksums,
        chained=chained,
        parts=parts,
        outside=side.outside,
    )


def _templates(text: str, sql: str) -> tuple[tuple[int, int], ...]:
    if "{{" not in text and "${" not in text:
        return ()
    spans = (match.span() for match in _TEMPLATE.finditer(text))
    return tuple((start, end) for start, end in spans if text[start:end] != sql[start:end])


def one_query(sql: str) -> bool:
    """Whether PostgreSQL wraps the text in a transaction when a tool sends it as one query: two statements or more."""
    return len(split(sql)) > 1


def single(sql: str) -> Up:
    """The whole text, outside a transaction if it is one statement that refuses to run in one.

    For tools that send a file as one query, see ``one_query``.
    """
    found = _refusals(sql)
    return Up(sql, transaction=found != [True])


def outside(sql: str) -> Up:
    """The whole text, outside a transaction if any statement refuses to run in one."""
    return Up(sql, transaction=not any(_refusals(sql)))


def _refusals(sql: str) -> list[bool]:
    """For each statement whether it refuses to run in a transaction; empty where a look at the words says none does."""
    plain = sql.lower()
    if not any(word in plain for word in _SUSPECT):
        return []
    refuses = re.compile(_REFUSES_TRANSACTION, re.DOTALL | re.VERBOSE)  # few files need it
    if not refuses.search(plain):
        return []
    return [refuses.match(sql[start:end].lower()) is not None for start, end in split(sql)]


def unique(folder: Folder, title: str, migrations: Iterable[Migration]) -> tuple[Migration, ...]:
    """The migrations, none of whose versions is held twice. Raises SourceError that names both files."""
    seen: dict[str, Migration] = {}
    for one in migrations:
        first = seen.setdefault(one.version, one)
        if first is not one:
            raise SourceError(
                f"two migrations in {folder.shown} have the version {one.version}: {first.path} and {one.path}",
                f'{title} runs only one of them: rename one, or set source = "plain" to read all by name.',
            )
    return tuple(seen.values())


def down_file(folder: Folder, up: str) -> str:
    """The name of the .down.sql file that belongs to the .up.sql file ``up``, "" if there is none."""
    down = up.removesuffix(".up.sql") + ".down.sql"
    return down if up.endswith(".up.sql") and folder.holds(down) else ""


def sides(text: str, marks: Sequence[tuple[int, int, bool]]) -> tuple[str, str]:
    """The up side (as long as ``text``) and the down side of a file with marks: (start, end, is up), in order.

    Before the first mark only whole-line comments stay: no tool runs what stands there.
    """
    hidden: list[tuple[int, int]] = []
    down: list[str] = []
    for (start, end, is_up), until in zip(marks, (*(mark[0] for mark in marks[1:]), len(text)), strict=False):
        if not is_up:
            hidden.append((start, until))
            down.append(text[end:until].strip("\r\n"))
    first = marks[0][0] if marks else len(text)
    return blank(blank_code(text, first), hidden), "\n".join(down)

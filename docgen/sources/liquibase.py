"""Liquibase: changelogs in formatted SQL, in the order of the master changelog or of their paths."""

from __future__ import annotations

import re

from docgen.model.migration import HistoryQuery, Migration
from docgen.sources.blank import CODE
from docgen.sources.reading import Up, migration, sides, text_of, unique
from docgen.sources.source import Evidence, Folder

_FORMATTED = re.compile(rb"^(?:\xef\xbb\xbf)?\s*--\s*liquibase\s+formatted\s+sql\b", re.I)
_CHANGESET = re.compile(r"^[ \t]*--[ \t]*changeset[ \t]+([^\r\n]*)", re.I | re.M)
_NAME = re.compile(r"""(?:"([^"]+)"|'([^']+)'|([^\s:"']+)):(?:"([^"]+)"|'([^']+)'|(\S+))""")
_ROLLBACK = re.compile(r"^[ \t]*--[ \t]*rollback[ \t]+([^\r\n]*)", re.I | re.M)
_LONG_ROLLBACK = re.compile(r"/\*[ \t]*liquibase[ \t]+rollback[ \t]*\r?\n(.*?)\*/", re.I | re.S)
_DELIMITER = re.compile(r"\bendDelimiter:(\S+)", re.I)
_FREE = re.compile(r"\brunInTransaction:false\b", re.I)
_AGAIN = re.compile(r"\brun(?:OnChange|Always):true\b", re.I)
_INCLUDED = re.compile(r"""\bfile["']?\s*[:=]\s*["']?([^"'\s>,}]+\.sql)""")
_MASTER = re.compile(r"(?:db\.)?changelog(?:[-._]?(?:master|root))?\.(?:xml|ya?ml|json)", re.I)


class Liquibase:
    """The changelogs of Liquibase that are formatted SQL; those in XML, YAML and JSON are left out."""

    name = "liquibase"
    title = "Liquibase"
    places = ("src/main/resources/db/changelog", "db/changelog", "liquibase/changelog", "changelog")
    history = HistoryQuery(
        source="liquibase",
        schema="public",
        table="databasechangelog",
        columns=("id", "author", "filename", "dateexecuted", "orderexecuted", "exectype"),
        # A row for each changeset; a file counts by all of its own.
        sql="""
            select regexp_replace(filename, '^.*[/:]', '') as version,
                   to_char(max(dateexecuted), 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at,
                   bool_and(exectype <> 'FAILED') as success,
                   array_agg((author || ':' || id)::text order by orderexecuted) as parts
            from public.databasechangelog
            group by filename
            order by min(orderexecuted)""",
    )

    def fits(self, folder: Folder) -> Evidence | None:
        """By the first line of any SQL file."""
        marked = next((name for name in folder.below if _is_formatted(folder, name)), None)
        return Evidence(f'{marked} begins with "--liquibase formatted sql"') if marked else None

    def read(self, folder: Folder) -> tuple[Migration, ...]:
        """As the master changelog names them; without one, or where it includes whole folders, by path."""
        names = [name for name in folder.below if _is_formatted(folder, name)]
        return unique(folder, self.title, (_migration(folder, name) for name in _ordered(folder, names)))


def _is_formatted(folder: Folder, name: str) -> bool:
    return name.endswith(".sql") and _FORMATTED.match(folder.bytes(name)) is not None


def _ordered(folder: Folder, names: list[str]) -> list[str]:
    names = sorted(names)
    master = next((name for name in folder.files if _MASTER.fullmatch(name)), None)
    if master is None:
        return names
    text = text_of(folder, master)
    included = [
        name
        for match in _INCLUDED.finditer(text)
        for name in names
        if match[1] == name or match[1].endswith(f"/{name}")
    ]
    listed = list(dict.fromkeys(included))
    return [*listed, *(name for name in names if name not in listed)] if "includeAll" in text or not listed else listed


def _migration(folder: Folder, name: str) -> Migration:
    text = text_of(folder, name)
    heads = [match[1] for match in _CHANGESET.finditer(text)]
    return migration(
        folder,
        name,
        version=name.rpartition("/")[2],
        title=name.rpartition("/")[2].removesuffix(".sql"),
        up=_up,
        pieces=True,
        transaction=not any(_FREE.search(head) for head in heads),
        dollar=True,
        repeatable=bool(heads) and all(_AGAIN.search(head) for head in heads),
        parts=tuple(part for head in heads if (part := _part(head))),
    )


def _part(head: str) -> str:
    found = _NAME.match(head)
    if found is None:
        return ""
    author, name = (next(word for word in found.groups()[at : at + 3] if word) for at in (0, 3))
    return f"{author}:{name}"


def _up(text: str) -> Up:
    marks = list(_CHANGESET.finditer(text))
    sql, _ = sides(text, [(*mark.span(), True) for mark in marks])
    for mark, until in zip(reversed(marks), (len(text), *(mark.start() for mark in reversed(marks))), strict=False):
        if delimiter := _DELIMITER.search(mark[1]):
            sql = sql[: mark.end()] + _delimited(sql[mark.end() : until], delimiter[1]) + sql[until:]
    down = [match[1].strip() for pattern in (_ROLLBACK, _LONG_ROLLBACK) for match in pattern.finditer(text)]
    # Of several changesets, those that may stay in a transaction would run without one too.
    outside = (marks[0].end(), " runInTransaction:false") if len(marks) == 1 and not _FREE.search(text) else None
    return Up(sql, "\n".join(down), outside=outside)


def _delimited(sql: str, delimiter: str) -> str:
    """The text with a changeset's own delimiter at the ends of lines as semicolons, as long as before."""
    ending = re.compile(rf"(?P<keep>{CODE})|{re.escape(delimiter)}(?=[ \t]*\r?$)", re.M | re.S | re.X)
    return ending.sub(lambda match: match["keep"] or ";".ljust(len(delimiter)), sql)


SOURCE = Liquibase()

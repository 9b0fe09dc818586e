"""Standing: in words, how a migration's file and the database's history of it agree."""

from __future__ import annotations

from docgen.model.migration import Applied, Edit, Likeness, MigrationState, Standing
from docgen.render.document import Document
from docgen.render.filters import Markdown, cell, code, join, table
from docgen.render.history import migration_link

STATES: dict[MigrationState, str] = {
    "applied": "✅ applied",
    "partly applied": "⏳ **partly applied**",
    "pending": "⏳ **pending**: not applied yet",
    "failed": "❌ **failed**: the live database began it and did not end it",
    "missing": "❔ **missing**: applied, and there is no such file",
    "rolled back": "↩️ **rolled back**: it was applied and taken back",
    "unknown": "",
}
_SHORT: dict[MigrationState, str] = {
    "applied": "applied",
    "partly applied": "partly applied",
    "pending": "pending",
    "failed": "**failed**",
    "missing": "**missing**: no such file",
    "rolled back": "rolled back",
    "unknown": "",
}
_EDITS: dict[Edit, str] = {
    "": "",
    "statements": "**edited after it was applied**: its statements are others now",
    "text": "edited after it was applied, in comments, white space or line ends only",
    "checksum": "**edited after it was applied**: its checksum is another one now",
}
_FILE_LIKE: dict[Likeness, str] = {
    "": "",
    "sql": "the database ran the same statements as",
    "part": "it holds all statements that the database ran as",
    "name": "the database ran one of this name as",
}
_ROW_LIKE: dict[Likeness, str] = {
    "": "",
    "sql": "its statements are those of",
    "part": "all its statements are in",
    "name": "its name is that of",
}


def when(row: Applied) -> Markdown:
    """When, how long and by whom a migration was run, as far as the tool keeps it."""
    took = "" if row.milliseconds is None else f" in {_duration(row.milliseconds)}"
    by = Markdown(f" by {Markdown.escape(row.by)}") if row.by else Markdown("")
    return Markdown(f"{Markdown.escape(row.at)}{took}{by}")


def _duration(milliseconds: int) -> str:
    return f"{milliseconds} ms" if milliseconds < 1000 else f"{milliseconds / 1000:.1f} s"


class Remarks:
    """What is to be said on one page of migrations besides their state; nothing where file and history agree."""

    def __init__(self, document: Document, page: str) -> None:
        self._page = page
        self._repeatable = {one.path for one in document.migrations if one.repeatable}
        self._paths = {one.version: one.path for one in document.migrations}

    def of(self, one: Standing) -> list[Markdown]:
        """A phrase each."""
        said: list[Markdown] = []
        if one.edit:
            again = "changed since it was run: it will be run again"
            said.append(Markdown(again if one.path in self._repeatable else _EDITS[one.edit]))
        if one.open_parts:
            said.append(Markdown(f"not yet: {', '.join(str(code(part)) for part in one.open_parts)}"))
        if one.late:
            before = one.state in ("applied", "failed")
            late = "a later one was applied before it" if before else "a later one is applied already"
            said.append(Markdown(f"**out of order**: {late}"))
        if one.like:
            path = "" if one.path else self._paths.get(one.other, "")
            words = (_FILE_LIKE if one.path else _ROW_LIKE)[one.like]
            said.append(Markdown(f"{words} {migration_link(path, self._page) if path else code(one.other)}"))
        return said


def disagreements(document: Document) -> list[Standing]:
    """The migrations whose file and history do not agree: what waits in its order, and an edited comment, do."""
    repeatable = {migration.path for migration in document.migrations if migration.repeatable}
    return [one for one in document.standings if document.migrations and _disagrees(one, repeatable)]


def _disagrees(one: Standing, repeatable: set[str]) -> bool:
    edited = one.edit in ("statements", "checksum") and one.path not in repeatable
    return edited or one.late or bool(one.like) or one.state in ("failed", "missing", "partly applied")


def disagreement_table(document: Document, page: str) -> Markdown:
    """A row for each migration whose file and history do not agree."""
    remarks = Remarks(document, page)
    rows = [
        (
            migration_link(one.path, page) if one.path else code(one.version),
            Markdown(_SHORT[one.state]),
            when(one.row) if one.row else Markdown(""),
            _lines(remarks.of(one)),
        )
        for one in disagreements(document)
    ]
    return table(rows, "Migration", "State", "When", "What does not agree")


def without_file(document: Document, page: str) -> Markdown:
    """A row for each migration that the database has and no file holds."""
    remarks = Remarks(document, page)
    lost = [(one, one.row) for one in document.standings if not one.path and one.state != "applied" and one.row]
    rows = [
        (
            code(row.version),
            cell(row.name),
            when(row),
            _lines([*_other_state(one), *remarks.of(one)]),
        )
        for one, row in lost
    ]
    return table(rows, "Version", "Name", "Applied", "Remark")


def programs(document: Document) -> Markdown:
    """The versions that the database has and whose files are programs."""
    return join([code(one.version) for one in document.standings if not one.path and one.state == "applied"], ", ")


def _other_state(one: Standing) -> list[Markdown]:
    return [] if one.state == "missing" else [Markdown(_SHORT[one.state])]


def _lines(said: list[Markdown]) -> Markdown:
    return Markdown("<br>".join(map(str, said)))

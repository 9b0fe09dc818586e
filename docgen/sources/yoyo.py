"""yoyo: <id>.sql in the order of their `-- depends:` lines, then by name, with <id>.rollback.sql as the down side."""

from __future__ import annotations

import re
from heapq import heappop, heappush

from docgen.errors import SourceError
from docgen.model.migration import HistoryQuery, Migration
from docgen.sources.reading import Up, migration, text_of
from docgen.sources.source import Evidence, Folder

_DEPENDS = re.compile(r"^--[ \t]*depends:([^\r\n]*)", re.M)
_MARK = re.compile(rb"^--[ \t]*(?:depends|transactional):", re.M)
_FREE = re.compile(r"^--[ \t]*transactional:[ \t]*(?:false|no|off|0)\b", re.I | re.M)


class Yoyo:
    """The SQL migrations of yoyo; those in Python are left out."""

    name = "yoyo"
    title = "yoyo"
    places = ("migrations",)
    history = HistoryQuery(
        source="yoyo",
        schema="public",
        table="_yoyo_migration",
        columns=("migration_hash", "migration_id", "applied_at_utc"),
        beside=("_yoyo_log",),
        # The log keeps who; the newest operation of a migration that is not applied says whether it was rolled back.
        sql="""
            with last as (
              select distinct on (migration_hash) * from public._yoyo_log
              order by migration_hash, created_at_utc desc
            )
            select coalesce(m.migration_id, last.migration_id)::text as version,
                   to_char(coalesce(m.applied_at_utc, last.created_at_utc), 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at,
                   last.username::text as by, m.migration_id is null as rolled_back
            from public._yoyo_migration as m
            full join last on last.migration_hash = m.migration_hash
            where m.migration_id is not null or last.operation = 'rollback'
            order by coalesce(m.applied_at_utc, last.created_at_utc), 1""",
    )

    def fits(self, folder: Folder) -> Evidence | None:
        """By the comments that yoyo reads, or by yoyo.ini on the way up."""
        names = _names(folder)
        marked = folder.marked(names, _MARK, b"depends:", b"transactional:")
        if marked:
            return Evidence(f'{marked} has the line "-- depends:" or "-- transactional:"')
        return (
            Evidence(f"it holds {names[0]}, and yoyo.ini lies above") if names and folder.beside("yoyo.ini") else None
        )

    def read(self, folder: Folder) -> tuple[Migration, ...]:
        """Each behind what it depends on, else by name. Raises SourceError for a circle."""
        needs = {name.removesuffix(".sql"): _needs(text_of(folder, name)) for name in _names(folder)}
        return tuple(_migration(folder, name) for name in _ordered(folder, needs))


def _names(folder: Folder) -> list[str]:
    return sorted(name for name in folder.sql if not name.endswith(".rollback.sql"))


def _needs(text: str) -> list[str]:
    return [word for match in _DEPENDS.finditer(text) for word in match[1].split()]


def _ordered(folder: Folder, needs: dict[str, list[str]]) -> list[str]:
    waiting = {name: {one for one in before if one in needs} for name, before in needs.items()}
    behind: dict[str, list[str]] = {}
    for name, before in waiting.items():
        for one in before:
            behind.setdefault(one, []).append(name)
    free = [name for name, before in waiting.items() if not before]  # sorted, so a heap
    done: list[str] = []
    while free:
        name = heappop(free)
        done.append(name)
        for later in behind.get(name, ()):
            waiting[later].discard(name)
            if not waiting[later]:
                heappush(free, later)
    if len(done) < len(needs):
        circle = ", ".join(name for name in needs if waiting[name])
        raise SourceError(f"the migrations in {folder.shown} depend on each other: {circle}", "Mend -- depends:.")
    return done


def _up(text: str) -> Up:
    free = _FREE.search(text) is not None
    return Up(text, transaction=not free, outside=None if free else (0, "-- transactional: false\n"))


def _migration(folder: Folder, name: str) -> Migration:
    down = f"{name}.rollback.sql"
    return migration(
        folder,
        f"{name}.sql",
        version=name,
        title=re.sub(r"^[\d_.-]+", "", name) or name,
        up=_up,
        down=down if folder.holds(down) else "",
        pieces=True,
    )


SOURCE = Yoyo()

"""Recorder: has a scratch database write down what every statement of a replay does to its catalog."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources

import psycopg

from docgen.model.migration import Migration, MigrationRecord
from docgen.postgres.replay.recorded import Story
from docgen.postgres.replay.recorder_log import Entry

_REMOVE = """
drop event trigger if exists docgen_recorder_commands;
drop event trigger if exists docgen_recorder_drops;
drop schema if exists docgen_recorder cascade
"""
_LOG = """
select
  mark, command, dropped, class::regclass::text, object::int8, part, kind, names, arguments,
  relation::int8, relation_names, state, parts
from docgen_recorder.log
where mark ~ '^[0-9]+:[0-9]+:[0-9]+$'
order by number
"""


def install(connection: psycopg.Connection) -> bool:
    """Begins to record on an autocommit connection; False where the role may not make event triggers."""
    text = resources.files("docgen.postgres.replay").joinpath("recorder.sql").read_text(encoding="utf-8")
    try:
        connection.execute(text.encode())
    except psycopg.errors.InsufficientPrivilege:
        return False
    return True


def mark(file: int, line: int, start: int) -> str:
    """The statement that says which one comes next: the number of its file, its line, and where it starts."""
    return f"set docgen.mark = '{file}:{line}:{start}'"


def records(connection: psycopg.Connection, migrations: Sequence[Migration]) -> tuple[MigrationRecord, ...] | None:
    """What each migration did, in their order; no trace of the recorder is left.

    A migration that the recorder could not follow is left out; None where a migration removed the recorder.
    """
    try:
        rows = connection.execute(_LOG).fetchall()
    except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName):
        return None
    finally:
        connection.execute(_REMOVE)
    story, lost = Story(), set()
    for place, command, *fields in rows:
        file, line, start = map(int, place.split(":"))
        if command == "lost":
            lost.add(file)
        else:
            story.tell(Entry((file, start), line, command, *fields))
    told = story.touches()
    return tuple(
        MigrationRecord(path=one.path, digest=one.digest, touches=tuple(told.get(number, ())))
        for number, one in enumerate(migrations)
        if number not in lost
    )

"""Migrations: the files, what a database says it applied, and what a replay of the files met."""

from __future__ import annotations

from typing import Literal

import msgspec

from docgen.model.relation import Noun

_NAMELESS = ("migration.sql", "up.sql")  # of tools that give each migration a folder of its own


def file_name(path: str) -> str:
    """What people call a migration, by its path: its file's name, its folder's, or of Django ``app.file``."""
    folder, _, file = path.rpartition("/")
    above, _, name = folder.rpartition("/")
    if file in _NAMELESS and name:
        return name
    app = above.rpartition("/")[2] if file.endswith(".py") and name == "migrations" else ""
    return f"{app}.{file}" if app else file


def migration_name(path: str) -> str:
    """The same without the ending of a file."""
    return file_name(path).removesuffix(".sql").removesuffix(".py")


class Migration(Noun, frozen=True):
    """One migration file, its up side.

    ``sql`` has exactly the length of the file's text: whatever is not the up side (down section, tool marks
    that are not comments, template text) is blanked to spaces with its line ends kept, so that every offset
    and line in ``sql`` is one of the file. Where ``printed`` names a tool the file is a program, and only lines are.
    """

    version: str  # what the tool's history table calls it
    name: str  # the words of the file name
    path: str  # posix, relative to the project's folder
    sql: str
    digest: str  # sha256 of the file's bytes, hexadecimal
    transaction: bool = True  # the tool runs the file in one transaction
    opening: str = ""  # how that comes: "begin" the tool sends BEGIN, "query" the file is one query, "" not known
    statement_breakpoints: bool = False  # the tool sends the file in pieces (drizzle, goose, dbmate ...: by statement)
    down: str = ""  # the SQL of the down side where the tool keeps one
    repeatable: bool = False  # Flyway R__: run again whenever it changes
    date: str = ""  # ISO date read from the version, "" where it holds none
    templates: tuple[tuple[int, int], ...] = ()  # where ``sql`` stands in for text that the tool puts in
    checksums: tuple[str, ...] = ()  # what the history table may hold of the file as it is; () where it holds none
    chained: bool = False  # the checksum covers the files before it too
    parts: tuple[str, ...] = ()  # what the history table calls the parts of a file that are applied one by one
    outside: tuple[int, str] | None = None  # where to write what tells the tool to open no transaction for the file
    printed: str = ""  # the tool that printed ``sql`` of a program; its statements stand on the program's lines
    packaged: bool = False  # it comes with an installed package: not the project's to mend


class Applied(Noun, frozen=True):
    """One row of a tool's history table."""

    version: str
    name: str = ""
    at: str = ""  # ISO 8601 in UTC, seconds
    by: str = ""
    checksum: str = ""
    success: bool = True
    rolled_back: bool = False  # it was applied and taken back
    milliseconds: int | None = None  # how long it took, where the tool stores that
    parts: tuple[str, ...] = ()  # the parts of the file that are applied, where the tool counts those
    statements: tuple[str, ...] = ()  # a digest of each statement as it was run, where the tool stores them


class History(Noun, frozen=True):
    """What a database says was applied, in the order that it says; ``table`` "" where no history was found."""

    source: str  # the tool's name
    table: str = ""
    applied: tuple[Applied, ...] = ()
    note: str = ""  # why there is none, or what is special (dirty, only the newest version is kept)
    newest_only: bool = False  # one row, the newest version: all earlier files count as applied


class ReplayFailure(Noun, frozen=True):
    """A statement that the scratch server refused."""

    path: str
    line: int  # 1-based, of the statement
    statement: str  # its first line
    sqlstate: str
    message: str
    hint: str = ""  # what to do: name a setup file, a preset, an extension
    cause: str = ""  # path:line of an earlier failure that explains this one, "" if this is a first cause


class RecordedTouch(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True, gc=False):
    """One thing that a statement did to one object when it was replayed: a Touch without its file.

    An array and no object in schema.json: there are many.
    """

    line: int  # of the statement
    verb: str
    kind: str
    object: str
    relation: str = ""
    new_name: str = ""
    detail: str = ""


class MigrationRecord(Noun, frozen=True):
    """What one migration did when it was replayed, as the server saw it, in its order."""

    path: str
    digest: str  # of the file that was replayed
    touches: tuple[RecordedTouch, ...] = ()


class Replay(Noun, frozen=True):
    """What a replay of the migrations on the scratch server met."""

    statements: int = 0
    failures: tuple[ReplayFailure, ...] = ()
    records: tuple[MigrationRecord, ...] | None = None  # None: the server could not record

    @property
    def causes(self) -> tuple[ReplayFailure, ...]:
        """The failures that no earlier one explains."""
        return tuple(failure for failure in self.failures if not failure.cause)


MigrationState = Literal["applied", "partly applied", "pending", "missing", "failed", "rolled back", "unknown"]
Edit = Literal["", "statements", "text", "checksum"]  # of the file, since it was applied; "checksum": not known which
Likeness = Literal["", "sql", "part", "name"]  # the same statements, all of them among others, the same name


class Standing(Noun, frozen=True):
    """A migration as the database has it: its row in the history held against its file."""

    version: str
    path: str = ""  # "" where the database has it and there is no file
    state: MigrationState = "unknown"
    row: Applied | None = None
    edit: Edit = ""
    late: bool = False  # applied after one that comes later; or not applied, while a later one is
    open_parts: tuple[str, ...] = ()  # of a file that is partly applied
    like: Likeness = ""
    other: str = ""  # the version of the one that it is like: of a row without file, the file's; the other way round


class MigrationSet(Noun, frozen=True):
    """All migrations of one folder in the tool's own order, and how the tool was told."""

    source: str  # the tool: supabase, prisma ...
    folder: str  # posix, relative to the project's folder
    migrations: tuple[Migration, ...] = ()
    reason: str = ""  # what told the tool
    note: str = ""  # what a person should know of it: another tool that fits, files that are not there
    unread: tuple[str, ...] = ()  # what the tool may call the files of the folder that are programs


class Seen(Noun, frozen=True):
    """The SQL of a migration as the build found it that first saw it applied."""

    version: str
    sql: str  # a digest that leaves out comments, white space and line ends
    checksum: str = ""  # what the history table held then: another one now, and the tool took the file as it is


class HistoryQuery(Noun, frozen=True):
    """How to read a tool's history table: a table counts only if it has all of ``columns`` and none of ``absent``.

    ``sql`` gives rows in the order in which they were applied, where the tool knows it, by version else. Its columns
    are called like the fields of Applied: version, and as many others as the tool stores; null stands for "not known".
    ``statements`` are texts here.
    """

    source: str
    schema: str
    table: str
    columns: tuple[str, ...]
    sql: str
    newest_only: bool = False  # the table keeps one row: all earlier files count as applied
    absent: tuple[str, ...] = ()  # columns of another tool's table of the same name
    beside: tuple[str, ...] = ()  # tables that the tool keeps in the same schema
    apart: tuple[str, ...] = ()  # tables beside it that say it is another tool's


class Touch(Noun, frozen=True):
    """One thing that one statement of a migration does to one object, by parsing or as it was recorded."""

    path: str
    version: str
    line: int
    verb: str  # create, add, alter, drop, rename, grant, insert ...
    kind: str  # table, column, constraint, index, policy, function ... in SQL words
    object: str  # public.orders, public.orders.vat
    relation: str = ""  # the relation that it hangs on, "" for objects of their own
    new_name: str = ""  # for rename: public.orders_backup
    detail: str = ""  # what of it became what, where it was recorded: type integer -> bigint


class Conflict(Noun, frozen=True):
    """Two migrations that cannot both be meant: each place, what happens, what to do."""

    kind: str  # redefined table, constraint made twice, rename onto a taken name ...
    object: str
    first: tuple[str, int]  # path, line
    second: tuple[str, int]
    explanation: str
    remedy: str
    first_text: str = ""
    second_text: str = ""
    differences: tuple[str, ...] = ()
    replayed: str = ""  # what the second statement did on an empty server; "" where it was not run

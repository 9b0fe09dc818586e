"""schema.json: the snapshot as text, one object per line, so that a change to a table changes one line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Literal

import msgspec

from docgen.errors import OutputError
from docgen.model.catalog import Catalog, CatalogObject
from docgen.model.change import Change
from docgen.model.check import CheckResult, RlsResult
from docgen.model.migration import Applied, History, MigrationRecord, Replay, Seen
from docgen.model.relation import Noun
from docgen.model.snapshot import DroppedPage, MigrationDigest, NoteRecord, Snapshot

FILE_NAME = "schema.json"
VERSION = 3


class HistoryHead(Noun, frozen=True):
    """A history without its rows, which are lines of their own."""

    source: str
    table: str = ""
    note: str = ""
    newest_only: bool = False


class SnapshotFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What schema.json holds: the head, and one flat list of objects."""

    version: Literal[3]
    origin: Literal["live", "migrations"]
    unreadable: list[str]
    unknown: list[str]
    history: HistoryHead | None
    applied: list[Applied]
    replay: Replay | None
    drift: list[Change] | None
    checks: list[CheckResult] = []
    rls_tests: list[RlsResult] = []
    migrations: list[MigrationDigest]
    seen: list[Seen] = []
    records: list[MigrationRecord] | None  # of the replay: what each migration did; null where none was kept
    notes: list[NoteRecord]
    dropped: list[DroppedPage]
    objects: list[CatalogObject]


class _Versioned(msgspec.Struct):
    version: int


class Remembered(msgspec.Struct, frozen=True):
    """What outlives a build, as every version of the file has it."""

    origin: Literal["live", "migrations"]
    seen: list[Seen] = []
    notes: list[NoteRecord] = []
    dropped: list[DroppedPage] = []


_encoder = msgspec.json.Encoder()


def encode(snapshot: Snapshot) -> Iterator[bytes]:
    """The file's bytes in pieces of a line or so: the whole never stands in memory."""
    history = snapshot.history
    head = (
        None
        if history is None
        else HistoryHead(source=history.source, table=history.table, note=history.note, newest_only=history.newest_only)
    )
    yield b'{\n"version": %d,\n"origin": "%s",\n' % (VERSION, snapshot.origin.encode())
    yield b'"unreadable": ' + _encoder.encode(snapshot.catalog.unreadable) + b",\n"
    yield b'"unknown": ' + _encoder.encode(snapshot.catalog.unknown) + b",\n"
    yield b'"history": ' + _encoder.encode(head) + b",\n"
    yield from _lines("applied", () if history is None else history.applied)
    replay = snapshot.replay
    records = None if replay is None else replay.records
    yield b'"replay": ' + _encoder.encode(replay and msgspec.structs.replace(replay, records=None)) + b",\n"
    if snapshot.drift is None:
        yield b'"drift": null,\n'
    else:
        yield from _lines("drift", snapshot.drift)
    yield from _lines("checks", snapshot.checks)
    yield from _lines("rls_tests", snapshot.rls_tests)
    yield from _lines("migrations", snapshot.migrations)
    yield from _lines("seen", snapshot.seen)
    if records is None:
        yield b'"records": null,\n'
    else:
        yield from _lines("records", records)
    yield from _lines("notes", snapshot.notes)
    yield from _lines("dropped", snapshot.dropped)
    yield from _lines("objects", snapshot.catalog.objects(), last=True)
    yield b"}\n"


def _lines(key: str, items: Iterable[Any], last: bool = False) -> Iterator[bytes]:
    yield b'"%s": [' % key.encode()
    separator = b"\n"
    for item in items:
        yield separator + _encoder.encode(item)
        separator = b",\n"
    yield b"\n]" if separator == b",\n" else b"]"
    yield b"\n" if last else b",\n"


def decode_head(lines: Iterable[bytes], where: str) -> Snapshot:
    """What a build remembers of the last one (notes, dropped pages), from the first lines: cheap for any size.

    A snapshot of another version gives it too, so that a new docgen can build over it. Raises OutputError for text that
    is no snapshot.
    """
    head = []
    for line in lines:
        if line.startswith(b'"objects": ['):
            break
        head.append(line)
    try:
        file = msgspec.json.decode(b"".join(head) + b'"objects": []\n}\n', type=Remembered)
    except msgspec.MsgspecError as error:
        raise _unreadable(where, error) from None
    return Snapshot(
        catalog=Catalog(),
        origin=file.origin,
        seen=tuple(file.seen),
        notes=tuple(file.notes),
        dropped=tuple(file.dropped),
    )


def decode(data: bytes, where: str) -> Snapshot:
    """The snapshot in ``data``, the content of the file ``where``.

    Raises OutputError for text that is not a snapshot of this version.
    """
    try:
        file = msgspec.json.decode(data, type=SnapshotFile)
    except msgspec.MsgspecError as error:
        raise _of_another_version(data, where) or _unreadable(where, error) from None
    history = None
    if file.history is not None:
        history = History(
            source=file.history.source,
            table=file.history.table,
            note=file.history.note,
            applied=tuple(file.applied),
            newest_only=file.history.newest_only,
        )
    return Snapshot(
        catalog=_catalog(file),
        origin=file.origin,
        migrations=tuple(file.migrations),
        seen=tuple(file.seen),
        history=history,
        replay=None if file.replay is None else _with_records(file.replay, file.records),
        drift=None if file.drift is None else tuple(file.drift),
        checks=tuple(file.checks),
        rls_tests=tuple(file.rls_tests),
        notes=tuple(file.notes),
        dropped=tuple(file.dropped),
    )


def _with_records(replay: Replay, records: list[MigrationRecord] | None) -> Replay:
    return replay if records is None else msgspec.structs.replace(replay, records=tuple(records))


def _of_another_version(data: bytes, where: str) -> OutputError | None:
    try:
        version = msgspec.json.decode(data, type=_Versioned).version
    except msgspec.MsgspecError:
        return None
    if version == VERSION:
        return None
    hint = "A newer docgen wrote it: install that one." if version > VERSION else "Run docgen build to write it anew."
    return OutputError(f"{where} is a snapshot of version {version}; this docgen reads {VERSION}", hint)


def _unreadable(where: str, error: Exception) -> OutputError:
    return OutputError(
        f"{where} is not a snapshot that this docgen reads: {error}",
        "Run docgen build --force to write it anew; after a merge, either side of it will do as well.",
    )


_FIELD_OF = {
    "Schema": "schemas",
    "Relation": "relations",
    "Sequence": "sequences",
    "Type": "types",
    "Routine": "routines",
    "Extension": "extensions",
    "Role": "roles",
    "DefaultPrivilege": "default_privileges",
    "EventTrigger": "event_triggers",
    "Publication": "publications",
    "ForeignServer": "servers",
    "Collation": "collations",
    "OtherObject": "others",
}


def _catalog(file: SnapshotFile) -> Catalog:
    groups: dict[str, list[CatalogObject]] = {field: [] for field in _FIELD_OF.values()}
    for item in file.objects:
        groups[_FIELD_OF[type(item).__name__]].append(item)
    fields: dict[str, Any] = {field: tuple(items) for field, items in groups.items()}
    return Catalog(**fields, unreadable=tuple(file.unreadable), unknown=tuple(file.unknown))


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of schema.json."""
    return msgspec.json.schema(SnapshotFile)

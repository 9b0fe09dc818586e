"""Notes: which hand-written notes may be wrong, because what they speak of changed or is gone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

import msgspec

from docgen.model.relation import Noun
from docgen.model.snapshot import NoteRecord


class NoteState(NamedTuple):
    """One note that somebody should read again, and why."""

    path: str  # posix, below the notes folder
    state: Literal["changed", "gone"]
    sentence: str


def object_digest(objects: Iterable[Noun]) -> str:
    """What ``objects`` look like, as hexadecimal digits: equal for equal objects, whatever server they came from."""
    return hashlib.sha256(b"\n".join(msgspec.json.encode(one, order="deterministic") for one in objects)).hexdigest()


def records(
    notes: Mapping[str, str], described: Mapping[str, Sequence[Noun]], previous: Sequence[NoteRecord] = ()
) -> tuple[NoteRecord, ...]:
    """What the snapshot remembers of each note, by path.

    ``described``: the objects that the note at a path speaks of. A note whose text is the one that was
    remembered keeps the objects' digest of then: only an edit of the note says that somebody looked again.
    """
    before = {record.path: record for record in previous}
    found = []
    for path, text in sorted(notes.items()):
        digest = hashlib.sha256(text.encode()).hexdigest()
        old = before.get(path)
        kept = old.object_digest if old is not None and old.digest == digest else ""
        now = object_digest(described[path]) if described.get(path) else ""
        found.append(NoteRecord(path=path, digest=digest, object_digest=kept or now))
    return tuple(found)


def to_review(notes: Sequence[NoteRecord], described: Mapping[str, Sequence[Noun] | None]) -> tuple[NoteState, ...]:
    """The notes whose objects changed since the note did, or no longer exist, by path.

    A path that ``described`` does not hold, or that has None, is a note on no object (a page of its own) and never
    out of date.
    """
    found = []
    for record in notes:
        objects = described.get(record.path)
        if objects is None:
            continue
        if not objects:
            found.append(NoteState(record.path, "gone", "What it describes no longer exists."))
        elif record.object_digest and object_digest(objects) != record.object_digest:
            found.append(NoteState(record.path, "changed", "What it describes changed since the note was written."))
    return tuple(found)

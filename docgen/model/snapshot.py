"""Snapshot: all that the pages are rendered from besides files of the project; what schema.json holds."""

from __future__ import annotations

from typing import Literal

from docgen.model.catalog import Catalog
from docgen.model.change import Change
from docgen.model.check import CheckResult, RlsResult
from docgen.model.migration import History, Replay, Seen
from docgen.model.relation import Noun

# Who owns what a replay makes: the superuser of docgen's own server.
REPLAYER = "postgres"


class MigrationDigest(Noun, frozen=True):
    """One migration as it was when the snapshot was taken."""

    version: str
    path: str
    digest: str


class NoteRecord(Noun, frozen=True):
    """A hand-written note as it was last seen, and the object that it speaks of as it was then."""

    path: str  # posix, relative to the notes folder: tables/public.profiles.md
    digest: str
    object_digest: str = ""


class DroppedPage(Noun, frozen=True):
    """A page of a relation that is gone; a short page stays there for the links that others hold."""

    path: str  # below the docs folder
    title: str  # Markdown, as the page had it


class Snapshot(Noun, frozen=True):
    """The state of the database and of its migrations at one build."""

    catalog: Catalog
    origin: Literal["live", "migrations"]  # read from the live database, or replayed on the shadow
    migrations: tuple[MigrationDigest, ...] = ()
    history: History | None = None  # only from a live database
    replay: Replay | None = None
    drift: tuple[Change, ...] | None = None  # migrations replayed against live; None: not compared
    checks: tuple[CheckResult, ...] = ()
    rls_tests: tuple[RlsResult, ...] = ()
    seen: tuple[Seen, ...] = ()  # applied migrations as a build first found them
    notes: tuple[NoteRecord, ...] = ()
    dropped: tuple[DroppedPage, ...] = ()

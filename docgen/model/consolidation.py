"""Consolidation: what a chain of migrations leaves in a database, and what becomes of it in one migration."""

from __future__ import annotations

from typing import Literal

from docgen.model.catalog import Catalog
from docgen.model.proof import Fingerprint
from docgen.model.relation import Noun


class TableContent(Noun, frozen=True):
    """The rows of one table as text, None for null, in the order in which they lie; generated columns left out."""

    schema: str
    name: str
    columns: tuple[str, ...]
    types: tuple[str, ...]  # format_type()
    defaulted: tuple[bool, ...]  # the column has a default or is an identity
    rows: tuple[tuple[str | None, ...], ...]
    extension: bool = False  # the table belongs to an extension: its functions write it


class SequencePosition(Noun, frozen=True):
    """Where a sequence stands that has given a value."""

    schema: str
    name: str
    value: int


class State(Noun, frozen=True):
    """One database at one moment: its schema for statements, its identity for comparing, its rows."""

    catalog: Catalog
    fingerprint: Fingerprint
    tables: tuple[TableContent, ...] = ()
    sequences: tuple[SequencePosition, ...] = ()


Verdict = Literal["kept", "superseded", "decide"]


class Carried(Noun, frozen=True):
    """One statement of the archived migrations that the schema does not show, and what becomes of it."""

    path: str
    line: int
    statement: str  # its first line
    verdict: Verdict
    reason: str
    text: str = ""  # of a statement that is carried as written


class Mismatch(Noun, frozen=True):
    """A table or other object that a known database has otherwise, and what is done about it."""

    object: str
    difference: str  # column missing, type differs ...
    repair: str  # what the new migration does; "" where a decision is needed
    decision: str = ""  # what has to be written into the configuration


class ProofResult(Noun, frozen=True):
    """One proof on the scratch server."""

    name: str
    passed: bool
    detail: str = ""  # how many states; what differs, one difference per line

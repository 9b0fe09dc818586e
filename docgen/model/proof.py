"""Proof: what a database is, by identity and rows, and what running a migration once more did to it."""

from __future__ import annotations

from typing import Literal

from docgen.model.migration import ReplayFailure
from docgen.model.relation import Noun

Mode = Literal["file", "chain", "late"]
Verdict = Literal[
    "idempotent", "raises", "changes-schema", "changes-rows", "destroys", "not-provable", "first-run-failed"
]

MEANING: dict[Verdict, str] = {
    "idempotent": "a second run changes nothing",
    "raises": "a second run fails",
    "changes-schema": "a second run changes the schema again",
    "changes-rows": "a second run changes rows again",
    "destroys": "a second run destroys rows",
    "not-provable": "it could not be tried",
    "first-run-failed": "the first run fails already",
}
WHEN: dict[Mode, str] = {
    "file": "",
    "late": "alone, after the whole chain",
    "chain": "the whole chain a second time",
}


WayVerdict = Literal["reversible", "loses-data", "irreversible", "differs", "fails", "not-provable"]
MEANING_BACK: dict[WayVerdict, str] = {
    "reversible": "the way back leaves the schema as it was, and no row is lost",
    "loses-data": "the way back leaves the schema as it was, and data is lost",
    "irreversible": "no statement brings all of it back",
    "differs": "the way back leaves the database otherwise than it was",
    "fails": "the way back fails",
    "not-provable": "the way back could not be tried",
}


class CatalogObject(Noun, frozen=True):
    """One thing in a catalog under the name that people call it by; ``definition`` is a JSON object of attributes."""

    kind: str  # table, column, constraint, index, policy, function ... in SQL words
    name: str  # public.orders.total
    definition: str
    relation: str = ""  # the relation that it hangs on, "" for objects of their own
    names: tuple[str, ...] = ()  # the parts of the name, unquoted: schema, table, column


class TableRows(Noun, frozen=True):
    """The rows of one table; the digest is the same in whatever order they lie."""

    table: str
    count: int
    digest: str


class Fingerprint(Noun, frozen=True):
    """A whole database without oids: two that are made alike compare equal."""

    objects: tuple[CatalogObject, ...] = ()
    rows: tuple[TableRows, ...] = ()


class AttributeChange(Noun, frozen=True):
    """One attribute of an object before and after, as text; "" where it was not set."""

    attribute: str  # type, owner, definition, privileges ...
    before: str
    after: str


class SchemaChange(Noun, frozen=True):
    """One object that two fingerprints do not have in common."""

    change: Literal["added", "removed", "changed"]
    kind: str
    object: str
    relation: str = ""
    attributes: tuple[AttributeChange, ...] = ()  # of a changed object


class RowChange(Noun, frozen=True):
    """A table whose rows differ; ``delta`` is how many more there are, 0 where only their contents differ."""

    table: str
    delta: int
    destroyed: int = 0  # rows that were there and are gone, or have lost a value


class Comparison(Noun, frozen=True):
    """How two fingerprints differ; falsy where they do not."""

    schema: tuple[SchemaChange, ...] = ()
    rows: tuple[RowChange, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is any difference."""
        return bool(self.schema or self.rows)


class StatementError(Noun, frozen=True):
    """A statement that the server refused on its second run, or on the way back."""

    line: int  # 1-based, of the statement
    sqlstate: str
    message: str
    end_line: int = 0  # 0 where it is not known
    statement: str = ""  # its first line, where no file shows it


class FileProof(Noun, frozen=True):
    """What running one file once more did.

    ``statements`` are those that the second run refused, each judged as if those before it had been left out; of a file
    whose first run failed, those that the first run refused. The changes are those of the statements that did run.
    """

    file: str
    verdict: Verdict
    mode: Mode = "file"  # of the replay that gave the verdict
    statements: tuple[StatementError, ...] = ()
    schema_changes: tuple[SchemaChange, ...] = ()
    row_changes: tuple[RowChange, ...] = ()
    reason: str = ""  # why it is not provable
    failures: tuple[ReplayFailure, ...] = ()  # of the first run, with cause and remedy
    without_sentinel: tuple[str, ...] = ()  # tables that the file may empty and for which no row could be made

    @property
    def passed(self) -> bool:
        """Whether there is nothing to mend."""
        return self.verdict == "idempotent"


class Proof(Noun, frozen=True):
    """The files in their order, and how many statements were run the first time and refused then."""

    files: tuple[FileProof, ...] = ()
    statements: int = 0
    refused: int = 0
    major: int = 0  # of the PostgreSQL that ran them


class WayBack(Noun, frozen=True):
    """What undoes one migration: the down side that its tool keeps, else what is computed from what it did."""

    file: str
    sql: str
    own: bool = False  # its tool keeps it
    missing: tuple[str, ...] = ()  # what no statement brings back, of one that is computed
    digest: str = ""  # of it and of the chain up to this file: what a test of it was a test of


class WayProof(Noun, frozen=True):
    """What running the way back did, straight after its migration."""

    file: str
    verdict: WayVerdict
    own: bool = False
    digest: str = ""  # of the way back that was run
    statements: tuple[StatementError, ...] = ()  # that the server refused
    schema_changes: tuple[SchemaChange, ...] = ()  # what is otherwise than before the migration
    row_changes: tuple[RowChange, ...] = ()  # rows that are there and were not, or are others
    lost: tuple[str, ...] = ()  # data that is gone, in words
    missing: tuple[str, ...] = ()
    reason: str = ""  # why it is not provable

    @property
    def passed(self) -> bool:
        """Whether it does what it says: what is lost for good is told, and no fault of the way back."""
        return self.verdict in ("reversible", "loses-data", "irreversible")


class WaysProof(Noun, frozen=True):
    """The way back from every migration, in the order of the files."""

    files: tuple[WayProof, ...] = ()
    major: int = 0  # of the PostgreSQL that ran them

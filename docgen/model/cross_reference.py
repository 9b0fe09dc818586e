"""Cross reference: a column, or a foreign table, of one database that means one of another."""

from __future__ import annotations

from docgen.model.name import Name
from docgen.model.relation import Noun


class OtherDatabase(Noun, frozen=True):
    """Another database of the same site; ``folder`` leads from this one's docs folder to its own (posix)."""

    name: str
    title: str
    folder: str


class CrossReference(Noun, frozen=True):
    """One pair of ends, seen from the database that holds ``relation``; without columns, the relations as such."""

    leaving: bool  # the end in this database refers; else it is referred to
    relation: Name
    column: str
    database: OtherDatabase
    other: Name
    other_column: str
    other_type: str = ""
    found: bool = True  # the other end exists, as far as the other database's last build says
    note: str = ""
    server: str = ""  # the foreign server, where a foreign table says it


class CrossReferences(Noun, frozen=True):
    """What crosses the border of one database, and what the configuration says that is not so."""

    references: tuple[CrossReference, ...] = ()
    faults: tuple[str, ...] = ()  # one sentence each


NONE = CrossReferences()

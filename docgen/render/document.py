"""Document: everything that the pages are rendered from, as pure data, and the page that comes out."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from docgen.analysis.lineage.graph import Lineage
from docgen.analysis.personal.register import Register
from docgen.analysis.proved import Proved
from docgen.analysis.tested import Tested
from docgen.model.catalog import Catalog
from docgen.model.check import Check, RlsTest
from docgen.model.cross_reference import NONE, CrossReferences
from docgen.model.finding import Finding
from docgen.model.migration import Conflict, Migration, Standing, Touch
from docgen.model.portability import Portability
from docgen.model.snapshot import Snapshot
from docgen.model.status import Status, StatusWords


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """One project, read and analysed."""

    title: str
    snapshot: Snapshot
    database: str = ""  # its name where the site has several: a-z, 0-9, _ and -
    home: str = ""  # the folder of the page that lists them, as the docs folder sees it
    description: str = ""  # Markdown that the project's people wrote: trusted
    source: str = ""  # the migration tool
    folder: str = ""  # the folder of migrations, posix, relative to the project's folder
    migrations: tuple[Migration, ...] = ()
    standings: tuple[Standing, ...] = ()  # each migration as the database has it, then what has no file
    touches: tuple[Touch, ...] = ()  # what each migration does to which object, in the order of the migrations
    findings: tuple[Finding, ...] = ()  # of the linter, those in the baseline included
    advice: tuple[Finding, ...] = ()  # of the catalog
    conflicts: tuple[Conflict, ...] = ()
    proved: Proved = Proved()  # the kept verdicts on second runs
    tested: Tested = Tested()  # the kept verdicts on ways back
    status: Status = Status()
    checks: tuple[Check, ...] = ()
    rls_tests: tuple[RlsTest, ...] = ()
    words: StatusWords = StatusWords()
    api_schemas: tuple[str, ...] = ("public",)  # what the API of Supabase or PostgREST shows
    api_roles: tuple[str, ...] = ("anon", "authenticated", "service_role")  # as whom it acts
    token_budget: int = 8000  # how long the context file of a component may be
    personal: Register = Register()  # columns with data of people
    cross_references: CrossReferences = NONE  # to and from the other databases of the site
    move: Portability | None = None  # what does not travel to the next home, where one is planned
    lineage: Lineage | None = None  # where columns come from and go to; None: References follows them
    notes: dict[str, str] = {}  # path below the notes folder -> hand-written Markdown: trusted

    @property
    def catalog(self) -> Catalog:
        """The database as the snapshot holds it."""
        return self.snapshot.catalog


class Page(NamedTuple):
    """One file of the documentation: its posix path below the docs folder, and its whole text."""

    path: str
    text: str

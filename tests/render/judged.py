"""Judged: a small project in which something of every kind is wrong, and the pages that judge it."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from docgen.analysis.notes import records
from docgen.analysis.standing import standings
from docgen.model.catalog import Catalog, Schema
from docgen.model.change import Change
from docgen.model.finding import Finding
from docgen.model.migration import Applied, Conflict, History, Migration, Replay, ReplayFailure, Touch
from docgen.model.name import Name
from docgen.model.relation import Column, Relation
from docgen.model.snapshot import Snapshot
from docgen.model.status import ComponentStatus, Status
from docgen.render.document import Document
from docgen.render.environment import Environment
from docgen.render.migration_pages import migration_pages
from docgen.render.overview_pages import overview_pages
from docgen.render.status_pages import status_pages
from docgen.render.troubleshooting_pages import troubleshooting_pages

STATUS = "SCHEMA-STATUS.md"
STATE = "migrations/current-state.md"
LOG = "migrations/migration-log.md"
TROUBLE = "migrations/troubleshooting.md"

PACKAGES = Relation(
    schema="public",
    name="service_packages",
    kind="table",
    owner="app",
    comment="What can be booked.",
    columns=(Column(name="id", type="uuid", comment="Key."), Column(name="name", type="text")),
)
CATALOG = Catalog(schemas=(Schema(name="public", owner="app"),), relations=(PACKAGES,))
FIRST = Migration(
    version="1", name="packages", path="m/1_packages.sql", sql="", digest="1", date="2025-03-03", down="drop table x;"
)
SECOND = Migration(version="2", name="again", path="m/2_again.sql", sql="", digest="2", date="2025-06-11")
CONFLICT = Conflict(
    kind="table redefined",
    object="public.service_packages",
    first=("m/1_packages.sql", 1),
    second=("m/2_again.sql", 3),
    explanation="Both make it.",
    remedy="Take one out.",
    first_text="create table one ()",
    second_text="create table two ()",
    differences=("code (text) is only in the second",),
)
CODE = Change(
    kind="missing",
    object_kind="column",
    object="public.service_packages.code",
    expected="text",
    relation="public.service_packages",
)
BODY = Change(
    kind="different",
    object_kind="function",
    object="public.f()",
    attribute="body",
    expected="begin\n  one;\nend",
    actual="begin\n  two;\nend",
)
OWNER = Change(
    kind="different",
    object_kind="table",
    object="public.service_packages",
    attribute="owner",
    expected="app",
    actual="postgres",
    relation="public.service_packages",
)
FAILURES = (
    ReplayFailure(path="m/1_packages.sql", line=4, statement="create index a", sqlstate="42703", message="no code"),
    ReplayFailure(
        path="m/2_again.sql",
        line=9,
        statement="create view b",
        sqlstate="42P01",
        message="no view",
        cause="m/1_packages.sql:4",
    ),
)
NEW = Finding(
    rule="table-without-guard",
    family="rerun",
    severity="error",
    message="It fails.",
    remedy="Write IF NOT EXISTS.",
    file="m/2_again.sql",
    line=3,
    object="public.service_packages",
)
KNOWN = msgspec.structs.replace(NEW, file="m/1_packages.sql", line=1, known=True)
ADVICE = Finding(
    rule="unlogged-table",
    family="schema",
    severity="warning",
    message="Table public.service_packages is unlogged.",
    remedy="Set it logged.",
    object="public.service_packages",
    query="select 1;",
)
TOUCHES = (
    Touch(path="m/1_packages.sql", version="1", line=1, verb="create", kind="table", object="public.service_packages"),
    Touch(
        path="m/2_again.sql",
        version="2",
        line=3,
        verb="add",
        kind="column",
        object="public.service_packages.code",
        relation="public.service_packages",
    ),
)
PRICING = ComponentStatus(
    name="Pricing",
    page="business/pricing",
    owner="Shop team",
    note="What it costs.",
    relations=(Name("public", "service_packages"),),
    verdict="broken",
    reasons=("Column public.service_packages.code is missing.", "public.service_packages: table redefined."),
    evidence=("drift", "conflict"),
)


def render(**parts: Any) -> dict[str, str]:
    snapshot: dict[str, Any] = {"catalog": CATALOG, "origin": "migrations", **parts.pop("snapshot", {})}
    known = standings(parts.get("migrations", ()), snapshot.get("history"))
    document = Document(title="Portal", snapshot=Snapshot(**snapshot), standings=known, **parts)
    environment = Environment(document)
    families = (overview_pages, status_pages, migration_pages, troubleshooting_pages)
    return {page.path: page.text for family in families for page in family(document, environment)}


def full() -> dict[str, str]:
    notes = {"tables/public.service_packages.md": "About packages."}
    before = records(notes, {"tables/public.service_packages.md": [msgspec.structs.replace(PACKAGES, comment="")]})
    return render(
        snapshot={
            "origin": "live",
            "replay": Replay(failures=FAILURES),
            "drift": (CODE, BODY, OWNER),
            "history": History(
                source="supabase",
                table="supabase_migrations.schema_migrations",
                applied=(
                    Applied(version="1", at="2025-03-04T10:00:00Z", by="ci"),
                    Applied(version="0", name="lost", at="2025-01-01T00:00:00Z"),
                ),
            ),
            "notes": before,
        },
        source="supabase",
        folder="m",
        migrations=(FIRST, SECOND),
        touches=TOUCHES,
        findings=(KNOWN, NEW),
        advice=(ADVICE,),
        conflicts=(CONFLICT,),
        status=Status(components=(PRICING,), pending=("m/2_again.sql",), last_updated="2025-06-11"),
        notes=notes,
    )


def section(text: str, title: str) -> str:
    """What stands below a heading, to the next one of its level or above."""
    level = title.partition(" ")[0]
    pattern = rf"^{re.escape(title)}\n(.*?)(?=^#{{1,{len(level)}}} |\Z)"
    found = re.search(pattern, text, re.MULTILINE | re.DOTALL)
    assert found, f"no section {title}"
    return found[1].strip()

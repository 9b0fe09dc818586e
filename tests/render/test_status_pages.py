"""The pages that judge: every issue is told, linked and safe, and without issues nothing is alleged."""

from __future__ import annotations

import re
from posixpath import dirname, join, normpath
from typing import Any

import msgspec

from docgen.analysis.notes import records
from docgen.analysis.standing import standings
from docgen.model.catalog import Catalog, Extension, Schema
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


def test_there_are_four_pages_below_the_overview() -> None:
    assert list(full()) == ["README.md", STATUS, STATE, LOG, TROUBLE]


def test_the_header_names_the_newest_migration_and_the_whole_verdict() -> None:
    text = full()[STATUS]

    assert "**Last updated**: 2025-06-11, [`2_again.sql`](migrations/migration-log.md#migration-2_again)" in text
    assert (
        "**Status**: ❌ Broken: 1 conflict between migrations, 1 failed statement in the replay, "
        "2 differences from the live database, 1 new linter error, 1 pending migration, "
        "1 migration whose file and history do not agree<br>" in text
    )


def test_the_overview_links_page_and_evidence() -> None:
    assert section(full()[STATUS], "## Overview").startswith(
        "| Component | Status | Owner | Notes |\n| --- | --- | --- | --- |\n"
        "| [**Pricing**](business/pricing.md) | [❌ Broken](#component-pricing-"
    )


def test_a_component_tells_its_reasons_by_kind() -> None:
    assert (
        "❌ Broken, because:\n\n"
        "- [Differences from the migrations](migrations/current-state.md#differences-from-the-migrations)\n"
        "    - Column public.service_packages.code is missing.\n"
        "- [Conflicts between migrations](migrations/troubleshooting.md#conflicts-between-migrations)\n"
        "    - public.service_packages: table redefined.\n" in full()[STATUS]
    )


def test_the_overview_counts_what_fails_as_the_status_does() -> None:
    text = full()["README.md"]

    assert (
        "> 1 statement of the migrations fails on an empty server, and 1 more because of it: see\n"
        "> [Troubleshooting](migrations/troubleshooting.md#failed-statements)." in text
    )
    assert "| 1 | [statement that fails on an empty server](migrations/troubleshooting.md#failed-statements) |" in text


def test_the_current_issues_are_told_in_their_order() -> None:
    issues = section(full()[STATUS], "## Current issues")

    assert re.findall(r"^### (.*)$", issues, re.MULTILINE) == [
        "Structure mismatches",
        "Differences from the migrations",
        "Failed statements",
        "Problems in the database",
        "New linter errors",
    ]


def test_known_findings_are_listed_and_are_no_issue() -> None:
    text = full()[STATUS]

    assert "1_packages.sql" not in section(text, "### New linter errors")
    assert "| `table-without-guard` | **error** | 1 | 1 | 2 | Write IF NOT EXISTS. |" in section(
        text, "## Linter findings"
    )


def test_the_next_steps_come_from_the_evidence() -> None:
    steps = re.findall(r"^1\. (.*)$", section(full()[STATUS], "### Now"), re.MULTILINE)

    assert [re.sub(r"\[(.*?)\]\(.*?\)", r"\1", step) for step in steps] == [
        "Resolve 1 conflict between migrations: `docgen consolidate --name master_fix`",
        "Make the chain run on an empty server: 1 statement fails now: `docgen prove`",
        "Make 1 new statement safe to run twice: `docgen lint`",
        "Apply 1 pending migration: `supabase db push`",
        "Bring the files and the history of migrations together: 1 migration.",
        "Bring the live database and the migrations together: 2 differences: `docgen drift`",
        "Review 1 note.",
    ]


def test_the_resolution_is_the_master_fix_and_what_it_leads_to() -> None:
    resolution = full()[STATUS].partition("## Resolution strategy")[2]

    assert "\n# Resolve 1 conflict between migrations\ndocgen consolidate --name master_fix\n" in resolution
    assert "\n1. Archives the 2 migrations, beside a page" in resolution
    assert "\n- A clean chain: 2 of 2 migrations run through on an empty server; now 0.\n" in resolution


def test_pending_migrations_and_notes_to_review() -> None:
    text = full()[STATUS]

    assert section(text, "## Pending migrations") == "- [`2_again.sql`](migrations/migration-log.md#migration-2_again)"
    assert section(text, "## Notes to review") == (
        "- [`notes/tables/public.service_packages.md`](tables/public.service_packages.md): "
        "What it describes changed since the note was written."
    )


def test_coverage_counts_what_is_described() -> None:
    tables = section(full()[STATUS], "## Documentation coverage").split("\n\n")[1:3]

    assert tables == [
        "| Schema | Tables and views | Columns |\n| --- | --- | --- |\n"
        "| [`public`](schemas/public.md) | 1 of 1 (100 %) | 1 of 2 (50 %) |",
        "| Component | Tables and views | Columns |\n| --- | --- | --- |\n"
        "| [Pricing](business/pricing.md) | 1 of 1 (100 %) | 1 of 2 (50 %) |",
    ]


def test_differences_are_expected_against_actual() -> None:
    differences = section(full()[STATE], "## Differences from the migrations")

    assert (
        "| [`public.service_packages.code`](../tables/public.service_packages.md) | column | `text` | **missing** |"
        in differences
    )
    assert "| `public.f()` | function body | see below | see below |" in differences
    assert "```diff\n--- migrations\n+++ live\n@@ -1,3 +1,3 @@\n begin\n-  one;\n+  two;\n end\n```" in differences
    assert "| table owner | `app` | `postgres` |" in section(differences, "### Owners and grants")


def test_the_log_is_newest_first_with_state_deeds_failures_and_findings() -> None:
    text = full()[LOG]

    assert re.findall(r"^###? (?:<a .*?</a>)?(.*)$", text, re.MULTILINE) == [
        "Applied, but not in the folder",
        "2025-06",
        "2_again",
        "2025-03",
        "1_packages",
    ]
    assert "`m/1_packages.sql` · 2025-03-03, in one transaction, with a down migration · ✅ applied 2025-03-04" in text
    assert (
        "`m/2_again.sql` · 2025-06-11, in one transaction, no down migration · ⏳ **pending**: not applied yet" in text
    )
    assert "| [`public.service_packages`](../tables/public.service_packages.md) | add column `code` |" in text
    assert "| 4 | `create index a` | no code (`42703`) |" in text
    assert "follows from [`1_packages.sql`](#migration-1_packages), line 4" in text
    assert "| 1 | `table-without-guard` | **error**, known | It fails. |" in text


def test_the_log_tells_what_does_not_agree_with_the_history() -> None:
    third = msgspec.structs.replace(SECOND, version="3", path="m/3_later.sql", checksums=("mine",))
    rows = (
        Applied(version="1", at="2025-03-04T10:00:00Z", milliseconds=12, success=False),
        Applied(version="3", at="2025-03-05T10:00:00Z", milliseconds=1500, by="<b>", checksum="other"),
        Applied(version="0", name="again"),
        Applied(version="4"),
        Applied(version="9", rolled_back=True),
    )
    pages = render(
        snapshot={"origin": "live", "history": History(source="any", table="public.h", applied=rows)},
        migrations=(FIRST, SECOND, third, msgspec.structs.replace(SECOND, version="4", path="m/4_end.sql")),
    )
    log = pages[LOG]
    assert "`m/1_packages.sql` · 2025-03-03, in one transaction, with a down migration · ❌ **failed**" in log
    assert "**pending**: not applied yet; **out of order**: a later one is applied already; the database ran" in log
    assert "✅ applied 2025-03-05T10&#58;00:00Z in 1.5 s by &lt;b&gt;; **edited after it was applied**: its" in log
    assert "applied ;" not in log
    assert "| `0` | again | its name is that of [`2_again.sql`](#migration-2_again) |" in log
    assert "| `9` |  | rolled back |" in log
    for page in (STATE, STATUS):
        told = section(pages[page], "## Files and history")
        assert [line.count("|") for line in told.splitlines() if line.startswith("| ")] == [5] * 6
    assert "migrations whose file and history do not agree" in pages[STATUS]


def test_a_history_without_files_is_told_without_alarm() -> None:
    known = History(source="alembic", table="public.alembic_version", applied=(Applied(version="a1"),))
    text = render(snapshot={"origin": "live", "history": known})[LOG]
    assert "What the live database has applied" in text
    assert "[!WARNING]" not in text
    assert "| `a1` |" in text


def test_troubleshooting_has_meaning_query_remedy_and_both_texts() -> None:
    text = full()[TROUBLE]

    advice = section(text, "### unlogged-table")
    assert "An unlogged table is empty after a crash" in advice
    assert "```sql\nselect 1;\n```" in advice
    assert "**What to do**: Set it logged." in advice
    conflict = section(text, "## Conflicts between migrations")
    assert "```sql\ncreate table one ()\n```" in conflict
    assert "```sql\ncreate table two ()\n```" in conflict
    assert "1 later statement fails because of it." in section(text, "## Failed statements")
    assert "drop table x;" in section(text, "## Rollback")


def test_every_link_between_these_pages_finds_its_place() -> None:
    pages = full()
    places = {path: set(re.findall(r'<a id="([^"]+)"', text)) | _slugs(text) for path, text in pages.items()}
    wrong = []
    for path, text in pages.items():
        for target in re.findall(r"\]\(([^)]*)\)", text):
            file, _, identifier = target.partition("#")
            page = normpath(join(dirname(path), file)) if file else path
            if page in places and identifier and identifier not in places[page]:
                wrong.append((path, target))

    assert wrong == []


def _slugs(text: str) -> set[str]:
    titles = re.findall(r"^#+ (?:<a .*?</a>)?(.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_without_issues_nothing_is_alleged() -> None:
    pages = render(snapshot={"origin": "live", "drift": ()}, migrations=(FIRST,))

    assert section(pages[STATUS], "## Current issues") == "Nothing is known to be wrong."
    assert section(pages[STATUS], "## Next steps") == "Nothing is left to do."
    assert "**Status**: ✅ Production ready<br>" in pages[STATUS]
    assert "None: the live database is what the migrations make." in pages[STATE]
    assert "Nothing is known to be wrong in this database" in pages[TROUBLE]


def test_what_was_not_compared_is_said() -> None:
    pages = render(migrations=(FIRST,))

    assert "Not compared: only the migrations were read." in pages[STATE]
    assert "Not known: the live database was not asked." in pages[STATUS]
    assert "Which of them are applied is not known" in pages[LOG]


def test_a_database_without_anything() -> None:
    pages = render(snapshot={"catalog": Catalog(), "origin": "live"})

    assert "There is no schema to document." in pages[STATE]
    assert "There are no migrations." in pages[LOG]
    assert "No components are configured." in pages[STATUS]


def test_names_and_messages_are_not_markup() -> None:
    evil = "<script>alert(1)</script> | `x` {{ 7 * 7 }} [a](javascript:b)\n# heading"
    pages = render(
        snapshot={
            "catalog": Catalog(extensions=(Extension(name=evil, schema=evil, version="1"),), unreadable=(evil,)),
            "origin": "live",
            "drift": (
                Change(kind="missing", object_kind="table", object=evil, expected=evil, relation=evil),
                Change(
                    kind="different",
                    object_kind=evil,
                    object=evil,
                    attribute=evil,
                    expected=evil,
                    actual="```\n" + evil,
                ),
            ),
            "replay": Replay(
                failures=(ReplayFailure(path=evil, line=1, statement=evil, sqlstate=evil, message=evil, hint=evil),)
            ),
            "history": History(
                source=evil, table=evil, note=evil, applied=(Applied(version=evil, name=evil, by=evil),)
            ),
        },
        migrations=(msgspec.structs.replace(FIRST, path=evil, down="```\n" + evil),),
        touches=(Touch(path=evil, version=evil, line=1, verb=evil, kind=evil, object=evil),),
        findings=(msgspec.structs.replace(NEW, rule="r", message=evil, remedy=evil, file=evil, object=evil),),
        advice=(msgspec.structs.replace(ADVICE, message=evil, remedy=evil, object=evil, query="```\n" + evil),),
        conflicts=(
            Conflict(
                kind=evil,
                object=evil,
                first=(evil, 1),
                second=(evil, 1),
                explanation=evil,
                remedy=evil,
                first_text="```\n" + evil,
                second_text=evil,
                differences=(evil,),
            ),
        ),
        status=Status(
            components=(
                ComponentStatus(name=evil, page="p", owner=evil, note=evil, reasons=(evil,), evidence=("drift",)),
            )
        ),
        folder=evil,
        source=evil,
    )

    for text in pages.values():
        outside = re.sub(r"^(`{3,})\w*\n.*?^\1$", "", text, flags=re.MULTILINE | re.DOTALL)
        outside = re.sub(r"(?<!`)`[^`\n]+`(?!`)", "", outside)
        assert "<script" not in outside
        assert "](javascript" not in outside
        assert "\n# heading" not in outside

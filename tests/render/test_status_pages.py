"""The status and the front page: every issue is told and linked, and without issues nothing is alleged."""

from __future__ import annotations

import re
from posixpath import dirname, join, normpath

from docgen.model.catalog import Catalog
from tests.render.judged import FIRST, LOG, STATE, STATUS, TROUBLE, full, render, section


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

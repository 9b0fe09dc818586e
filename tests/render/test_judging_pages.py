"""Current state, log and troubleshooting: differences, deeds, failures and remedies, each in its place."""

from __future__ import annotations

import re

import msgspec

from docgen.model.migration import Applied, History
from tests.render.judged import FIRST, LOG, SECOND, STATE, STATUS, TROUBLE, full, render, section


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

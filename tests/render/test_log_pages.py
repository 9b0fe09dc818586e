"""The log of migrations: one page, or an index with a page for each phase, month or block; what a new one changes."""

from __future__ import annotations

import msgspec
import pytest

from docgen.model.migration import Migration
from docgen.model.snapshot import Snapshot
from docgen.model.status import PhaseProgress, Status
from docgen.render.document import Document
from docgen.render.link_check import broken_links
from docgen.render.navigation import Entry, navigation, titled
from docgen.render.pages import pages
from tests.render.judged import CATALOG

LOG = "migrations/migration-log.md"
PARTS = "migrations/log/"


def migration(number: int, month: str = "") -> Migration:
    name = f"{month.replace('-', '')}{number:04}_step"
    date = f"{month}-01" if month else ""
    return Migration(version=name[:-5], name="step", path=f"m/{name}.sql", sql="", digest=name, date=date)


def chain(months: int, each: int) -> tuple[Migration, ...]:
    return tuple(migration(number, f"2025-{month:02}") for month in range(1, months + 1) for number in range(each))


def document(migrations: tuple[Migration, ...], phases: tuple[PhaseProgress, ...] = ()) -> Document:
    return Document(
        title="Shop",
        snapshot=Snapshot(catalog=CATALOG, origin="migrations"),
        migrations=migrations,
        status=Status(phases=phases),
    )


def made(content: Document) -> dict[str, str]:
    return {page.path: page.text for page in pages(content)}


def log_of(content: Document) -> dict[str, str]:
    return {path: text for path, text in made(content).items() if path == LOG or path.startswith(PARTS)}


def test_a_short_log_is_one_page_by_month() -> None:
    found = log_of(document(chain(2, 2)))
    headings = [line.partition("</a>")[2] or line for line in found[LOG].splitlines() if line.startswith("##")]
    assert list(found) == [LOG]
    february, january = ["2025020001_step", "2025020000_step"], ["2025010001_step", "2025010000_step"]
    assert headings == ["## 2025-02", *february, "## 2025-01", *january]


def test_one_group_has_no_heading_of_its_own() -> None:
    found = log_of(document((migration(1), migration(2))))
    assert [line[:6] for line in found[LOG].splitlines() if line.startswith("##")] == ["## <a ", "## <a "]


def test_a_long_log_is_an_index_and_parts_and_every_link_leads_somewhere() -> None:
    content = document(chain(3, 40))
    every = made(content)
    assert [path for path in every if path.startswith(PARTS)] == [
        f"{PARTS}2025-{month}.md" for month in ("03", "02", "01")
    ]
    row = '| <a id="migration-2025010007_step"></a>[`2025010007_step`](log/2025-01.md#migration-2025010007_step) |'
    assert row in every[LOG]
    assert '<a id="migration-2025010007_step"></a>2025010007_step' in every[f"{PARTS}2025-01.md"]
    there = [page.path for page in pages(content)]
    assert [one for one in broken_links(pages(content), there) if "log" in one.page] == []


@pytest.mark.parametrize(
    ("before", "added", "changed"),
    [
        (chain(3, 40), migration(40, "2025-03"), [LOG, f"{PARTS}2025-03.md"]),
        (chain(3, 40), migration(0, "2025-04"), [LOG, f"{PARTS}2025-04.md"]),
        (
            tuple(migration(number) for number in range(1, 121)),
            migration(121),
            [LOG, f"{PARTS}migrations-101-to-150.md"],
        ),
    ],
)
def test_a_new_migration_touches_the_index_and_the_newest_part(
    before: tuple[Migration, ...], added: Migration, changed: list[str]
) -> None:
    old, new = log_of(document(before)), log_of(document((*before, added)))
    assert sorted(path for path in new if new[path] != old.get(path)) == sorted(changed)
    lines = [line for line in new[LOG].splitlines() if line not in old[LOG].splitlines()]
    assert sum("_step" in line for line in lines) == 1
    assert not [line for line in old[LOG].splitlines() if line not in new[LOG].splitlines()]


def test_configured_phases_come_before_months() -> None:
    migrations = chain(3, 40)
    phases = (
        PhaseProgress(name="Phase 1: Ground", state="completed", paths=tuple(one.path for one in migrations[:60])),
        PhaseProgress(name="Phase 2", state="current", paths=tuple(one.path for one in migrations[60:90])),
    )
    found = log_of(document(migrations, phases))
    assert list(found) == [
        LOG,
        f"{PARTS}2025-03.md",
        f"{PARTS}phase-2.md",
        f"{PARTS}phase-1-ground.md",
    ]


def test_titles_that_would_share_a_file_do_not() -> None:
    migrations = chain(3, 40)
    phases = (
        PhaseProgress(name="Phase 1", state="completed", paths=tuple(one.path for one in migrations[:60])),
        PhaseProgress(name="Phase: 1!", state="current", paths=tuple(one.path for one in migrations[60:])),
    )
    parts = [path for path in log_of(document(migrations, phases)) if path != LOG]
    assert len(set(parts)) == 2
    assert all(path.startswith(f"{PARTS}phase_1-") for path in parts)


def test_the_navigation_lists_the_parts_below_the_log() -> None:
    content = document(chain(3, 40))
    section = navigation(titled(made(content), content)).children[-1]
    assert section.children[1] == Entry(
        "Migration log",
        children=(Entry("", LOG), *(Entry(month, f"{PARTS}{month}.md") for month in ("2025-03", "2025-02", "2025-01"))),
    )


def test_what_is_said_of_each_migration() -> None:
    one = msgspec.structs.replace(migration(1, "2025-01"), version="7", down="drop table x;", transaction=False)
    text = log_of(document((one,)))[LOG]
    assert "`m/2025010001_step.sql` · version 7, 2025-01-01, outside of a transaction, with a down migration" in text

"""The ways back of a long chain: the newest in troubleshooting.md, all on pages that a new migration does not move."""

from __future__ import annotations

from docgen.render.link_check import broken_links
from docgen.render.links import TROUBLESHOOTING
from docgen.render.navigation import Entry, navigation, titled
from docgen.render.pages import pages
from tests.render.test_log_pages import chain, document, made, migration

FOLDER = "migrations/ways-back/"


def told(text: str) -> list[str]:
    """The migrations whose way back a page tells, in its order."""
    return [line.split(">")[1].partition(".sql")[0] for line in text.splitlines() if line.startswith("<summary>20")]


def test_a_short_chain_is_told_on_one_page() -> None:
    every = made(document(chain(2, 30)))
    names = [f"2025{month:02}{number:04}_step" for month in (2, 1) for number in range(29, -1, -1)]
    assert (told(every[TROUBLESHOOTING]), [path for path in every if path.startswith(FOLDER)]) == (names, [])


def test_a_long_chain_has_every_way_back_and_every_link_leads_somewhere() -> None:
    content = document(chain(3, 50))
    every = made(content)
    names = [f"2025{month:02}{number:04}_step" for month in (3, 2, 1) for number in range(49, -1, -1)]
    parts = {path: told(text) for path, text in every.items() if path.startswith(FOLDER)}
    assert parts == {f"{FOLDER}2.md": names[:50], f"{FOLDER}1.md": names[50:]}
    assert told(every[TROUBLESHOOTING]) == names[:60]
    links = "[Ways back 101 to 200](ways-back/2.md), [Ways back 1 to 100](ways-back/1.md)"
    assert links in every[TROUBLESHOOTING]
    assert [
        one for one in broken_links(pages(content), list(every)) if one.page.startswith((FOLDER, "migrations/t"))
    ] == []


def test_a_new_migration_changes_the_newest_page_alone() -> None:
    old = made(document(chain(3, 50)))
    new = made(document((*chain(3, 50), migration(50, "2025-03"))))
    assert [path for path in new if path.startswith(FOLDER) and new[path] != old[path]] == [f"{FOLDER}2.md"]


def test_the_pages_stand_below_troubleshooting() -> None:
    content = document(chain(3, 50))

    def inside(entry: Entry) -> dict[str, list[str]]:
        found = {entry.title: [child.path for child in entry.children]}
        return {title: paths for child in entry.children for title, paths in inside(child).items()} | found

    sections = inside(navigation(titled(list(made(content)), content)))
    assert sections["Troubleshooting"] == [TROUBLESHOOTING, f"{FOLDER}2.md", f"{FOLDER}1.md"]

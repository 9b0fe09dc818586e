"""Writing and checking a folder: what is created, changed, deleted, kept and refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from docgen.errors import OutputError
from docgen.manifest import FILE_NAME, MARK
from docgen.write import output
from docgen.write.output import File, Mode, Outcome
from docgen.write.shares import Share


def files(pages: dict[str, str], snapshot: str = "") -> output.Files:
    def make(_share: Share) -> Iterator[File]:
        for path, text in pages.items():
            yield File(path, f"{MARK}\n{text}".encode())
        if snapshot:
            yield File("schema.json", lambda: [b'{\n"version": 1,', snapshot.encode()])

    return make


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text().removeprefix(f"{MARK}\n")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != FILE_NAME
    }


def test_write_then_check_then_write_again(tmp_path: Path) -> None:
    docs = tmp_path / "docs with space"
    pages = files({"README.md": "one", "tables/public.orders.md": "two"}, "x")
    paths = ("README.md", "schema.json", "tables/public.orders.md")
    first = output.apply(docs, pages, Mode.WRITE)
    assert first == Outcome(created=paths, made=paths)
    assert output.apply(docs, pages, Mode.CHECK) == Outcome(made=paths)
    before = {path: path.stat().st_mtime_ns for path in docs.rglob("*")}
    assert output.apply(docs, pages, Mode.WRITE) == Outcome(made=paths)
    assert {path: path.stat().st_mtime_ns for path in docs.rglob("*") if path.is_file()} == {
        path: time for path, time in before.items() if path.is_file()
    }
    assert output.intact(docs)


def test_check_names_what_differs_and_writes_nothing(tmp_path: Path) -> None:
    output.apply(tmp_path, files({"a.md": "a", "b.md": "b"}, "x"), Mode.WRITE)
    before = tree(tmp_path)
    outcome = output.apply(tmp_path, files({"b.md": "B", "c.md": "c"}, "y"), Mode.CHECK, diffs=True)
    assert (outcome.created, outcome.changed, outcome.deleted) == (("c.md",), ("b.md", "schema.json"), ("a.md",))
    assert outcome.stale
    assert [diff.splitlines()[:2] for diff in outcome.diffs] == [
        ["--- a/b.md", "+++ b/b.md"],
        ["--- a/c.md", "+++ b/c.md"],
        ["--- a/a.md", "+++ b/a.md"],
    ]
    assert tree(tmp_path) == before


def test_deletes_only_its_own_pages(tmp_path: Path) -> None:
    output.apply(tmp_path, files({"tables/a.md": "a", "tables/b.md": "b", "c.md": "c"}), Mode.WRITE)
    (tmp_path / "tables/b.md").write_text("edited by a person")
    (tmp_path / "tables/mine.md").write_text("by hand")
    outcome = output.apply(tmp_path, files({"c.md": "c"}), Mode.WRITE)
    assert (outcome.deleted, outcome.kept) == (("tables/a.md",), ("tables/b.md",))
    assert tree(tmp_path) == {"c.md": "c", "tables/b.md": "edited by a person", "tables/mine.md": "by hand"}


def test_refuses_an_edited_page_before_writing_anything(tmp_path: Path) -> None:
    output.apply(tmp_path, files({"a.md": "a", "b.md": "b"}), Mode.WRITE)
    (tmp_path / "b.md").write_text("edited")
    with pytest.raises(OutputError, match=r"b\.md") as caught:
        output.apply(tmp_path, files({"a.md": "new", "b.md": "new"}), Mode.WRITE)
    assert "--force" in caught.value.hint
    assert tree(tmp_path) == {"a.md": "a", "b.md": "edited"}
    output.apply(tmp_path, files({"a.md": "new", "b.md": "new"}), Mode.WRITE, force=True)
    assert tree(tmp_path) == {"a.md": "new", "b.md": "new"}


def test_refuses_a_folder_with_a_foreign_page_of_the_same_name(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# Ours since 2019")
    with pytest.raises(OutputError, match=r"README\.md"):
        output.apply(tmp_path, files({"README.md": "x"}), Mode.WRITE)
    assert tree(tmp_path) == {"README.md": "# Ours since 2019"}


def test_a_lost_manifest_is_made_anew_from_the_marks(tmp_path: Path) -> None:
    output.apply(tmp_path, files({"a.md": "a"}), Mode.WRITE)
    (tmp_path / FILE_NAME).unlink()
    output.apply(tmp_path, files({"a.md": "b"}), Mode.WRITE)
    assert tree(tmp_path) == {"a.md": "b"}


def test_a_merged_manifest_is_refused_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("<<<<<<< ours")
    with pytest.raises(OutputError, match=FILE_NAME) as caught:
        output.apply(tmp_path, files({"a.md": "a"}), Mode.CHECK)
    assert "--force" in caught.value.hint


def test_a_second_build_makes_the_pages_once(tmp_path: Path) -> None:
    output.apply(tmp_path, files({"a.md": "a"}, "x"), Mode.WRITE)
    walks = []

    def counted(share: Share) -> Iterator[File]:
        walks.append(share)
        yield from files({"a.md": "b"}, "x")(share)

    output.apply(tmp_path, counted, Mode.WRITE)
    assert [share.number for share in walks] == [0]


def test_a_failing_page_leaves_the_last_build(tmp_path: Path) -> None:
    output.apply(tmp_path, files({"a.md": "a", "b.md": "b"}), Mode.WRITE)
    before = tree(tmp_path)

    def failing(_share: Share) -> Iterator[File]:
        yield File("a.md", b"new")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        output.apply(tmp_path, failing, Mode.WRITE)
    assert tree(tmp_path) == before
    assert not (tmp_path / output.STAGING).exists()


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "docs").write_text("")
    with pytest.raises(OutputError, match="is a file"):
        output.apply(tmp_path / "docs", files({"a.md": "a"}), Mode.WRITE)


def test_a_page_where_a_folder_is_needed(tmp_path: Path) -> None:
    (tmp_path / "tables").write_text("a file of a person")
    with pytest.raises(OutputError, match="cannot write"):
        output.apply(tmp_path, files({"tables/a.md": "a"}), Mode.WRITE)
    assert tree(tmp_path) == {"tables": "a file of a person"}

"""The witness: when a later run may believe that the disk still says the same, and when it has to read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from docgen.disk import witness
from docgen.disk.witness import Answer, Witness, confirmed, digest, listing, read


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if whatever the test writes had been written long ago."""
    monkeypatch.setattr(witness, "_TICK", -(10**15))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "a.sql").write_bytes(b"select 1")
    return tmp_path / "a.sql"


def read_by_witness(file: Path) -> tuple[Answer, ...]:
    seen = Witness()
    content, stamp = read(file)
    seen.read(str(file), digest(content), stamp)
    seen.listed(str(file.parent), listing(str(file.parent)))
    seen.there(str(file))
    return seen.answers


@pytest.mark.usefixtures("settled")
def test_what_has_its_stamp_is_not_read(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = tuple(answer for answer in read_by_witness(file) if answer.kind != "there")
    monkeypatch.setattr(witness, "_ASK", {})
    assert confirmed(answers) is answers


@pytest.mark.usefixtures("settled")
def test_what_was_only_touched_gets_a_new_stamp(file: Path) -> None:
    answers = read_by_witness(file)
    os.utime(file, ns=(1, 1))
    again = confirmed(answers)
    assert again is not None
    assert [answer.digest for answer in again] == [answer.digest for answer in answers]
    assert [answer.stamp == before.stamp for answer, before in zip(again, answers, strict=True)] == [False, True, True]
    assert confirmed(again) is again


@pytest.mark.usefixtures("settled")
def test_another_content_of_the_same_size_and_time_is_seen(file: Path) -> None:
    answers = read_by_witness(file)
    before = file.stat()
    file.write_bytes(b"select 2")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert confirmed(answers) is None


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("change", [lambda file: (file.parent / "b.sql").write_text(""), lambda file: file.unlink()])
def test_another_name_in_the_folder_is_seen(file: Path, change: object) -> None:
    answers = read_by_witness(file)
    assert callable(change)
    change(file)
    assert confirmed(answers) is None


def test_what_is_new_is_read_again(file: Path) -> None:
    answers = read_by_witness(file)
    assert [answer.stamp for answer in answers] == [None, None, None]
    assert confirmed(answers) is answers


@pytest.mark.usefixtures("settled")
def test_a_folder_with_a_link_is_listed_again(file: Path) -> None:
    target = file.parent / "target"
    target.mkdir()
    (file.parent / "folder").mkdir()
    (file.parent / "folder/link").symlink_to(target)
    found = listing(str(file.parent / "folder"))
    assert (found.folders, found.stamp) == (("link",), None)

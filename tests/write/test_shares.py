"""Jobs done in shares: together they are the whole, and what fails in one is raised."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from docgen.errors import RenderError
from docgen.model.catalog import Catalog
from docgen.model.relation import Column, Relation
from docgen.write import output
from docgen.write.early_lineage import early_lineage
from docgen.write.output import File, Mode
from docgen.write.shares import Share, beside, in_shares, processes


def test_the_shares_are_the_whole_and_another_process_does_the_second() -> None:
    results = in_shares(lambda share: (os.getpid(), [one for one in range(100) if share.has(one)]), 2)
    assert sorted(results[0][1] + results[1][1]) == list(range(100))
    assert results[0][0] == os.getpid() != results[1][0]
    assert in_shares(lambda share: [one for one in range(5) if share.has(one)], 1) == [[0, 1, 2, 3, 4]]


@pytest.mark.parametrize("number", [0, 1])
def test_an_error_of_either_share_is_raised_with_its_hint(number: int) -> None:
    def job(share: Share) -> None:
        if share.number == number:
            raise RenderError("the template fails", "mend it")

    with pytest.raises(RenderError, match="the template fails") as caught:
        in_shares(job, 2)
    assert caught.value.hint == "mend it"


def test_a_killed_share_is_an_error() -> None:
    def job(share: Share) -> None:
        if share.number:
            os._exit(9)

    with pytest.raises(RuntimeError, match="killed"):
        in_shares(job, 2)


def test_small_jobs_are_done_by_one() -> None:
    assert processes(199) == 1
    assert processes(100_000) in (1, 2)


def test_two_processes_write_what_one_writes(tmp_path: Path) -> None:
    def files(share: Share) -> list[File]:
        return [File(f"tables/{one}.md", str(one).encode()) for one in range(50) if share.has(one)]

    alone = output.apply(tmp_path / "a", lambda share: iter(files(share)), Mode.WRITE)
    together = output.apply(tmp_path / "b", lambda share: iter(files(share)), Mode.WRITE, parts=2)
    assert alone == together
    assert sorted(path.name for path in (tmp_path / "b").rglob("*.md")) == sorted(f"{one}.md" for one in range(50))
    assert output.apply(tmp_path / "b", lambda share: iter(files(share)), Mode.CHECK) == output.apply(
        tmp_path / "a", lambda share: iter(files(share)), Mode.CHECK, parts=2
    )


@pytest.mark.parametrize("parts", [1, 2])
def test_what_is_done_beside_comes_when_it_is_asked_for(parts: int) -> None:
    with beside(os.getpid, parts) as answer:
        assert (answer() == os.getpid()) == (parts == 1)


@pytest.mark.parametrize("parts", [1, 2])
def test_an_error_beside_is_raised_when_the_result_is_asked_for(parts: int) -> None:
    def job() -> None:
        raise RenderError("the template fails", "mend it")

    with beside(job, parts) as answer, pytest.raises(RenderError, match="the template fails") as caught:
        answer()
    assert caught.value.hint == "mend it"


def test_nobody_works_on_when_the_block_is_left() -> None:
    reading, writing = os.pipe()

    def job() -> None:
        os.write(writing, str(os.getpid()).encode())
        signal.pause()

    with pytest.raises(KeyboardInterrupt), beside(job, 2):
        helper = int(os.read(reading, 20))
        raise KeyboardInterrupt
    with pytest.raises(ProcessLookupError):
        os.kill(helper, 0)


def test_lineage_followed_beside_is_that_of_the_catalog() -> None:
    table = Relation(schema="a", name="t", kind="table", owner="o", columns=(Column(name="x", type="text"),))
    views = tuple(
        Relation(
            schema="a",
            name=f"v{number}",
            kind="view",
            owner="o",
            columns=(Column(name="y", type="text"),),
            definition=" SELECT t.x AS y\n   FROM a.t;",
        )
        for number in range(200)
    )
    with early_lineage(Catalog(relations=(table, *views))) as answer:
        found = answer()
    assert [str(copy.target.relation) for copy in found.copies_of(table.id, "x")] == sorted(
        str(view.id) for view in views
    )

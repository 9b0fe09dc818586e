"""Proving: the scratch servers on which a chain of migrations is run twice, in several processes of theirs at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple, TypeVar

import msgspec

from docgen.analysis.way_back import ways_back
from docgen.model.migration import Migration
from docgen.model.proof import FileProof, Mode, Proof, WayProof, WaysProof
from docgen.postgres.proof.prove import prove
from docgen.postgres.proof.way_back import prove_ways_back
from docgen.postgres.replay.shadow import Shadow, ShadowOptions, open_shadow

Say = Callable[[str], None]
Result = TypeVar("Result")


class Terms(NamedTuple):
    """How a chain is proved: on which server, in which modes, in how many shares at once."""

    options: ShadowOptions
    modes: tuple[Mode, ...] = ("file",)
    statement_timeout: int = 60  # seconds
    jobs: int = 1


def prove_chain(migrations: Sequence[Migration], terms: Terms, say: Say, step: Say) -> Proof:
    """The proof of every migration; ``say`` is told on which server, ``step`` each file that is judged.

    Shares run on servers of their own, for roles belong to a server; on a server that was given there is one share, and
    so there is for a chain that is run again as a whole. Raises DatabaseError.
    """
    alone = terms.options.url is not None or "chain" in terms.modes

    def judge(shadow: Shadow, share: tuple[int, int]) -> Proof:
        return prove(shadow, migrations, terms.modes, terms.statement_timeout, step, share)

    said = f"proving {len(migrations)} migrations"
    return _joined(migrations, _in_shares(judge, terms, 1 if alone else len(migrations), said, say))


def prove_way_back(migrations: Sequence[Migration], terms: Terms, say: Say, step: Say) -> WaysProof:
    """What each migration's way back does straight after it; shares as in ``prove_chain``. Raises DatabaseError."""
    with open_shadow(terms.options) as shadow:
        failures = shadow.replay(migrations, statement_timeout=terms.statement_timeout).failures
    ways = ways_back(migrations, [(one.path, one.line) for one in failures])

    def judge(shadow: Shadow, share: tuple[int, int]) -> WaysProof:
        return prove_ways_back(shadow, migrations, ways, terms.statement_timeout, step, share)

    said = f"proving the way back from {len(migrations)} migrations"
    parts = _in_shares(judge, terms, 1 if terms.options.url is not None else len(migrations), said, say)
    found: dict[str, WayProof] = {one.file: one for part in parts for one in part.files}
    return WaysProof(files=tuple(found[one.path] for one in migrations), major=parts[0].major)


def _in_shares(
    judge: Callable[[Shadow, tuple[int, int]], Result], terms: Terms, most: int, said: str, say: Say
) -> list[Result]:
    """What ``judge`` gives on a server of its own for each share; ``most``: how many there may be."""
    jobs = max(1, min(terms.jobs, most))

    def share(number: int) -> Result:
        with open_shadow(terms.options) as shadow:
            (say if number == 0 else _quiet)(f"{said} on {shadow.origin}")
            return judge(shadow, (number, jobs))

    if jobs == 1:
        return [share(0)]
    pool = ThreadPoolExecutor(jobs)
    try:
        shares = [pool.submit(share, number) for number in range(jobs)]
        return [one.result() for one in shares]
    finally:
        # Interrupted, nobody waits for the others: their servers end with this process.
        pool.shutdown(wait=False, cancel_futures=True)


def _joined(migrations: Sequence[Migration], proofs: Sequence[Proof]) -> Proof:
    found: dict[str, FileProof] = {}
    for proof in proofs:
        for one in proof.files:
            found.setdefault(one.file, one)
    files = tuple(found[one.path] for one in migrations if one.path in found)
    return msgspec.structs.replace(proofs[0], files=files)


def _quiet(_: str) -> None:
    pass

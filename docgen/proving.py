"""Proving: the shadow servers on which a chain of migrations is run twice, in several processes of theirs at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from docgen.model.migration import Migration
from docgen.model.proof import FileProof, Mode, Proof
from docgen.postgres.prove import prove
from docgen.postgres.shadow import ShadowOptions, open_shadow

Say = Callable[[str], None]


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
    jobs = 1 if alone else max(1, min(terms.jobs, len(migrations)))
    if jobs == 1:
        return _share(migrations, terms, say, step, (0, 1))
    pool = ThreadPoolExecutor(jobs)
    try:
        shares = [
            pool.submit(_share, migrations, terms, say if number == 0 else _quiet, step, (number, jobs))
            for number in range(jobs)
        ]
        proofs = [share.result() for share in shares]
    finally:
        # Interrupted, nobody waits for the others: their servers end with this process.
        pool.shutdown(wait=False, cancel_futures=True)
    return _joined(migrations, proofs)


def _share(migrations: Sequence[Migration], terms: Terms, say: Say, step: Say, share: tuple[int, int]) -> Proof:
    with open_shadow(terms.options) as shadow:
        say(f"proving {len(migrations)} migrations on {shadow.origin}")
        return prove(shadow, migrations, terms.modes, terms.statement_timeout, step, share)


def _joined(migrations: Sequence[Migration], proofs: Sequence[Proof]) -> Proof:
    found: dict[str, FileProof] = {}
    for proof in proofs:
        for one in proof.files:
            found.setdefault(one.file, one)
    files = tuple(found[one.path] for one in migrations if one.path in found)
    return Proof(files=files, statements=proofs[0].statements, refused=proofs[0].refused)


def _quiet(_: str) -> None:
    pass

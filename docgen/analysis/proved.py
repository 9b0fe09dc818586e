"""Proved: which of the kept verdicts are of the migrations as they are now."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from docgen.analysis.belongs import Relations
from docgen.model.finding import Finding
from docgen.model.migration import Migration, file_name
from docgen.model.proof import MEANING, Verdict
from docgen.model.proof_file import KeptVerdict, Replays

_FORETOLD_BY: dict[Verdict, tuple[str, ...]] = {  # families of rules
    "raises": ("rerun", "handler"),
    "changes-schema": ("duplicate", "clobber", "reset"),
    "changes-rows": ("data", "reset"),
    "destroys": ("data", "clobber", "reset"),
}

_DIGITS = 16


class Proved(NamedTuple):
    """What is kept of a chain. Without any verdict nothing is expected of it, and all three are empty."""

    verdicts: Mapping[str, KeptVerdict] = {}  # by path: those that still hold
    outdated: tuple[str, ...] = ()  # paths whose text, or what they run on, is no longer what was proved
    unproved: tuple[str, ...] = ()  # paths without a verdict


def chains(migrations: Sequence[Migration], ground: str, mode: Replays) -> dict[str, str]:
    """By path, a digest of all that the second run of a migration rests on besides its own text.

    That is the ``ground`` (a digest of what is there before the first) and the migrations before it; where the chain is
    run again as a whole or a file after all others, every migration.
    """
    total = hashlib.sha256(ground.encode())
    before: dict[str, str] = {}
    for migration in migrations:
        before[migration.path] = total.hexdigest()[:_DIGITS]
        total.update(b"\n" + migration.digest.encode() + (b"t" if migration.transaction else b""))
    return before if mode == "file" else dict.fromkeys(before, total.hexdigest()[:_DIGITS])


def proved(kept: Iterable[KeptVerdict], migrations: Sequence[Migration], ground: str) -> Proved:
    """The kept verdicts held against the migrations."""
    own = {migration.path for migration in migrations}
    known = {one.file: one for one in kept if one.file in own}
    if not known:
        return Proved()
    modes = {one.mode for one in known.values()}
    now: dict[Replays, dict[str, str]] = {mode: chains(migrations, ground, mode) for mode in modes}
    verdicts, outdated, unproved = {}, [], []
    for migration in migrations:
        one = known.get(migration.path)
        if one is None:
            unproved.append(migration.path)
        elif one.digest == migration.digest and one.chain == now[one.mode][migration.path]:
            verdicts[migration.path] = one
        else:
            outdated.append(migration.path)
    return Proved(verdicts, tuple(outdated), tuple(unproved))


def gone_wrong(
    verdicts: Iterable[KeptVerdict],
    findings: Iterable[Finding],
    relations: Relations,
    touched: Mapping[tuple[str, int], Sequence[str]],
) -> Iterator[tuple[str, str]]:
    """The relations that second runs fail on or change, each with a sentence on the migration.

    ``touched``: the relations by path and line. A verdict that names none of them is held against all that the file
    touches.
    """
    for one in wrong(verdicts, findings):
        named = [relations.of(finding.object) for finding in one.findings]
        named += [name for finding in one.findings for name in touched.get((one.file, finding.line), ())]
        every = (name for (path, _), names in touched.items() if path == one.file for name in names)
        for relation in dict.fromkeys(filter(None, named)) or dict.fromkeys(every):
            yield relation, f"{file_name(one.file)}: {MEANING[one.verdict]}."


def wrong(verdicts: Iterable[KeptVerdict], findings: Iterable[Finding]) -> list[KeptVerdict]:
    """The verdicts on second runs that failed or did something, without those that are known.

    A verdict is known where the linter's baseline holds a finding of the same file that foretells it.
    """
    known = {(one.file, one.family) for one in findings if one.known}
    return [
        one
        for one in verdicts
        if one.verdict in _FORETOLD_BY and not any((one.file, family) in known for family in _FORETOLD_BY[one.verdict])
    ]

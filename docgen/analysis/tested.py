"""Tested: which of the kept verdicts on ways back are of the ways back as they are now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from docgen.analysis.proved import chains
from docgen.analysis.way_back import ways_back
from docgen.model.migration import Migration, Replay
from docgen.model.proof_file import KeptWay


class Tested(NamedTuple):
    """What is kept of a chain's ways back. Without any verdict nothing is expected of them, and all three are empty."""

    verdicts: Mapping[str, KeptWay] = {}  # by path: those that are of exactly the way back that is there now
    outdated: tuple[str, ...] = ()  # paths whose way back, or what it runs on, is no longer what was tested
    untested: tuple[str, ...] = ()  # paths without a verdict


def tested(kept: Iterable[KeptWay], migrations: Sequence[Migration], replay: Replay | None, ground: str) -> Tested:
    """The kept verdicts held against the ways back as they are; ``replay`` tells the statements that do nothing."""
    own = {migration.path for migration in migrations}
    known = {one.file: one for one in kept if one.file in own}
    if not known:
        return Tested()
    failures = replay.failures if replay else ()
    places = chains(migrations, ground, "file")
    now = {one.file: one.digest for one in ways_back(migrations, [(one.path, one.line) for one in failures])}
    valid = {path: one for path, one in known.items() if (one.digest, one.chain) == (now[path], places[path])}
    return Tested(
        {migration.path: valid[migration.path] for migration in migrations if migration.path in valid},
        tuple(migration.path for migration in migrations if migration.path in known and migration.path not in valid),
        tuple(migration.path for migration in migrations if migration.path not in known),
    )

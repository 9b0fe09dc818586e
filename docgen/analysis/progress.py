"""Progress: how far each phase of the project is, counted from its migrations and its checks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from docgen.errors import ConfigError
from docgen.model.check import CheckResult, RlsResult
from docgen.model.migration import History, Migration, Replay
from docgen.model.status import PhaseProgress, PhaseState
from docgen.sources.version import natural

_TIMESTAMP = 8  # digits: from here on a version is a moment, and the beginning of one names all in it
_BEGINNING = 4


class PhaseInput(Protocol):
    """A configured phase: what the configuration's own class holds."""

    @property
    def name(self) -> str:
        """What the team calls it."""

    @property
    def first(self) -> str:
        """Its first migration's version, or how that begins."""

    @property
    def last(self) -> str:
        """Its last migration's version, or how that begins; "" is open."""

    @property
    def done_when(self) -> Sequence[str]:
        """The names of the checks and tests that must pass."""

    @property
    def scope(self) -> str:
        """What it is about."""

    @property
    def needs(self) -> str:
        """What it waits for."""

    @property
    def due(self) -> str:
        """When it is to be done."""

    @property
    def steps(self) -> Sequence[str]:
        """What is to do in it."""


def progress(
    phases: Iterable[PhaseInput], migrations: Sequence[Migration], done: Collection[str], passed: Mapping[str, bool]
) -> tuple[PhaseProgress, ...]:
    """How far each phase is; ``done``: the paths of migrations, ``passed``: by the name of the check or test.

    A check without a result counts as not passed. A phase in which everything that is counted is done is completed,
    and so is one whose migrations were all put into a later one; the first other one is the current one. Raises
    ConfigError for phases that overlap or end before they begin.
    """
    listed = tuple(phases)
    ranges = [_range(phase, migrations) for phase in listed]
    _raise_for_overlap(listed, migrations)
    found: list[PhaseProgress] = []
    for phase, own in zip(listed, ranges, strict=True):
        waiting = [one for one in own if one.path not in done]
        failing = [name for name in phase.done_when if not passed.get(name, False)]
        counted = len(own) + len(phase.done_when)
        complete = (counted > 0 and not waiting and not failing) or (not counted and _is_past(phase, migrations))
        later: PhaseState = "next" if any(one.state == "current" for one in found) else "current"
        found.append(
            PhaseProgress(
                name=phase.name,
                state="completed" if complete else later,
                migrations=len(own),
                applied=len(own) - len(waiting),
                checks=len(phase.done_when),
                passed=len(phase.done_when) - len(failing),
                open=(
                    *(f"{one.path.rpartition('/')[2]} is not through yet" for one in waiting),
                    *(f"the check “{name}” does not pass" for name in failing),
                ),
                scope=phase.scope,
                needs=phase.needs,
                due=phase.due,
                steps=tuple(phase.steps),
                paths=tuple(one.path for one in own),
            )
        )
    return tuple(found)


def through(
    migrations: Iterable[Migration], history: History | None, waiting: Collection[str], replay: Replay | None
) -> frozenset[str]:
    """The paths of the migrations that are applied to the live database, or without its history replayed in full."""
    failed = {failure.path for failure in replay.failures} if replay else set()
    if history is not None and history.table:
        failed = set()
    return frozenset(one.path for one in migrations if one.path not in waiting and one.path not in failed)


def passed(checks: Iterable[CheckResult], tests: Iterable[RlsResult]) -> dict[str, bool]:
    """By the name of each check and test whether it holds wherever it counts."""
    found: dict[str, bool] = {}
    for check in checks:
        if check.moment != "before":
            found[check.check] = found.get(check.check, True) and check.outcome == "passed"
    return found | {test.test: test.passed for test in tests}


def _range(phase: PhaseInput, migrations: Iterable[Migration]) -> list[Migration]:
    if not phase.first and not phase.last:
        return []
    return [one for one in migrations if not one.repeatable and _holds(phase, one.version)]


def _is_past(phase: PhaseInput, migrations: Iterable[Migration]) -> bool:
    """Whether the range of the phase ends before the first migration that there is: its own are archived."""
    versions = [one.version for one in migrations if not one.repeatable]
    return bool(phase.last and versions) and all(
        _order(_padded(phase.last, version, "9")) < _order(version) for version in versions
    )


def _holds(phase: PhaseInput, version: str) -> bool:
    own = _order(version)
    first, last = _padded(phase.first, version, "0"), _padded(phase.last, version, "9")
    # What continues the last one, 9.3 after 9, belongs to it; 90 does not.
    continued = version.startswith(last) and not version[len(last) : len(last) + 1].isdecimal()
    return (not first or _order(first) <= own) and (not last or own <= _order(last) or continued)


def _order(version: str) -> list[tuple[object, ...]]:
    return [part[:2] for part in natural(version)]


def _padded(bound: str, version: str, digit: str) -> str:
    """The bound as long as the version where it is the beginning of a moment: 202501."""
    moment = bound.isdecimal() and version.isdecimal() and len(version) >= _TIMESTAMP
    return bound.ljust(len(version), digit) if moment and len(bound) >= _BEGINNING else bound


def _raise_for_overlap(phases: Sequence[PhaseInput], migrations: Iterable[Migration]) -> None:
    ranged = [phase for phase in phases if phase.first or phase.last]
    versions = [one.version for one in migrations if not one.repeatable]
    longest = max((one for one in versions if one.isdecimal()), key=len, default="")
    for phase in ranged:
        if phase.first and phase.last and not _holds(phase, _padded(phase.first, longest, "0")):
            raise ConfigError(
                f"the phase {phase.name!r} ends ({phase.last}) before it begins ({phase.first})",
                "Swap first and last, in [[phases]] of docgen.toml.",
            )
    firsts = [_padded(phase.first, longest, "0") for phase in ranged if phase.first]
    lasts = [_padded(phase.last, longest, "9") for phase in ranged if phase.last]
    for version in (*versions, *firsts, *lasts):
        holders = [phase.name for phase in ranged if _holds(phase, version)]
        if len(holders) > 1:
            raise ConfigError(
                f"the phases {holders[0]!r} and {holders[1]!r} overlap: {version} is in both",
                "Give each of [[phases]] a first and a last version of its own.",
            )

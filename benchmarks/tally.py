"""Tally: how often what a linter says of a statement is what the server did."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from twice import Judged

from docgen.model.finding import Finding

Place = tuple[int, int]
RAISING = ("rerun", "handler")


@dataclass
class Tally:
    """Right and wrong answers to one question, by kind of statement; what was wrong is kept to be read."""

    right: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    silent: Counter[str] = field(default_factory=Counter)

    def add(self, kind: str, said: bool, true: bool) -> None:
        """Counts one statement."""
        {(True, True): self.right, (False, True): self.missed, (True, False): self.false}.get(
            (said, true), self.silent
        )[kind] += 1

    def update(self, other: Tally) -> None:
        """Adds another tally's counts."""
        self.right.update(other.right)
        self.missed.update(other.missed)
        self.false.update(other.false)
        self.silent.update(other.silent)

    @property
    def recall(self) -> str:
        """The share of what happened that was told."""
        return _share(self.right.total(), self.right.total() + self.missed.total())

    @property
    def precision(self) -> str:
        """The share of what was told that happened."""
        return _share(self.right.total(), self.right.total() + self.false.total())

    @property
    def kinds(self) -> list[str]:
        """The kinds of statement, the commonest first."""
        every = self.right + self.missed + self.false + self.silent
        return [kind for kind, _ in sorted(every.items(), key=lambda item: (-item[1], item[0]))]


class Places:
    """Which statement of a file a linter means by a line and a column."""

    def __init__(self, judged: Sequence[Judged]) -> None:
        self._spans = [
            ((one.statement.line, one.statement.column), (one.statement.end_line, one.statement.end_column), one)
            for one in judged
        ]

    def find(self, place: Place) -> Judged | None:
        """The statement at this place."""
        return next((one for start, end, one in self._spans if start <= place <= end), None)


def of_squawk(judged: Sequence[Judged], complaints: Iterable[Place]) -> Tally:
    """What squawk says of a file's statements that ran the first time, against what the second run raised."""
    places = Places(judged)
    said = {id(places.find(place)) for place in complaints}
    tally = Tally()
    for one in judged:
        if not one.first:
            tally.add(one.statement.kind, id(one) in said, bool(one.second))
    return tally


def of_docgen(judged: Sequence[Judged], findings: Iterable[Finding]) -> tuple[dict[str, Tally], list[str]]:
    """The same for docgen by family of rules, and a line on each wrong answer."""
    places = Places(judged)
    said: dict[int, list[Finding]] = defaultdict(list)
    for finding in findings:
        said[id(places.find((finding.line, finding.column)))].append(finding)
    tallies = {"rerun": Tally(), "duplicate": Tally(), "data": Tally()}
    wrong: list[str] = []
    for one in judged:
        if one.first:
            continue
        told = said[id(one)]
        answers = {"rerun": (any(_claims_a_raise(finding) for finding in told), bool(one.second))}
        if not one.second:
            answers["duplicate"] = (any(finding.family == "duplicate" for finding in told), one.more)
            if one.changed is not None:
                answers["data"] = (any(finding.family == "data" for finding in told), one.changed)
        for family, (claim, truth) in answers.items():
            tallies[family].add(one.statement.kind, claim, truth)
            if claim != truth:
                wrong.append(_wrong(family, one, told, truth))
    return tallies, wrong


def _claims_a_raise(finding: Finding) -> bool:
    return finding.family in RAISING and finding.severity == "error"


def _wrong(family: str, one: Judged, told: Sequence[Finding], truth: bool) -> str:
    what = f"MISSED {one.second} {one.reason}" if truth else f"FALSE {'; '.join(finding.rule for finding in told)}"
    text = " ".join(one.statement.text.split())[:150]
    return f"{one.file}:{one.statement.line}: {family} {what} | {text}"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"

"""Status: the verdict on each component, from evidence alone, by a rule that the page prints."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import translate
from typing import NamedTuple, Protocol, TypeVar

import msgspec

from docgen.analysis.belongs import Relations
from docgen.analysis.proved import gone_wrong
from docgen.model.catalog import Catalog
from docgen.model.change import Change
from docgen.model.check import Check, CheckResult, RlsResult, RlsTest, digest
from docgen.model.finding import Finding
from docgen.model.migration import Conflict, Migration, Replay, Touch
from docgen.model.name import Name
from docgen.model.proof_file import KeptVerdict
from docgen.model.status import ComponentStatus, Status, Verdict

# What each kind of evidence makes of a component, in the words of the page; the gravest one wins.
RULE: tuple[tuple[str, Verdict, str], ...] = (
    ("missing", "broken", "a relation that the configuration names does not exist"),
    ("drift", "broken", "the live database differs from what the migrations say"),
    ("check", "broken", "a health check fails on the live database"),
    ("rls", "broken", "a test of its row security fails"),
    ("expected check", "being fixed", "a health check fails on what the migrations make"),
    ("replay", "being fixed", "a statement on its tables failed when the migrations were replayed on an empty server"),
    ("conflict", "being fixed", "two migrations that touch its tables cannot both be meant"),
    ("finding", "being fixed", "the linter found a new error in a migration that touches its tables"),
    (
        "proof",
        "being fixed",
        "a migration that touches its tables was proved to go wrong when it runs again",
    ),
    ("advice", "being fixed", "a check of the catalog found an error on its tables"),
    ("pending", "being fixed", "a migration that touches its tables waits to be applied"),
)
_Question = TypeVar("_Question", Check, RlsTest)
_Result = TypeVar("_Result", CheckResult, RlsResult)
_ORDER: tuple[Verdict, ...] = ("broken", "being fixed", "production ready")
_WILD = frozenset("*?[")
# Whoever restores a database elsewhere has other roles: told on the page, but nobody's table breaks by it.
_ATTRIBUTES_OF_PLATFORMS = frozenset(("owner", "grants"))


class ComponentInput(Protocol):
    """A configured component: what the configuration's own class holds."""

    @property
    def name(self) -> str:
        """What the team calls it."""

    @property
    def page(self) -> str:
        """Its page below the docs folder, without .md."""

    @property
    def tables(self) -> Sequence[str]:
        """Patterns of schema.name."""

    @property
    def owner(self) -> str:
        """Who answers for it."""

    @property
    def note(self) -> str:
        """One sentence for the overview."""


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What is known besides the catalog. ``drift`` None: the live database was not compared."""

    migrations: tuple[Migration, ...] = ()
    touches: tuple[Touch, ...] = ()
    findings: tuple[Finding, ...] = ()
    proofs: tuple[KeptVerdict, ...] = ()  # those that still hold
    advice: tuple[Finding, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    drift: tuple[Change, ...] | None = None
    pending: tuple[str, ...] = ()
    replay: Replay | None = None
    checks: tuple[Check, ...] = ()
    check_results: tuple[CheckResult, ...] = ()
    tests: tuple[RlsTest, ...] = ()
    test_results: tuple[RlsResult, ...] = ()


class _Fact(NamedTuple):
    """One kind of evidence on one relation; counted, so that a reason is one sentence for many."""

    kind: str
    text: str


def status(components: Iterable[ComponentInput], catalog: Catalog, evidence: Evidence) -> Status:
    """The state of each component and of the whole.

    A component without any relation that exists or is configured by its full name is "unknown".
    """
    listed = tuple(components)
    plain = tuple(pattern for one in listed for pattern in one.tables if _WILD.isdisjoint(pattern))
    relations = Relations(catalog, (*plain, *_relations_of_drift(evidence.drift or ())))
    facts: dict[str, list[_Fact]] = {}
    for relation, fact in _facts(evidence, relations):
        facts.setdefault(relation, []).append(fact)
    names = [(f"{one.schema}.{one.name}", one.id) for one in catalog.relations if one.partition_of is None]
    asked = _asked(evidence)
    states = tuple(_component(one, names, facts, asked.get(one.name, [])) for one in listed)
    assigned = {name for state in states for name in state.relations}
    return Status(
        components=states,
        unassigned=tuple(name for _, name in names if name not in assigned),
        pending=evidence.pending,
        last_updated=max((migration.date for migration in evidence.migrations), default=""),
    )


def _component(
    component: ComponentInput, names: list[tuple[str, Name]], facts: dict[str, list[_Fact]], asked: list[_Fact]
) -> ComponentStatus:
    matched: set[Name] = set()
    missing: list[str] = []
    unmatched: list[str] = []
    known = dict(names)
    for pattern in component.tables:
        if not _WILD.isdisjoint(pattern):
            matches = re.compile(translate(pattern)).match
            found = {name for spelling, name in names if matches(spelling)}
            matched |= found
            unmatched += [] if found else [pattern]
        elif pattern in known:
            matched.add(known[pattern])
        else:
            missing.append(pattern)
    awaited = {name for name in missing if any(fact.kind == "pending" for fact in facts.get(name, ()))}
    evidence = [_Fact("missing", f"{pattern} does not exist.") for pattern in missing if pattern not in awaited]
    evidence += asked
    for name in (*sorted(str(one) for one in matched), *missing):
        evidence += [fact for fact in facts.get(name, ()) if not (fact.kind == "drift" and name in missing)]
    reasons = tuple(_reasons(evidence))
    verdicts = {kind: verdict for kind, verdict, _ in RULE}
    gravest = min((_ORDER.index(verdicts[fact.kind]) for fact in reasons), default=len(_ORDER) - 1)
    return ComponentStatus(
        name=component.name,
        page=component.page,
        owner=component.owner,
        note=component.note,
        patterns=tuple(component.tables),
        relations=tuple(sorted(matched)),
        missing=tuple(missing),
        unmatched=tuple(unmatched),
        verdict=_ORDER[gravest] if matched or missing else "unknown",
        reasons=tuple(fact.text for fact in reasons),
        evidence=tuple(fact.kind for fact in reasons),
    )


def _asked(evidence: Evidence) -> dict[str, list[_Fact]]:
    """What the checks and tests say of the component that they name."""
    found: dict[str, list[_Fact]] = {}
    for check, result in pairs(evidence.checks, evidence.check_results):
        if check.component and result.outcome == "failed":
            found.setdefault(check.component, []).append(_check_fact(check, result))
    for test, outcome in pairs(evidence.tests, evidence.test_results):
        if test.component and not outcome.passed:
            found.setdefault(test.component, []).append(_Fact("rls", f"{test.name}."))
    return found


def _check_fact(check: Check, result: CheckResult) -> _Fact:
    return _Fact("check" if result.moment == "live" else "expected check", f"{check.name}: {result.said}")


def pairs(questions: Iterable[_Question], results: Iterable[_Result]) -> Iterator[tuple[_Question, _Result]]:
    """The questions with each of their results; what was asked in another way then is no result."""
    by_digest: dict[str, list[_Result]] = {}
    for result in results:
        by_digest.setdefault(result.digest, []).append(result)
    for question in questions:
        for result in by_digest.get(digest(question), ()):
            yield question, result


def _reasons(evidence: Sequence[_Fact]) -> Iterator[_Fact]:
    """Each fact once, the gravest kinds first; the linter's findings of one file are one sentence with their number."""
    kinds = [kind for kind, _, _ in RULE]
    for fact, count in sorted(Counter(evidence).items(), key=lambda item: (kinds.index(item[0].kind), item[0].text)):
        if fact.kind == "finding":
            errors = "1 new linter error" if count == 1 else f"{count} new linter errors"
            yield _Fact(fact.kind, f"{_file(fact.text)} has {errors}.")
        else:
            yield fact


def _facts(evidence: Evidence, relations: Relations) -> Iterator[tuple[str, _Fact]]:
    yield from _drift(evidence.drift or (), relations)
    touched = _touched(evidence.touches, relations)
    for failure in evidence.replay.failures if evidence.replay else ():
        if not failure.cause:
            for relation in touched.get((failure.path, failure.line), ()):
                yield relation, _Fact("replay", f"{_place(failure.path, failure.line)} failed: {failure.message}.")
    for conflict in evidence.conflicts:
        yield relations.of(conflict.object), _Fact("conflict", f"{conflict.object}: {conflict.kind}.")
    for finding in evidence.findings:
        if finding.severity == "error" and not finding.known:
            found = relations.of(finding.object)
            for relation in (found,) if found else touched.get((finding.file, finding.line), ()):
                yield relation, _Fact("finding", finding.file)
    for relation, text in gone_wrong(evidence.proofs, evidence.findings, relations, touched):
        yield relation, _Fact("proof", text)
    for finding in evidence.advice:
        if finding.severity == "error":
            yield relations.of(finding.object), _Fact("advice", finding.message)
    yield from _relations_checked(evidence, relations)
    pending = set(evidence.pending)
    waiting = {
        (touch.path, relations.of(touch.relation or touch.object))
        for touch in evidence.touches
        if touch.path in pending
    }
    for path, relation in waiting:
        yield relation, _Fact("pending", f"{_file(path)} is not applied yet.")


def _relations_checked(evidence: Evidence, relations: Relations) -> Iterator[tuple[str, _Fact]]:
    """Checks and tests that name no component speak of the tables that they name in full."""
    for check, result in pairs(evidence.checks, evidence.check_results):
        for pattern in check.relations if not check.component and result.outcome == "failed" else ():
            yield relations.of(pattern), _check_fact(check, result)
    for test, outcome in pairs(evidence.tests, evidence.test_results):
        for trial in test.trials if not test.component and not outcome.passed else ():
            yield relations.of(trial.table), _Fact("rls", f"{test.name}.")


def _drift(drift: Iterable[Change], relations: Relations) -> Iterator[tuple[str, _Fact]]:
    for change in drift:
        if change.attribute in _ATTRIBUTES_OF_PLATFORMS:
            continue
        relation = relations.of(change.relation or change.object)
        if relation:
            yield relation, _Fact("drift", describe(change))


def describe(change: Change) -> str:
    """The change as one sentence of plain text, seen from the live database."""
    what = f"{change.object_kind.capitalize()} {change.object}"
    if change.kind == "missing":
        return f"{what} is missing."
    if change.kind == "unexpected":
        return f"{what} is in no migration."
    if len(change.expected) + len(change.actual) > 80 or "\n" in change.expected + change.actual:
        return f"{what}: {change.attribute} is not what is expected."
    return f"{what}: {change.attribute} is {change.actual or 'none'}, expected {change.expected or 'none'}."


def _relations_of_drift(drift: Iterable[Change]) -> Iterator[str]:
    return (change.relation for change in drift if change.relation)


def _touched(touches: Iterable[Touch], relations: Relations) -> dict[tuple[str, int], list[str]]:
    found: dict[tuple[str, int], list[str]] = {}
    for touch in touches:
        relation = relations.of(touch.relation or touch.object)
        if relation and relation not in found.setdefault((touch.path, touch.line), []):
            found[touch.path, touch.line].append(relation)
    return found


def _place(path: str, line: int) -> str:
    return f"{_file(path)}, line {line}"


def _file(path: str) -> str:
    """The file's name, with its folder where the tool gives every migration a folder of its own."""
    folder, _, file = path.rpartition("/")
    return file if file not in ("migration.sql", "up.sql") else f"{folder.rpartition('/')[2]}/{file}"

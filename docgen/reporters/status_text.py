"""The status for a person at a terminal: components, checks, phases, next steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from docgen.model.report import ComponentReport, StatusReport

_Styled: TypeAlias = Callable[[str, str], str]
_MARKS = {"production ready": "✓", "being fixed": "~", "broken": "✗", "unknown": "?"}
_COLOURS = {"production ready": "32", "being fixed": "33", "broken": "31", "unknown": "2"}
_OUTCOMES = {"passed": ("✓", "32"), "failed": ("✗", "31"), "not due": ("-", "2")}
_PHASES = {"completed": ("✓", "32"), "current": ("~", "33"), "next": ("-", "2")}
_WHERE = {"live": "live", "before": "before its migration", "after": "after the migrations"}
_REASONS = 5


def report(status: StatusReport, colour: bool = False) -> str:
    """The report as text; ``colour``: with the terminal's colours."""
    return "\n".join(_lines(status, colour)) + "\n"


def _lines(status: StatusReport, colour: bool) -> Iterator[str]:
    def styled(text: str, style: str) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if colour else text

    yield styled(f"{status.title}: {status.verdict}", f"1;{_COLOURS[status.verdict]}")
    yield from (f"  {status.sentence}",) if status.sentence else ()
    where = "the live database" if status.evidence == "live" else "a replay of the migrations"
    yield f"  from {where}" + (f", last updated {status.last_updated}" if status.last_updated else "")
    yield from (f"  current task: {status.task}",) if status.task else ()
    if status.move:
        counts = ((status.move.blocks, "block"), (status.move.decisions, "to decide"), (status.move.notes, "to know"))
        told = ", ".join(f"{number} {what}" for number, what in counts if number)
        yield f"  ready for {status.move.title}: {told or 'nothing known stands in the way'}"
    yield from _components(status, styled)
    if status.checks or status.rls_tests:
        yield from ("", "Checks")
        for check in status.checks:
            mark, style = _OUTCOMES[check.outcome]
            yield f"  {styled(mark, style)} {check.name} ({_WHERE[check.moment]}): {check.said}"
        for test in status.rls_tests:
            mark, style = _OUTCOMES["passed" if test.passed else "failed"]
            yield f"  {styled(mark, style)} {test.name} (row security)" + (f": {test.said}" if test.said else "")
    if status.phases:
        yield from ("", "Phases")
        for phase in status.phases:
            mark, style = _PHASES[phase.state]
            done = "" if phase.percent is None else f" {phase.percent} %"
            yield f"  {styled(mark, style)} {phase.name}{done}" + (f": {phase.scope}" if phase.scope else "")
    yield from ("", "Next")
    for number, step in enumerate(status.next_steps, 1):
        yield f"  {number}. {step.what}" + (f": {styled(step.command, '36')}" if step.command else "")
    yield from () if status.next_steps else ("  nothing is left to do",)
    share = status.coverage
    yield from ("", f"Described: {share.described} of {share.total} objects ({share.percent} %)")


def _components(status: StatusReport, styled: _Styled) -> Iterator[str]:
    if not status.components:
        return
    yield from ("", "Components")
    width = max(len(one.name) for one in status.components)
    for one in status.components:
        verdict = styled(f"{_MARKS[one.verdict]} {one.verdict:<16}", _COLOURS[one.verdict])
        yield f"  {verdict} {one.name:<{width}}  {one.owner}".rstrip()
        yield from (f"      {line}" for line in _reasons(one))
    if status.unassigned:
        yield f"  in no component: {', '.join(status.unassigned)}"


def _reasons(component: ComponentReport) -> Iterator[str]:
    yield from component.reasons[:_REASONS]
    if len(component.reasons) > _REASONS:
        yield f"and {len(component.reasons) - _REASONS} more"
    yield from (f"no table is called like {pattern}" for pattern in component.unmatched)

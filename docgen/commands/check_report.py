"""What docgen check says: for a person, for a program, for a workflow on GitHub."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docgen.commands.check_several import Verdicts
    from docgen.write.staleness import Verdict

SHARED = "all databases"

_DIFF_LINES = 200
_SHOWN_PAGES = 8


def text(verdict: Verdict, full: bool = False) -> str:
    """The verdict for a person: why the pages are stale, which pages, what to do; then the new lint errors."""
    lines = []
    if verdict.stale:
        lines.append(f"{verdict.docs} is stale:")
        lines += [f"  {reason}" for reason in verdict.reasons] or ["  the pages are not what docgen build writes"]
        lines += [f"  {line}" for line in _pages(verdict)]
        lines += ["run docgen build", ""]
    if verdict.findings:
        lines.append(f"{_count(len(verdict.findings), 'lint error')} outside the baseline:")
        lines += [f"  {one.file}:{one.line}:{one.column}: {one.message} [{one.rule}]" for one in verdict.findings]
        lines += ["docgen lint explains them, docgen lint --write-baseline takes them as known", ""]
    if not lines:
        lines.append(f"{verdict.docs} is fresh ({_count(verdict.outcome.unchanged, 'file')})")
    lines = ["\n".join(lines).rstrip("\n"), *(f"note: {remark}" for remark in verdict.remarks)]
    return "\n".join(lines) + "\n" + _diff(verdict, full)


def json(verdict: Verdict, full: bool = False) -> str:
    """The verdict for a program: one JSON object."""
    return _json(_document(verdict))


def _json(document: object) -> str:
    import msgspec

    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def _document(verdict: Verdict) -> dict[str, object]:
    outcome = verdict.outcome
    return {
        "version": 1,
        "fresh": not verdict.stale,
        "docs": verdict.docs,
        "reasons": verdict.reasons,
        "remarks": verdict.remarks,
        "created": outcome.created,
        "changed": outcome.changed,
        "deleted": outcome.deleted,
        "findings": [
            {"rule": one.rule, "file": one.file, "line": one.line, "column": one.column, "message": one.message}
            for one in verdict.findings
        ],
        "diff": outcome.diffs,
    }


def github(verdict: Verdict, full: bool = False) -> str:
    """The verdict as annotations of a workflow; GitHub shows about ten of a step, so all reasons are in one."""
    lines = []
    if verdict.stale:
        message = "\n".join([*verdict.reasons, *_pages(verdict), "run docgen build"])
        lines.append(f"::error title={_property(verdict.docs + ' is stale')}::{_data(message)}")
    lines += [f"::notice title=docgen check::{_data(remark)}" for remark in verdict.remarks]
    for one in verdict.findings:
        place = f"file={_property(one.file)},line={one.line},col={one.column},title={_property(one.rule)}"
        lines.append(f"::error {place}::{_data(one.message)}")
    return "".join(f"{line}\n" for line in lines) + _diff(verdict, full)


FORMATS: dict[str, Callable[[Verdict, bool], str]] = {"text": text, "json": json, "github": github}


def several_text(verdicts: Verdicts, full: bool = False) -> str:
    """The verdicts of several databases, each with its name, and of what they share."""
    named = {**verdicts.databases, **({SHARED: verdicts.shared} if verdicts.shared else {})}
    return "".join(f"{name}: {text(verdict, full)}" for name, verdict in named.items())


def several_json(verdicts: Verdicts, full: bool = False) -> str:
    """One JSON object: that of each database by its name, and of what they share."""
    databases = {name: _document(verdict) for name, verdict in verdicts.databases.items()}
    shared = _document(verdicts.shared) if verdicts.shared else None
    return _json({"version": 1, "databases": databases, "shared": shared})


def several_github(verdicts: Verdicts, full: bool = False) -> str:
    """The annotations of all."""
    every = [*verdicts.databases.values(), *([verdicts.shared] if verdicts.shared else [])]
    return "".join(github(verdict, full) for verdict in every)


SEVERAL: dict[str, Callable[[Verdicts, bool], str]] = {
    "text": several_text,
    "json": several_json,
    "github": several_github,
}


def _pages(verdict: Verdict) -> list[str]:
    outcome = verdict.outcome
    groups = (("changed", outcome.changed), ("missing", outcome.created), ("no longer made", outcome.deleted))
    lines = []
    for word, paths in groups:
        if paths:
            more = f" and {len(paths) - _SHOWN_PAGES} more" if len(paths) > _SHOWN_PAGES else ""
            lines.append(f"{_count(len(paths), 'file')} {word}: {', '.join(paths[:_SHOWN_PAGES])}{more}")
    return lines


def _diff(verdict: Verdict, full: bool) -> str:
    lines = "".join(verdict.outcome.diffs).splitlines(keepends=True)
    if not full and len(lines) > _DIFF_LINES:
        return "".join(lines[:_DIFF_LINES]) + f"... {len(lines) - _DIFF_LINES} more lines: --full prints them\n"
    return "".join(lines)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")

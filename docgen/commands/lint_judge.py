"""What docgen lint finds: every target judged, or remembered from a run that read the same."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from docgen.commands.lint_targets import Settings, Target, namer, read_target, several, targets
from docgen.lint_cache import LintCache

if TYPE_CHECKING:
    from docgen.model.finding import Finding


class Judged(NamedTuple):
    """The findings by paths relative to the project, and how many files and statements were judged."""

    findings: tuple[Finding, ...]
    files: int
    statements: int
    shown: dict[str, str]  # the files with findings, as their paths were typed
    notes: tuple[str, ...] = ()  # how the files were understood, where that was not plain


class Result(NamedTuple):
    """What one target gave."""

    files: int
    statements: int
    findings: tuple[Finding, ...]
    notes: tuple[str, ...] = ()


def judge(settings: Settings, directory: Path, paths: Sequence[str], *, since: str | None, cached: bool) -> Judged:
    """Every target's findings, none twice. Raises SourceError, and ConfigError for names of no rule."""
    cache = LintCache(settings.root if settings.project else None) if cached and since is None else None
    findings: list[Finding] = []
    shown: dict[str, str] = {}
    files = statements = 0
    found = targets(settings, directory, paths)
    notes = [several(settings, found)]
    for target in found:
        result = _result(settings, directory, target, since, cache)
        files, statements = files + result.files, statements + result.statements
        notes += result.notes
        named = namer(settings, directory, target)
        judged = dict.fromkeys(finding.file for finding in result.findings)
        if judged.keys().isdisjoint(shown):
            findings += result.findings
        else:  # a file that two paths hold
            known = set(findings)
            findings += (finding for finding in result.findings if finding not in known)
        shown |= {file: named(file) for file in judged if file not in shown}
    return Judged(tuple(findings), files, statements, shown, tuple(note for note in notes if note))


def together(parts: Sequence[tuple[Settings, Judged]]) -> Judged:
    """What was judged by the settings of several databases as one; then files are called by their whole paths."""
    if len(parts) == 1:
        return parts[0][1]
    findings: list[Finding] = []
    shown: dict[str, str] = {}
    for settings, judged in parts:
        whole = {file: str(settings.root / file) for file in judged.shown}
        findings += [msgspec.structs.replace(one, file=whole[one.file]) for one in judged.findings]
        shown |= {whole[file]: name for file, name in judged.shown.items()}
    files = sum(judged.files for _, judged in parts)
    return Judged(tuple(findings), files, sum(judged.statements for _, judged in parts), shown)


def _result(settings: Settings, directory: Path, target: Target, since: str | None, cache: LintCache | None) -> Result:
    question = _question(settings, directory, target)
    known = cache.find(question) if cache else None
    if known is not None:
        return Result(known.files, known.statements, known.findings, known.notes)
    from docgen.lint.run import Counts, choose, lint

    options = settings.options()
    choose(options)  # a name that is no rule is said before anything is read
    chains, answers = read_target(settings, directory, target)
    if since is not None:
        from docgen.commands.lint_since import narrowed

        chains = narrowed(chains, since, settings.root)
    counts = Counts()
    found: list[Finding] = []
    for chain in chains:
        found += lint(chain.migrations, options.with_only(chain.only), counts)
    if len(chains) > 1:
        found = list(dict.fromkeys(found))  # one file may lie in two chains
    notes = tuple(chain.note for chain in chains if chain.note)
    result = Result(counts.files, counts.statements, tuple(found), notes)
    if cache and answers is not None:
        cache.keep(question, answers, *result)
    return result


def _question(settings: Settings, directory: Path, target: Target) -> tuple[str, ...]:
    given = [str((directory / path).resolve()) for path in target.given] if target.folder is None else []
    options = (str(settings.select), str(settings.ignore), str(settings.severity))
    place = str(target.folder.absolute()) if target.folder else ""
    return (
        str(settings.root),
        settings.source,
        str(settings.python),
        str(settings.migrations),
        *options,
        place,
        *given,
    )

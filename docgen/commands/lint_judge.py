"""What docgen lint finds: every target judged, or remembered from a run that read the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from docgen.commands.lint_targets import (
    Reading,
    Settings,
    Target,
    namer,
    read_folder,
    read_inside,
    read_target,
    several,
    targets,
)
from docgen.read.lint_cache import LintCache

if TYPE_CHECKING:
    from docgen.commands.lint_targets import Chain
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
    findings = _Once()
    shown: dict[str, str] = {}
    files = statements = 0
    found = targets(settings, directory, paths)
    notes = [several(settings, found)]
    for target in found:
        result = _result(settings, directory, target, since, cache)
        files, statements = files + result.files, statements + result.statements
        notes += result.notes
        named = namer(settings, directory, target)
        shown |= {file: named(file) for file in findings.take(result.findings) if file not in shown}
    if cache:
        cache.close()
    return Judged(tuple(findings.all), files, statements, shown, tuple(note for note in notes if note))


class _Once:
    """The findings of one target after the other, none twice."""

    def __init__(self) -> None:
        self.all: list[Finding] = []
        self._by_file: dict[str, list[Finding]] = {}

    def take(self, found: Sequence[Finding]) -> Iterable[str]:
        """Keep what is new of a target's findings, in their order; the files that they are in."""
        own: dict[str, list[Finding]] = {}
        for finding in found:
            own.setdefault(finding.file, []).append(finding)
        twice = own.keys() & self._by_file.keys()  # files that two paths hold
        known = {finding for file in twice for finding in self._by_file[file]}
        self.all += [finding for finding in found if finding not in known] if known else found
        for file, findings in own.items():
            self._by_file.setdefault(file, []).extend(findings)
        return own


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
    if since is not None:
        from docgen.commands.lint_since import narrowed

        _refuse_unknown_rules(settings)
        return _found(settings, narrowed(read_target(settings, directory, target).chains, since, settings.root))
    folder = target.folder
    read = partial(read_folder, settings, folder) if folder else partial(read_target, settings, directory, target)
    return _remembered(settings, directory, target, cache, read)


def _remembered(
    settings: Settings,
    directory: Path,
    target: Target,
    cache: LintCache | None,
    read: Callable[[], Reading | tuple[Path, ...]],
) -> Result:
    question = _question(settings, directory, target)
    known = cache.find(question) if cache else None
    if known is not None:
        return Result(known.files, known.statements, known.findings, known.notes)
    _refuse_unknown_rules(settings)
    reading = read()
    if not isinstance(reading, Reading):
        # Each is remembered by itself, for no witness saw what makes them the folders that hold migrations.
        return _joined(
            [
                _remembered(settings, directory, Target((), one), cache, partial(read_inside, settings, one))
                for one in reading
            ]
        )
    result = _found(settings, reading.chains)
    if cache and reading.answers is not None:
        cache.keep(question, reading.answers, *result)
    return result


def _refuse_unknown_rules(settings: Settings) -> None:
    """Raise ConfigError for a name that is no rule, before anything is read."""
    from docgen.lint.plan import choose

    choose(settings.options())


def _found(settings: Settings, chains: Sequence[Chain]) -> Result:
    """What the rules find in the chains."""
    from docgen.lint.run import Counts, lint

    options, counts = settings.options(), Counts()
    parts = [lint(chain.migrations, options.with_only(chain.only), counts) for chain in chains]
    notes = tuple(chain.note for chain in chains if chain.note)
    findings = _Once()
    for part in parts:
        findings.take(part)
    return Result(counts.files, counts.statements, tuple(findings.all), notes)


def _joined(parts: Sequence[Result]) -> Result:
    """Several results as one."""
    findings = _Once()
    for part in parts:
        findings.take(part.findings)
    files, statements = sum(part.files for part in parts), sum(part.statements for part in parts)
    return Result(files, statements, tuple(findings.all), tuple(note for part in parts for note in part.notes))


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

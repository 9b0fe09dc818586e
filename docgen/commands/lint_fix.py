"""docgen lint --fix and --diff: the fixes of findings written into the migrations, or shown."""

from __future__ import annotations

import difflib
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click
import msgspec

from docgen.commands.lint_history import protected
from docgen.commands.lint_judge import Judged
from docgen.commands.lint_targets import Chain, Settings, Target, namer, read_target, targets
from docgen.errors import OutputError, SourceError

if TYPE_CHECKING:
    from docgen.lint.run import Counts
    from docgen.model.finding import Edit, Finding
    from docgen.model.migration import Migration

_ROUNDS = 5  # a fix may wait for another one in the same statement


class Wish(NamedTuple):
    """What was asked for."""

    paths: tuple[str, ...]
    since: str | None
    unsafe: bool
    applied: bool  # change applied migrations too
    baseline: Path | None  # an existing baseline


class Mended(NamedTuple):
    """What became of the files: the findings before and after, and the texts by path where they changed."""

    before: int
    judged: Judged  # what is left
    new: list[Finding]  # of it, what no baseline knows
    texts: dict[str, tuple[str, str]]
    notes: tuple[str, ...]


def mend_all(settings: Settings, directory: Path, wish: Wish) -> Mended:
    """Every target's files with the fixes in them; writes nothing.

    Raises SourceError, ConfigError and DatabaseError.
    """
    from docgen.lint.plan import choose
    from docgen.lint.run import Counts

    names = {rule.name for rule in choose(settings.options())}
    counts = Counts()
    before = 0
    texts: dict[str, tuple[str, str]] = {}
    notes: dict[str, None] = {}
    left: dict[Finding, None] = {}
    new: dict[Finding, None] = {}
    shown: dict[str, str] = {}
    for target in targets(settings, directory, wish.paths):
        named = namer(settings, directory, target)
        for chain in _chains(settings, directory, target, wish):
            closed, note = _closed(chain, settings, directory, wish)
            work = _Work(settings, chain, wish, names, counts)
            found = work.findings()
            before += len(work.new(found))
            for _ in range(_ROUNDS):
                if not work.round(found, closed):
                    break
                found = work.findings()
            texts.update(work.changed())
            left.update(dict.fromkeys(found))
            new.update(dict.fromkeys(work.new(found)))
            shown.update((path, named(path)) for path in {*work.changed(), *(one.file for one in found)})
            if note and work.kept:
                notes[f"{_files(len(work.kept))} left alone: {note}; --applied changes them"] = None
            elif note and work.changed() and not closed:
                notes[note] = None
    judged = Judged(tuple(left), counts.files, counts.statements, shown)
    return Mended(before, judged, list(new), texts, tuple(notes))


class _Work:
    """One chain on its way through the rounds."""

    def __init__(self, settings: Settings, chain: Chain, wish: Wish, names: set[str], counts: Counts) -> None:
        self._settings, self._wish, self._names = settings, wish, names
        self._only = chain.only
        self._counts: Counts | None = counts
        self.migrations = list(chain.migrations)
        self._raw: dict[str, tuple[str, str]] = {}
        self.kept: set[str] = set()

    def findings(self) -> list[Finding]:
        """What is to be found now. Every rule runs, for a fix may be unsafe for what another rule finds."""
        from docgen.lint.run import lint

        options = self._settings.options().with_only(self._only)
        every = msgspec.structs.replace(options, select=(), ignore=())
        found = lint(self.migrations, every, self._counts)
        self._counts = None
        return [one for one in found if one.rule in self._names]

    def new(self, found: list[Finding]) -> list[Finding]:
        """The findings that the baseline does not know."""
        if self._wish.baseline is None:
            return found
        from docgen.lint import baseline

        return [one for one in baseline.mark(found, baseline.read(self._wish.baseline)) if not one.known]

    def round(self, found: list[Finding], closed: frozenset[str]) -> bool:
        """Puts into each file what fits; whether anything changed."""
        from docgen.lint.fix import fixes_of, mend

        by_file: dict[str, list[Finding]] = {}
        for one in self.new(found):
            by_file.setdefault(one.file, []).append(one)
        changed = False
        for number, migration in enumerate(self.migrations):
            fixes = fixes_of(by_file.get(migration.path, ()), self._wish.unsafe)
            if fixes and migration.path in closed:
                self.kept.add(migration.path)
            elif fixes:
                edits = mend(migration.sql, fixes).edits
                self._edit(migration, edits)
                self.migrations[number] = _edited(migration, edits)
                changed = True
        return changed

    def changed(self) -> dict[str, tuple[str, str]]:
        """The texts of the changed files: as they are on disk, and as they shall be."""
        return {path: texts for path, texts in self._raw.items() if texts[0] != texts[1]}

    def _edit(self, migration: Migration, edits: tuple[Edit, ...]) -> None:
        from docgen.lint.fix import edited

        if migration.path not in self._raw:
            text = _read(self._settings.root / migration.path)
            if len(text) != len(migration.sql):
                raise SourceError(f"{migration.path} has changed while docgen read it", "Run docgen lint again.")
            self._raw[migration.path] = (text, text)
        disk, text = self._raw[migration.path]
        self._raw[migration.path] = (disk, edited(text, edits))


def _edited(migration: Migration, edits: tuple[Edit, ...]) -> Migration:
    from docgen.lint.fix import edited, moved

    spans = tuple((moved(start, edits), moved(end, edits)) for start, end in migration.templates)
    marked = any(migration.outside is not None and edit.text.split() == migration.outside[1].split() for edit in edits)
    return msgspec.structs.replace(
        migration,
        sql=edited(migration.sql, edits),
        templates=spans,
        transaction=migration.transaction and not marked,
        outside=None,  # its place has moved
    )


def _chains(settings: Settings, directory: Path, target: Target, wish: Wish) -> list[Chain]:
    chains, _ = read_target(settings, directory, target)
    if wish.since is None:
        return chains
    from docgen.commands.lint_since import narrowed

    return narrowed(chains, wish.since, settings.root)


def _closed(chain: Chain, settings: Settings, directory: Path, wish: Wish) -> tuple[frozenset[str], str]:
    if wish.applied:
        return frozenset(), ""
    from docgen.config.workspace import load

    return protected(chain, settings.workspace or load(directory))


def show(mended: Mended) -> str:
    """The changes as a unified diff, under the paths as they were typed."""
    out: list[str] = []
    for path, (old, new) in mended.texts.items():
        name = mended.judged.shown[path]
        lines = difflib.unified_diff(
            old.splitlines(keepends=True), new.splitlines(keepends=True), f"a/{name}", f"b/{name}"
        )
        out += [line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines]
    return "".join(out)


def write(root: Path, mended: Mended) -> None:
    """Writes each changed file whole or not at all, with the mode that it has. Raises OutputError."""
    for path, (old, new) in mended.texts.items():
        file = Path(os.path.realpath(root / path))
        if _read(file) != old:
            raise OutputError(f"{path} has changed while docgen worked", "Run docgen lint --fix again.")
        try:
            handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
            try:
                with os.fdopen(handle, "wb") as out:
                    out.write(new.encode("utf-8"))
                shutil.copymode(file, name)
                os.replace(name, file)  # noqa: PTH105 - a rename over the file
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
        except OSError as error:
            raise OutputError(f"cannot write {path}: {error.strerror}", "Make its folder writable.") from None


def say(mended: Mended, wish: Wish, written: bool) -> None:
    """The notes and the summary, for people."""
    for note in mended.notes:
        click.echo(note, err=True)
    fixed = max(0, mended.before - len(mended.new))
    open_ones = [one for one in mended.new if one.fix is not None and not one.fix.safe]
    more = f" ({len(open_ones)} fixable with --unsafe-fixes)" if open_ones and not wish.unsafe else ""
    verb = "fixed" if written else "would fix"
    click.echo(f"{verb} {fixed} in {_files(len(mended.texts))}, {len(mended.new)} remain{more}", err=True)


def _read(file: Path) -> str:
    with file.open("r", encoding="utf-8", newline="") as text:
        return text.read()


def _files(number: int) -> str:
    return f"{number} file{'' if number == 1 else 's'}"

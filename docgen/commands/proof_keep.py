"""What docgen prove --record adds: the project's own migrations proved, and their verdicts kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from pathlib import Path

import msgspec

from docgen.commands.lint_portions import Place
from docgen.commands.options import choose, shown
from docgen.commands.proof_targets import progress, project_terms, say
from docgen.config.workspace import Workspace, load
from docgen.errors import ConfigError
from docgen.model.migration import MigrationSet
from docgen.model.proof import Mode, Proof, WaysProof
from docgen.model.proof_file import Replays
from docgen.read import proof_record, proof_verdicts
from docgen.read.project import read_migrations
from docgen.read.proving import prove_chain, prove_way_back


def prove_and_record(place: Place, paths: Sequence[str], mode: Replays, modes: tuple[Mode, ...], jobs: int) -> Proof:
    """The proof of the project's migrations, of all or those behind the paths, which the project's record then keeps.

    Of several databases each is proved that the paths speak of. Raises ConfigError for a path without any migration of
    the project, SourceError, DatabaseError, or OutputError.
    """
    proofs = [
        _kept(workspace, migrations, only, mode, modes, jobs) for workspace, migrations, only in _chains(place, paths)
    ]
    return Proof(
        files=tuple(one for proof in proofs for one in proof.files),
        statements=sum(proof.statements for proof in proofs),
        refused=sum(proof.refused for proof in proofs),
    )


def prove_ways_back_and_record(place: Place, paths: Sequence[str], jobs: int) -> WaysProof:
    """What the ways back from the same migrations do, which the project's record then keeps; raises the same."""
    proofs = [_kept_ways(workspace, migrations, only, jobs) for workspace, migrations, only in _chains(place, paths)]
    return WaysProof(files=tuple(one for proof in proofs for one in proof.files))


def _chains(place: Place, paths: Sequence[str]) -> Iterator[tuple[Workspace, MigrationSet, frozenset[str]]]:
    """Every database that the paths speak of: its migrations, and the paths of those that are asked for."""
    chosen = choose(load(place.directory, place.config_file, database=place.database), place.database)
    found = [(workspace, read_migrations(workspace)) for workspace in chosen.databases]
    for (workspace, migrations), only in zip(found, _own(found, place.directory, paths), strict=True):
        if only:
            yield workspace, migrations, only


def _kept_ways(workspace: Workspace, found: MigrationSet, only: Set[str], jobs: int) -> WaysProof:
    terms = project_terms(workspace, found.source, ("file",), jobs)
    with progress(len(found.migrations)) as step:
        proof = prove_way_back(found.migrations, terms, say, step)
    kept = {one.file: one for one in proof.files if one.file in only}
    of = proof_verdicts.Terms("file", proof.major, proof_record.ground(workspace, found.source))
    number = proof_verdicts.renew_ways_back(workspace, found.migrations, kept, of)
    say(f"{shown(proof_record.path_of(workspace))}: {number} verdicts on ways back")
    return msgspec.structs.replace(proof, files=tuple(kept.values()))


def _kept(
    workspace: Workspace, found: MigrationSet, only: Set[str], mode: Replays, modes: tuple[Mode, ...], jobs: int
) -> Proof:
    terms = project_terms(workspace, found.source, modes, jobs)
    with progress(len(found.migrations) * len(modes)) as step:
        proof = prove_chain(found.migrations, terms, say, step)
    kept = {one.file: one for one in proof.files if one.file in only}
    of = proof_verdicts.Terms(mode, proof.major, proof_record.ground(workspace, found.source))
    number = proof_verdicts.renew(workspace, found.migrations, kept, of)
    say(f"{shown(proof_record.path_of(workspace))}: {number} verdicts")
    return msgspec.structs.replace(proof, files=tuple(kept.values()))


def _own(
    found: Sequence[tuple[Workspace, MigrationSet]], directory: Path, paths: Sequence[str]
) -> list[frozenset[str]]:
    """Of each database the paths of the migrations that are, or lie below, what was typed; all where nothing was."""
    places = [{one.path: (workspace.root / one.path).resolve() for one in own.migrations} for workspace, own in found]
    if not any(places):
        raise ConfigError("the project has no migrations to prove", "Name their folder: migrations in docgen.toml.")
    if not paths:
        return [frozenset(own) for own in places]
    chosen: list[set[str]] = [set() for _ in places]
    for path in paths:
        place = (directory / path).resolve()
        below = [{name for name, file in own.items() if file == place or place in file.parents} for own in places]
        if not any(below):
            raise ConfigError(
                f"{path} holds none of the project's migrations, whose verdicts --record keeps",
                "Name their folder in docgen.toml: migrations = ..., or prove without --record.",
            )
        for names, more in zip(chosen, below, strict=True):
            names |= more
    return [frozenset(names) for names in chosen]

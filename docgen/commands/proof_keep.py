"""What docgen prove --record adds: the project's own migrations proved, and their verdicts kept."""

from __future__ import annotations

from collections.abc import Sequence, Set
from pathlib import Path

import msgspec

from docgen import proof_record
from docgen.commands.options import shown
from docgen.commands.proof_targets import progress, project_terms, say
from docgen.config.workspace import Workspace
from docgen.errors import ConfigError
from docgen.model.migration import MigrationSet
from docgen.model.proof import Mode, Proof
from docgen.model.proof_file import Replays
from docgen.project import read_migrations
from docgen.proving import prove_chain


def prove_and_record(
    home: Workspace, directory: Path, paths: Sequence[str], mode: Replays, modes: tuple[Mode, ...], jobs: int
) -> Proof:
    """The proof of the project's migrations, of all or those behind the paths, which the project's record then keeps.

    Of several databases each is proved that the paths speak of. Raises ConfigError for a path without any migration of
    the project, SourceError, DatabaseError, or OutputError.
    """
    found = [(workspace, read_migrations(workspace)) for workspace in home.databases or (home,)]
    own = _own(found, directory, paths)
    proofs = []
    for workspace, migrations in found:
        only = own & {one.path for one in migrations.migrations}
        if only:
            proofs.append(_kept(workspace, migrations, only, mode, modes, jobs))
    return Proof(
        files=tuple(one for proof in proofs for one in proof.files),
        statements=sum(proof.statements for proof in proofs),
        refused=sum(proof.refused for proof in proofs),
    )


def _kept(
    workspace: Workspace, found: MigrationSet, only: Set[str], mode: Replays, modes: tuple[Mode, ...], jobs: int
) -> Proof:
    terms = project_terms(workspace, found.source, modes, jobs)
    with progress(len(found.migrations) * len(modes)) as step:
        proof = prove_chain(found.migrations, terms, say, step)
    kept = {one.file: one for one in proof.files if one.file in only}
    of = proof_record.Terms(mode, proof.major, proof_record.ground(workspace, found.source))
    number = proof_record.renew(workspace, found.migrations, kept, of)
    say(f"{shown(proof_record.path_of(workspace))}: {number} verdicts")
    return msgspec.structs.replace(proof, files=tuple(kept.values()))


def _own(found: Sequence[tuple[Workspace, MigrationSet]], directory: Path, paths: Sequence[str]) -> frozenset[str]:
    """The paths of the project's migrations that are, or lie below, what was typed; of all where nothing was."""
    places = {one.path: (workspace.root / one.path).resolve() for workspace, own in found for one in own.migrations}
    if not places:
        raise ConfigError("the project has no migrations to prove", "Name their folder: migrations in docgen.toml.")
    if not paths:
        return frozenset(places)
    chosen: set[str] = set()
    for path in paths:
        place = (directory / path).resolve()
        below = {name for name, file in places.items() if file == place or place in file.parents}
        if not below:
            raise ConfigError(
                f"{path} holds none of the project's migrations, whose verdicts --record keeps",
                "Name their folder in docgen.toml: migrations = ..., or prove without --record.",
            )
        chosen |= below
    return frozenset(chosen)

"""The verdicts of the record of proofs: held against the migrations as they are, and renewed after a proof."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import msgspec

from docgen.analysis.proved import Proved, chains, proved
from docgen.analysis.tested import Tested, tested
from docgen.config.workspace import Workspace
from docgen.disk.atomic import write_whole
from docgen.disk.one_writer import in_turn
from docgen.model import proof_file
from docgen.model.migration import Migration, MigrationSet, Replay
from docgen.model.proof import FileProof, WayProof
from docgen.model.proof_file import KeptVerdict, KeptWay, ProofFile, ProofFinding, Replays
from docgen.read.proof_record import ground, path_of, read_record
from docgen.reporters.proof.words import details, row_change, schema_change

_FINDINGS = 5
_FINDINGS_BACK = 40  # what a way back costs is read before it is gone
_LONG = 200  # characters of a finding


class Terms(NamedTuple):
    """What verdicts are of, besides the migrations: how they were asked for, on which PostgreSQL, on what ground."""

    mode: Replays
    postgres: int
    ground: str


def held(workspace: Workspace, found: MigrationSet, replay: Replay | None) -> tuple[Proved, Tested]:
    """The kept verdicts held against the migrations as they are; see analysis. Raises ConfigError."""
    record, on = read_record(workspace), ground(workspace, found.source)
    second_runs = proved(record.files, found.migrations, on)
    return second_runs, tested(record.ways_back, found.migrations, replay, on)


def renew(workspace: Workspace, migrations: Sequence[Migration], proofs: Mapping[str, FileProof], terms: Terms) -> int:
    """Keep the verdicts of ``proofs`` (by path), and those of other migrations that are still there; how many are kept.

    Another docgen that writes the record is waited for. Raises OutputError when the file cannot be written.
    """
    places = chains(migrations, terms.ground, terms.mode)
    kept = [_verdict(one, proofs[one.path], places[one.path], terms) for one in migrations if one.path in proofs]
    with in_turn(workspace.root):  # another proof that ends now has lines of its own
        record = read_record(workspace)
        others = (one for one in record.files if one.file not in proofs)
        kept += [one for one in others if workspace.path(one.file).is_file()]
        _write(workspace, msgspec.structs.replace(record, files=tuple(kept)))
    return len(kept)


def renew_ways_back(
    workspace: Workspace, migrations: Sequence[Migration], proofs: Mapping[str, WayProof], terms: Terms
) -> int:
    """Keep what the ways back in ``proofs`` did, as ``renew`` does with second runs; how many are kept."""
    places = chains(migrations, terms.ground, terms.mode)
    kept = [_way_back(proofs[one.path], places[one.path], terms) for one in migrations if one.path in proofs]
    with in_turn(workspace.root):
        record = read_record(workspace)
        others = (one for one in record.ways_back if one.file not in proofs)
        kept += [one for one in others if workspace.path(one.file).is_file()]
        _write(workspace, msgspec.structs.replace(record, ways_back=tuple(kept)))
    return len(kept)


def _write(workspace: Workspace, record: ProofFile) -> None:
    text = proof_file.encode(record)
    path = path_of(workspace)
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        write_whole(path, text)


def _way_back(proof: WayProof, place: str, terms: Terms) -> KeptWay:
    said = [_finding(text) for _, text in details(proof)]
    return KeptWay(
        file=proof.file,
        digest=proof.digest,
        chain=place,
        postgres=terms.postgres,
        verdict=proof.verdict,
        own=proof.own,
        findings=tuple(said[:_FINDINGS_BACK]),
        more=max(0, len(said) - _FINDINGS_BACK),
    )


def _verdict(migration: Migration, proof: FileProof, place: str, terms: Terms) -> KeptVerdict:
    said = list(_findings(proof))
    return KeptVerdict(
        file=migration.path,
        digest=migration.digest,
        chain=place,
        mode=terms.mode,
        postgres=terms.postgres,
        verdict=proof.verdict,
        shown_by=proof.mode if proof.verdict != "idempotent" else "file",
        findings=tuple(said[:_FINDINGS]),
        more=max(0, len(said) - _FINDINGS),
    )


def _findings(proof: FileProof) -> Iterable[ProofFinding]:
    if proof.reason:
        yield _finding(proof.reason)
    refused = [one for one in proof.failures if not one.sqlstate] if not proof.reason else []
    yield from (_finding(one.message, one.line) for one in refused)
    yield from (_finding(f"{one.message} [{one.sqlstate}]", one.line) for one in proof.statements)
    yield from chain(
        (_finding(schema_change(one), name=one.relation or one.object) for one in proof.schema_changes),
        (_finding(row_change(one), name=one.table) for one in proof.row_changes),
    )


def _finding(says: str, line: int = 0, name: str = "") -> ProofFinding:
    short = " ".join(says.split())
    return ProofFinding(says=short if len(short) <= _LONG else f"{short[: _LONG - 3]}...", line=line, object=name)

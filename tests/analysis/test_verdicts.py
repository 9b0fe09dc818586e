"""The linter and the server, held against each other."""

from __future__ import annotations

from docgen.analysis.verdicts import Held, hold
from docgen.model.finding import Finding
from docgen.model.proof import FileProof, RowChange, StatementError

RAISED = StatementError(line=3, end_line=5, sqlstate="42P07", message="there")


def finding(family: str, line: int, file: str = "a.sql") -> Finding:
    return Finding(rule="any", family=family, severity="error", message="", file=file, line=line, end_line=line + 1)


def test_a_failure_in_the_lines_of_a_finding_confirms_it() -> None:
    proofs = {"a.sql": FileProof(file="a.sql", verdict="raises", statements=(RAISED,))}
    here, elsewhere = finding("rerun", 4), finding("rerun", 7)
    assert hold([here, elsewhere], proofs) == Held((here,), (elsewhere,), (), ())


def test_a_failure_without_a_finding_is_not_foretold() -> None:
    proofs = {"a.sql": FileProof(file="a.sql", verdict="raises", statements=(RAISED,))}
    data = finding("data", 3)
    assert hold([data], proofs) == Held((), (data,), (), (("a.sql", RAISED),))


def test_repeated_rows_confirm_a_finding_on_data() -> None:
    proofs = {
        "a.sql": FileProof(file="a.sql", verdict="changes-rows", row_changes=(RowChange(table="public.t", delta=1),))
    }
    data, duplicate = finding("data", 1), finding("duplicate", 1)
    assert hold([data, duplicate], proofs) == Held((data,), (duplicate,), (), ())


def test_what_could_not_be_tried_and_other_families_stay_open() -> None:
    proofs = {
        "a.sql": FileProof(file="a.sql", verdict="first-run-failed"),
        "b.sql": FileProof(file="b.sql", verdict="idempotent"),
    }
    untried, style = finding("rerun", 1), finding("transaction", 1, "b.sql")
    assert hold([untried, style], proofs) == Held((), (), (untried, style), ())

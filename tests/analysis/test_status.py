"""The verdict on a component, by each kind of evidence."""

from typing import Any

import pytest

from docgen.analysis.status import RULE, Evidence, status
from docgen.config.component import Component
from docgen.model.catalog import Catalog
from docgen.model.change import Change
from docgen.model.finding import Finding
from docgen.model.migration import Conflict, Migration, Replay, ReplayFailure, Touch
from docgen.model.name import Name
from docgen.model.proof_file import KeptVerdict
from docgen.model.relation import Index, Relation
from docgen.model.status import ComponentStatus


def table(name: str, **parts: Any) -> Relation:
    return Relation(schema="public", name=name, kind="table", owner="app", **parts)


PRICES = Index(name="prices_idx", definition="", method="btree", columns=("a",))
CATALOG = Catalog(relations=(table("audit"), table("packages"), table("prices", indexes=(PRICES,))))
PRICING = Component(name="Pricing", page="business/pricing", tables=("public.packages", "public.pri*"))


def verdict(component: Component = PRICING, **evidence: Any) -> ComponentStatus:
    return status([component], CATALOG, Evidence(**evidence)).components[0]


def touch(path: str, line: int, relation: str) -> Touch:
    return Touch(path=path, version="1", line=line, verb="alter", kind="table", object=relation)


def finding(**parts: Any) -> Finding:
    return Finding(**{"rule": "bare-add-column", "family": "rerun", "severity": "error", "message": "m", **parts})


def conflict(name: str) -> Conflict:
    return Conflict(kind="table redefined", object=name, first=("1", 1), second=("2", 1), explanation="", remedy="")


def failure(**parts: Any) -> Replay:
    made = {"path": "m/1.sql", "line": 3, "statement": "s", "sqlstate": "42P07", "message": "exists", **parts}
    return Replay(failures=(ReplayFailure(**made),))


def test_without_evidence_it_is_ready() -> None:
    found = verdict()

    assert (found.verdict, found.reasons) == ("production ready", ())
    assert found.relations == (Name("public", "packages"), Name("public", "prices"))


def test_where_nothing_matches_nothing_is_known() -> None:
    assert verdict(Component(name="Ghost", page="ghost", tables=("gone.*",))).verdict == "unknown"


def test_a_table_that_does_not_exist_breaks() -> None:
    found = verdict(Component(name="Pricing", page="p", tables=("public.packages", "public.gone")))

    assert (found.verdict, found.missing, found.reasons) == (
        "broken",
        ("public.gone",),
        ("public.gone does not exist.",),
    )


LINT = "1.sql has 1 new linter error."
CODE_IS_MISSING = Change(
    kind="missing", object_kind="column", object="public.packages.code", relation="public.packages"
)
RAISES = KeptVerdict(file="m/1.sql", digest="", chain="", mode="file", postgres=18, verdict="raises")
TOUCHES = (touch("m/1.sql", 3, "public.prices"), touch("m/2.sql", 1, "public.audit"))


@pytest.mark.parametrize(
    ("evidence", "expected", "reasons"),
    [
        (
            {"drift": (CODE_IS_MISSING,)},
            "broken",
            ["Column public.packages.code is missing."],
        ),
        (
            {"drift": (Change(kind="different", object_kind="table", object="public.packages", attribute="owner"),)},
            "production ready",
            [],
        ),
        ({"drift": (Change(kind="missing", object_kind="table", object="public.audit"),)}, "production ready", []),
        ({"replay": failure(), "touches": TOUCHES}, "being fixed", ["1.sql, line 3 failed: exists."]),
        ({"replay": failure(cause="m/0.sql:1"), "touches": TOUCHES}, "production ready", []),
        ({"conflicts": (conflict("public.packages"),)}, "being fixed", ["public.packages: table redefined."]),
        ({"conflicts": (conflict("public.prices.key"),)}, "being fixed", ["public.prices.key: table redefined."]),
        ({"conflicts": (conflict("public.audit"),)}, "production ready", []),
        ({"findings": (finding(object="public.prices.vat", file="m/1.sql", line=3),)}, "being fixed", [LINT]),
        ({"findings": (finding(file="m/1.sql", line=3),), "touches": TOUCHES}, "being fixed", [LINT]),
        ({"findings": (finding(object="public.prices", known=True),)}, "production ready", []),
        ({"findings": (finding(object="public.prices", severity="warning"),)}, "production ready", []),
        ({"proofs": (RAISES,), "touches": TOUCHES}, "being fixed", ["1.sql: a second run fails."]),
        ({"advice": (finding(object="public.prices.prices_idx"),)}, "being fixed", ["m"]),
        ({"advice": (finding(object="public.prices_idx"),)}, "being fixed", ["m"]),
        ({"pending": ("m/1.sql",), "touches": TOUCHES}, "being fixed", ["1.sql is not applied yet."]),
        ({"pending": ("m/2.sql",), "touches": TOUCHES}, "production ready", []),
    ],
)  # fmt: skip
def test_each_kind_of_evidence(evidence: dict[str, Any], expected: str, reasons: list[str]) -> None:
    found = verdict(**evidence)

    assert (found.verdict, list(found.reasons)) == (expected, reasons)


def test_the_gravest_evidence_decides_and_comes_first() -> None:
    found = verdict(
        drift=(CODE_IS_MISSING,), conflicts=(conflict("public.prices"),), pending=("m/1.sql",), touches=TOUCHES
    )

    assert (found.verdict, found.evidence) == ("broken", ("drift", "conflict", "pending"))


def test_a_configured_table_that_is_missing_is_told_once() -> None:
    component = Component(name="Pricing", page="p", tables=("public.gone",))
    drift = (Change(kind="missing", object_kind="table", object="public.gone", relation="public.gone"),)

    assert verdict(component, drift=drift).reasons == ("public.gone does not exist.",)


def test_a_configured_table_that_a_pending_migration_makes_is_not_broken() -> None:
    component = Component(name="Pricing", page="p", tables=("public.gone", "public.packages"))
    touches = (touch("m/1.sql", 3, "public.gone"),)
    found = verdict(component, pending=("m/1.sql",), touches=touches)

    assert (found.verdict, found.missing) == ("being fixed", ("public.gone",))
    assert found.reasons == ("1.sql is not applied yet.",)


def test_the_errors_of_one_file_are_one_reason() -> None:
    errors = tuple(finding(object="public.prices", file="m/1.sql", line=line) for line in (1, 2, 3))

    assert verdict(findings=errors).reasons == ("1.sql has 3 new linter errors.",)


def test_a_name_with_dots_and_quotes_keeps_its_table() -> None:
    catalog = Catalog(relations=(table("packages"),))
    found = status([PRICING], catalog, Evidence(conflicts=(conflict('public.packages."a ""b"".c"'),)))

    assert found.components[0].verdict == "being fixed"


def test_the_whole() -> None:
    migrations = tuple(
        Migration(version=date, name="", path=date, sql="", digest="", date=date)
        for date in ("2025-03-01", "2025-09-02")
    )
    found = status([PRICING], CATALOG, Evidence(migrations=migrations, pending=("2025-09-02",)))

    assert found.unassigned == (Name("public", "audit"),)
    assert (found.pending, found.last_updated) == (("2025-09-02",), "2025-09-02")


def test_every_kind_of_evidence_has_its_rule() -> None:
    kinds = [kind for kind, _, _ in RULE]

    assert kinds == [
        "missing",
        "drift",
        "check",
        "rls",
        "expected check",
        "replay",
        "conflict",
        "finding",
        "proof",
        "advice",
        "pending",
    ]

"""The example project: its chain stops where its story says, and its production database differs as it says."""

from __future__ import annotations

import runpy
import shutil
from pathlib import Path

import psycopg
import pytest

from docgen import sources
from docgen.analysis.conflicts import conflicts
from docgen.analysis.diff import diff
from docgen.cli import run
from docgen.model.catalog import Catalog
from docgen.model.migration import MigrationSet, Replay
from docgen.postgres.catalog.introspect import read_catalog
from docgen.postgres.connect import connect
from docgen.postgres.replay.shadow import ShadowOptions, open_shadow

PORTAL = Path(__file__).parents[2] / "examples/portal"
SCHEMAS = ("public", "private", "audit", "reporting")


@pytest.fixture(scope="module")
def migrations() -> MigrationSet:
    return sources.read(PORTAL, PORTAL / "supabase/migrations")


@pytest.fixture(scope="module")
def replayed(migrations: MigrationSet) -> tuple[Replay, Catalog]:
    with open_shadow(ShadowOptions(preset="supabase")) as shadow:
        replay = shadow.replay(migrations.migrations)
        with shadow.connect() as connection:
            return replay, read_catalog(connection, SCHEMAS)


@pytest.fixture
def live(database: str) -> Catalog:
    with psycopg.connect(database) as connection:
        connection.execute((PORTAL / "live.sql").read_bytes())
    with connect(database) as connection:
        return read_catalog(connection, SCHEMAS)


def test_live_sql_is_made_of_the_migrations() -> None:
    made = runpy.run_path(str(PORTAL / "make_live.py"))["live"]()
    assert made == (PORTAL / "live.sql").read_text(encoding="utf-8")


def test_a_fresh_replay_stops_at_the_conflicts_alone(replayed: tuple[Replay, Catalog]) -> None:
    failures = [(Path(failure.path).name, failure.sqlstate) for failure in replayed[0].failures]
    assert failures == [
        ("20250611091500_service_packages_v2.sql", "42703"),
        ("20250612083000_service_packages_rename.sql", "42P07"),
        ("20250624150000_service_prices_constraints.sql", "42P07"),
        ("20250625081500_partner_constraints.sql", "42P07"),
    ]


def test_the_conflicts_are_seen_without_a_server(migrations: MigrationSet) -> None:
    found = [(conflict.object, Path(conflict.second[0]).name) for conflict in conflicts(migrations.migrations)]
    assert found == [
        ("public.service_packages", "20250611091500_service_packages_v2.sql"),
        ("public.service_packages_backup", "20250612083000_service_packages_rename.sql"),
        (
            "public.service_prices.service_prices_package_id_key",
            "20250624150000_service_prices_constraints.sql",
        ),
        ("public.partners.partners_slug_key", "20250625081500_partner_constraints.sql"),
    ]


def test_the_migrations_say_code_and_production_has_none(replayed: tuple[Replay, Catalog], live: Catalog) -> None:
    assert ("code" in columns(replayed[1]), "code" in columns(live)) == (True, False)


def test_production_differs_in_what_the_readme_says(replayed: tuple[Replay, Catalog], live: Catalog) -> None:
    said = {
        "public.partner_settlements",  # pending
        "reporting.open_settlements",  # pending
        "public.service_bookings",  # pending column, index by hand, policy, constraint
        "public.service_packages",
        "public.user_uploads",
        "public.profiles",
    }
    # Supabase brings extensions that this server has not: they are the platform's, not the project's.
    changes = [change for change in diff(replayed[1], live) if change.object_kind != "extension"]
    assert {change.relation or change.object for change in changes} == said


def columns(catalog: Catalog) -> list[str]:
    return [
        column.name
        for relation in catalog.relations
        if (relation.schema, relation.name) == ("public", "service_packages")
        for column in relation.columns
    ]


def test_the_kept_verdicts_are_those_of_the_migrations(tmp_path: Path) -> None:
    shutil.copytree(PORTAL / "supabase", tmp_path / "supabase")
    shutil.copy(PORTAL / "docgen.toml", tmp_path)
    assert run(["-C", str(tmp_path), "prove", "--record"]) == 1
    assert run(["-C", str(tmp_path), "prove", "--down", "--record"]) == 1
    assert (tmp_path / "docgen-proof.json").read_text() == (PORTAL / "docgen-proof.json").read_text()

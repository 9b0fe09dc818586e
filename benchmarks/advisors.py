"""Advisors: splinter's lints beside docgen's checks of the catalog, on the same databases; prints who finds what.

    git clone https://github.com/supabase/splinter /tmp/splinter
    python benchmarks/advisors.py /tmp/splinter

Three databases on a scratch server with the preset ``supabase``: the example project's migrations, its live database,
and advisors.sql, which has at least one instance of each fault. Splinter's SQL runs as it is, with ``public`` as the
API's schema.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import psycopg

from docgen.analysis.advisors import advisors, every
from docgen.config.workspace import load
from docgen.model.name import Name, quote
from docgen.postgres.catalog.introspect import read_catalog
from docgen.postgres.connect import connect
from docgen.postgres.replay.shadow import ShadowOptions, open_shadow
from docgen.read.project import read_project
from docgen.sql.split import split

HERE = Path(__file__).parent
PORTAL = HERE.parent / "examples" / "portal"

# Splinter's lint: docgen's checks that may answer for it. A lint that is not here is in REASONS.
CHECKS = {
    "unindexed_foreign_keys": ("foreign-key-without-index",),
    "auth_users_exposed": ("accounts-exposed",),
    "auth_rls_initplan": ("policy-calls-per-row",),
    "no_primary_key": ("table-without-primary-key",),
    "multiple_permissive_policies": ("several-permissive-policies",),
    "policy_exists_rls_disabled": ("policy-without-row-security",),
    "rls_enabled_no_policy": ("row-security-without-policy",),
    "duplicate_index": ("duplicate-index",),
    "security_definer_view": ("definer-view-exposed",),
    "function_search_path_mutable": ("definer-without-search-path", "function-without-search-path"),
    "rls_disabled_in_public": ("exposed-without-row-security",),
    "extension_in_public": ("extension-in-public",),
    "rls_references_user_metadata": ("policy-trusts-user-metadata",),
    "materialized_view_in_api": ("materialized-view-exposed",),
    "foreign_table_in_api": ("foreign-table-exposed",),
    "unsupported_reg_types": ("column-stops-upgrade",),
    "fkey_to_auth_unique": ("reference-to-platform-key",),
    "sensitive_columns_exposed": ("personal-data-exposed",),
    "rls_policy_always_true": ("policy-always-true",),
    "pg_graphql_anon_table_exposed": ("readable-in-graphql",),
    "pg_graphql_authenticated_table_exposed": ("readable-in-graphql",),
    "anon_security_definer_function_executable": ("definer-open-to-everyone", "definer-open-to-api"),
    "authenticated_security_definer_function_executable": ("definer-open-to-everyone", "definer-open-to-api"),
}


REASONS = {
    "unused_index": "statistics of one server's traffic, not the schema",
    "table_bloat": "statistics of one server's storage, not the schema",
    "insecure_queue_exposed_in_api": "tables in the schema of an extension, which is not documented",
    "extension_versions_outdated": "what the server has on its disk, not the schema",
    "public_bucket_allows_listing": "rows of storage.buckets, not the schema",
}

# Where splinter says which part of a relation it speaks of: in its metadata, else in its key.
PARTS = ("fkey_name", "foreign_key", "policy_name", "column")
NAMED_BY_KEY = ("auth_rls_initplan", "rls_references_user_metadata")


class Row(NamedTuple):
    """One lint on one database: how many objects it names, and those that no check names, or why there is none."""

    lint: str
    checks: str
    found: int
    missed: tuple[str, ...]


def databases() -> Iterator[tuple[str, str]]:
    """Name and SQL of each database."""
    chain = read_project(load(PORTAL)).migrations.migrations
    yield "the example's migrations", "\n;\n".join(one.sql for one in chain)
    yield "the example's live database", (PORTAL / "live.sql").read_text(encoding="utf-8")
    yield "advisors.sql", (HERE / "advisors.sql").read_text(encoding="utf-8")


def apply(url: str, text: str) -> None:
    """Every statement on its own; the example's chain has some that fail, as it should."""
    with psycopg.connect(url, autocommit=True) as writer:
        for start, end in split(text):
            try:
                writer.execute(text[start:end].encode())
            except psycopg.Error as error:
                print(f"  {str(error).splitlines()[0]}", file=sys.stderr)


def told_by_docgen(url: str) -> dict[str, set[str]]:
    """The objects that each check names; a part of a relation counts as the relation too."""
    with connect(url) as connection:
        catalog = read_catalog(connection, exclude=("auth.*", "storage.*", "realtime.*", "_realtime.*", "vault.*"))
    asked = [one.name for one in every() if one.opt_in]
    found: dict[str, set[str]] = {}
    for finding in advisors(catalog, asked):
        name = finding.object.partition("(")[0]
        found.setdefault(finding.rule, set()).update((name, name.rpartition(".")[0]))
    return found


def told_by_splinter(url: str, lint: Path) -> set[str]:
    """The objects that the lint names."""
    with psycopg.connect(url, autocommit=True) as reader:
        reader.execute("set pgrst.db_schemas = 'public'")
        query = re.split(r"(?i)\bas\s*\n", lint.read_text(encoding="utf-8"), maxsplit=1)[1]
        rows = reader.execute(f"select metadata, cache_key from ({query.strip().rstrip(';')}) lint".encode())
        return {_name(lint.stem[5:], metadata, key) for metadata, key in rows}


def _name(lint: str, metadata: dict[str, Any], key: str) -> str:
    """The object in docgen's spelling, down to the policy, key or column; extensions have no schema."""
    if metadata.get("type") == "extension" or "extension_name" in metadata:
        return str(metadata.get("extension_name") or metadata["name"])
    name = str(Name(metadata["schema"], metadata["name"]))
    part = next((metadata[one] for one in PARTS if one in metadata), "")
    if lint in NAMED_BY_KEY:
        part = key.partition(f"_{metadata['schema']}_{metadata['name']}_")[2]
    return f"{name}.{quote(part)}" if part else name


def compare(url: str, folder: Path) -> Iterator[Row]:
    """One row for each of splinter's lints."""
    ours = told_by_docgen(url)
    for lint in sorted((folder / "lints").glob("*.sql")):
        name = lint.stem[5:]
        checks = CHECKS[name] if name not in REASONS else ()
        theirs = told_by_splinter(url, lint)
        seen = set().union(*(ours.get(check, set()) for check in checks))
        missed = tuple(sorted(theirs - seen)) if checks else (REASONS[name],)
        yield Row(name, ", ".join(checks), len(theirs), missed)


def main() -> None:
    """Print one Markdown table for each database."""
    parser = argparse.ArgumentParser(description="Splinter's lints beside docgen's checks.")
    parser.add_argument("folder", type=Path, help="a checkout of github.com/supabase/splinter")
    folder = parser.parse_args().folder
    for title, text in databases():
        with open_shadow(ShadowOptions(preset="supabase")) as shadow:
            print(f"\n### {title}", file=sys.stderr)
            apply(shadow.url, text)
            print(f"\n### {title}\n\n| splinter | docgen | objects | not told by docgen |\n| --- | --- | --- | --- |")
            for row in compare(shadow.url, folder):
                print(f"| {row.lint} | {row.checks} | {row.found} | {', '.join(row.missed)} |")


if __name__ == "__main__":
    main()

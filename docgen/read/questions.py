"""READ: the checks and the tests of row security as the configuration puts them, with their queries and their rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from docgen.config.check import Check as CheckSection
from docgen.config.check import Value
from docgen.config.rls_test import RlsTest as TestSection
from docgen.config.workspace import Workspace
from docgen.errors import ConfigError
from docgen.model.catalog import Catalog
from docgen.model.check import Check, RlsTest, Trial
from docgen.model.migration import Migration
from docgen.postgres.ready import ready_query


def checks(workspace: Workspace, catalog: Catalog) -> tuple[Check, ...]:
    """The configured checks, the ready-made ones with their queries; those look at the schemas of ``catalog``."""
    schemas = tuple(f"{schema.name}.*" for schema in catalog.schemas)
    return tuple(_check(one, schemas) for one in workspace.config.checks)


def _check(one: CheckSection, schemas: tuple[str, ...]) -> Check:
    query = one.sql.strip()
    if one.use:
        values: dict[str, str | int | Sequence[str]] = {
            "tables": one.tables or ((one.table,) if one.table else schemas),
            "table": one.table,
            "column": one.column,
            "constraint": one.constraint,
            "room": one.room,
        }
        query = ready_query(one.use, values)
    return Check(
        name=one.name,
        sql=query,
        expect=one.expect,
        rows=tuple(_row(row) for row in one.rows),
        after=one.after,
        on=one.on,
        component=one.component,
        relations=(*one.tables, one.table) if one.table else one.tables,
        remedy=one.remedy,
        timeout=one.timeout,
        show_rows=one.show_rows,
    )


def _row(row: Value | tuple[Value, ...]) -> tuple[str, ...]:
    return tuple(_text(value) for value in (row if isinstance(row, tuple) else (row,)))


def _text(value: Value) -> str:
    return {True: "t", False: "f"}[value] if isinstance(value, bool) else str(value)


def rls_tests(workspace: Workspace) -> tuple[RlsTest, ...]:
    """The configured tests of row security. Raises ConfigError for a file of rows that cannot be read."""
    return tuple(_test(workspace, one) for one in workspace.config.rls_tests)


def _test(workspace: Workspace, one: TestSection) -> RlsTest:
    settings = dict(one.settings)
    if one.claims:
        # PostgREST sets one text since version 9, and one setting for each claim before.
        settings |= {"request.jwt.claims": json.dumps(one.claims, ensure_ascii=False, sort_keys=True)}
        settings |= {
            f"request.jwt.claim.{name}": str(value) for name, value in one.claims.items() if name.isidentifier()
        }
    seed = [(one.seed_file, _read(workspace, one.seed_file))] if one.seed_file else []
    seed += [("seed", one.seed)] if one.seed.strip() else []
    trials = [
        Trial(kind="sees", sql=sees.sql or f"select from {sees.table}", rows=sees.rows, table=sees.table)
        for sees in one.sees
    ]
    trials += [Trial(kind="may", sql=text) for text in one.may]
    trials += [Trial(kind="may not", sql=text) for text in one.may_not]
    return RlsTest(
        name=one.name,
        role=one.role,
        settings=tuple(sorted(settings.items())),
        seed=tuple(seed),
        trials=tuple(trials),
        component=one.component,
    )


def _read(workspace: Workspace, name: str) -> str:
    try:
        return workspace.path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot read {workspace.path(name)}, named by rls_tests.seed_file: {error}") from None


def unknown_versions(asked: Iterable[Check], migrations: Iterable[Migration]) -> None:
    """Raises ConfigError for a check that is to hold after a migration that does not exist."""
    versions = {migration.version for migration in migrations}
    for one in asked:
        if one.after and one.after not in versions:
            raise ConfigError(
                f"the check {one.name!r} is to hold after the migration {one.after}, which does not exist"
            )

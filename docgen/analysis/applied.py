"""Applied: the migration files joined with what the database says it has."""

from __future__ import annotations

from collections.abc import Sequence

from docgen.model.migration import Applied, History, Migration, MigrationState


def states(
    migrations: Sequence[Migration], history: History | None
) -> dict[str, tuple[MigrationState, Applied | None]]:
    """By path: whether the database has the migration, and its row in the history.

    Without a history table every state is "unknown". A failed row counts only where no later one succeeded.
    """
    if history is None or not history.table:
        return {migration.path: ("unknown", None) for migration in migrations}
    if history.newest_only:
        return _up_to_newest(migrations, history)
    rows: dict[str, Applied] = {}
    for row in history.applied:
        before = rows.get(row.version)
        if row.success or before is None or not before.success:
            rows[row.version] = row
    found: dict[str, tuple[MigrationState, Applied | None]] = {}
    for migration in migrations:
        own = rows.get(migration.version)
        state: MigrationState = "pending" if own is None else "applied" if own.success else "failed"
        found[migration.path] = (state, own)
    return found


def _up_to_newest(
    migrations: Sequence[Migration], history: History
) -> dict[str, tuple[MigrationState, Applied | None]]:
    """All files up to the one version that the history keeps count as applied; that one may have failed."""
    newest = history.applied[-1] if history.applied else None
    found: dict[str, tuple[MigrationState, Applied | None]] = {}
    before = newest is not None and any(migration.version == newest.version for migration in migrations)
    for migration in migrations:
        if newest is not None and migration.version == newest.version:
            found[migration.path] = ("applied" if newest.success else "failed", newest)
            before = False
        else:
            found[migration.path] = ("applied" if before else "pending", None)
    return found


def pending(migrations: Sequence[Migration], history: History | None) -> tuple[str, ...]:
    """The paths of the migrations that the database has not applied, in their order."""
    return tuple(path for path, (state, _) in states(migrations, history).items() if state in ("pending", "failed"))


def applied(migrations: Sequence[Migration], history: History) -> tuple[Migration, ...]:
    """The migrations that the database says it has; all of them where it says nothing."""
    if not history.table:
        return tuple(migrations)
    left = set(pending(migrations, history))
    return tuple(migration for migration in migrations if migration.path not in left)

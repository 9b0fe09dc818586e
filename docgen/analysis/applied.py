"""Applied: which migration files the database has, and which it waits for."""

from __future__ import annotations

from collections.abc import Sequence

from docgen.analysis.standing import standings
from docgen.model.migration import Applied, History, Migration, MigrationState

_WAITING: tuple[MigrationState, ...] = ("pending", "failed", "rolled back", "partly applied")


def states(
    migrations: Sequence[Migration], history: History | None
) -> dict[str, tuple[MigrationState, Applied | None]]:
    """By path: whether the database has the migration, and its row in the history.

    Without a history table every state is "unknown". A failed row counts only where no later one succeeded.
    """
    return {one.path: (one.state, one.row) for one in standings(migrations, history) if one.path}


def pending(migrations: Sequence[Migration], history: History | None) -> tuple[str, ...]:
    """The paths of the migrations that the database has not applied, or not whole, in their order."""
    return tuple(path for path, (state, _) in states(migrations, history).items() if state in _WAITING)


def applied(migrations: Sequence[Migration], history: History) -> tuple[Migration, ...]:
    """The migrations that the database says it has; all of them where it says nothing."""
    if not history.table:
        return tuple(migrations)
    left = set(pending(migrations, history))
    return tuple(migration for migration in migrations if migration.path not in left)

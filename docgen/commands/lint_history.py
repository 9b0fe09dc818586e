"""Which migrations docgen lint --fix leaves alone: those that a database says it has applied."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from docgen.commands.lint_targets import Chain

if TYPE_CHECKING:
    from docgen.config.workspace import Workspace

# Tools that refuse to go on when an applied file is another one than the one that they ran.
CHECKED = {
    "atlas": "Atlas",
    "flyway": "Flyway",
    "graphile-migrate": "Graphile Migrate",
    "liquibase": "Liquibase",
    "prisma": "Prisma",
    "refinery": "refinery",
    "sqlx": "sqlx",
}


class Protected(NamedTuple):
    """The paths that stay as they are, and what to say of it; "" where there is nothing to say."""

    paths: frozenset[str]
    note: str = ""


def protected(chain: Chain, workspace: Workspace) -> Protected:
    """The migrations of the chain that must not change. Raises ConfigError and DatabaseError.

    Without a database nobody knows what is applied: then a tool that checks its files keeps them all.
    """
    from docgen.read.project import live_url, url_variable

    url = live_url(workspace)
    if url is None:
        return _without_history(chain, f"no database is known ({url_variable(workspace)})")
    from docgen import sources
    from docgen.analysis.applied import states
    from docgen.postgres.connect import connect
    from docgen.postgres.history import read_history

    with connect(url) as connection:
        history = read_history(connection, sources.histories(chain.source or "auto"))
    if not history.table:
        return _without_history(chain, history.note.rstrip(".") or "the database has no history of migrations")
    found = states(chain.migrations, history)
    paths = frozenset(path for path, (state, _) in found.items() if state != "pending")
    note = f"{history.table} says that they are applied"
    if chain.source in CHECKED:
        note += f", and {CHECKED[chain.source]} refuses a file that was changed"
    return Protected(paths, note)


def _without_history(chain: Chain, why: str) -> Protected:
    if chain.source in CHECKED:
        tool = CHECKED[chain.source]
        note = f"what is applied is unknown: {why}, and {tool} refuses an applied file that was changed"
        return Protected(frozenset(one.path for one in chain.migrations), note)
    note = f"what is applied is unknown: {why}; databases that ran these files keep what they have"
    return Protected(frozenset(), note)

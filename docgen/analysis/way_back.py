"""Way back: for each migration the statements that undo it: those that its tool keeps, else those that are computed."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence

from docgen.analysis.rollback import rollbacks
from docgen.model.migration import Migration
from docgen.model.proof import WayBack


def ways_back(migrations: Sequence[Migration], failed: Collection[tuple[str, int]] = ()) -> tuple[WayBack, ...]:
    """The way back from each migration, in their order. ``failed``: (path, line) of statements that did nothing.

    The digest is of the way and of the files up to its own: with another file before it, it is another test.
    """
    chain = hashlib.sha256()
    found = []
    for migration, plan in zip(migrations, rollbacks(migrations, failed), strict=True):
        own = bool(migration.down.strip())
        sql = migration.down.strip("\n") if own else "\n".join(step.sql for step in plan.steps if step.sql)
        missing = () if own else tuple(step.note for step in plan.steps if step.effect == "irreversible")
        chain.update(f"{migration.path}\0{migration.digest}\0".encode("utf-8", "replace"))
        whole = chain.copy()
        whole.update(sql.encode("utf-8", "replace"))
        found.append(WayBack(file=migration.path, sql=sql, own=own, missing=missing, digest=whole.hexdigest()))
    return tuple(found)

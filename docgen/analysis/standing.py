"""Standing: every migration as the database has it: applied, edited since, out of order, without a file."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from docgen.model.migration import Applied, Edit, History, Likeness, Migration, MigrationState, Seen, Standing
from docgen.sql.normal import sql_digest, statement_digests

_DONE: tuple[MigrationState, ...] = ("applied", "failed", "partly applied")
_NUMBER = re.compile(r"^[VvUu]?\d[\d_.-]*")
_NOT_A_NAME = re.compile(r"[\W_]+")


def standings(
    migrations: Sequence[Migration], history: History | None, seen: Iterable[Seen] = (), unread: Collection[str] = ()
) -> tuple[Standing, ...]:
    """The files in their order, then what the history holds without a file, in its order.

    Without a history table every state is "unknown". ``seen``: what earlier builds found when they first saw
    a migration applied; with it an edit shows for every tool, also for those that keep no checksum. ``unread``:
    versions whose files are programs, which are not missing.
    """
    if history is None or not history.table:
        return tuple(Standing(version=one.version, path=one.path) for one in migrations)
    if history.newest_only:
        reached = _known_edits(_up_to_newest(migrations, history), migrations, seen)
        there = {one.version for one in migrations}
        return (*reached, *(_lost(row, unread) for row in history.applied[-1:] if row.version not in there))
    rows = _rows(history.applied)
    files = [_standing(one, rows.get(one.version)) for one in migrations]
    there = {one.version for one in migrations}
    lost = [_lost(row, unread) for version, row in rows.items() if version not in there]
    ordered = _with_order(files, migrations, rows)
    return _with_likeness(_known_edits(ordered, migrations, seen), lost, migrations, seen)


def first_seen(migrations: Sequence[Migration], history: History | None, before: Iterable[Seen]) -> tuple[Seen, ...]:
    """What a build remembers: ``before``, and every migration that it is the first to see applied and unchanged.

    What the history no longer holds is forgotten; a new checksum in the history says that the file counts anew.
    """
    known = {one.version: one for one in before}
    if history is None or not history.table:
        return tuple(known.values())
    files = {one.path: one for one in migrations}
    found: dict[str, Seen] = {}
    for one in standings(migrations, history):
        if one.state != "applied" and not (one.state == "missing" and one.version in known):
            continue
        old, checksum = known.get(one.version), one.row.checksum if one.row else ""
        if old is not None and (not one.path or old.checksum == checksum):
            found[one.version] = old
        elif not one.edit and one.path and not files[one.path].repeatable:
            found[one.version] = Seen(version=one.version, sql=sql_digest(files[one.path].sql), checksum=checksum)
    return tuple(found[version] for version in sorted(found))


def _rows(applied: Iterable[Applied]) -> dict[str, Applied]:
    """The row of each version that counts: a failed one only where no other succeeded, one taken back by its last."""
    rows: dict[str, Applied] = {}
    for row in applied:
        before = rows.get(row.version)
        if before is None or not before.success or row.success:
            rows.pop(row.version, None)
            rows[row.version] = row
    return rows


def _standing(migration: Migration, row: Applied | None) -> Standing:
    state: MigrationState = "pending"
    waiting: tuple[str, ...] = ()
    if row is not None:
        waiting = tuple(part for part in migration.parts if part not in row.parts) if row.parts else ()
        state = "rolled back" if row.rolled_back else "failed" if not row.success else "applied"
        if waiting and state == "applied":
            state = "partly applied" if len(waiting) < len(migration.parts) else "pending"
    edit = _edit(migration, row) if row is not None and state == "applied" else ""
    return Standing(version=migration.version, path=migration.path, state=state, row=row, edit=edit, open_parts=waiting)


def _lost(row: Applied, unread: Collection[str]) -> Standing:
    state: MigrationState = "rolled back" if row.rolled_back else "failed" if not row.success else "missing"
    if state == "missing" and row.version in unread:
        state = "applied"
    return Standing(version=row.version, state=state, row=row)


def _edit(migration: Migration, row: Applied) -> Edit:
    """What the tool itself knows of an edit: from the statements that it stored, or from its checksum."""
    if row.statements:
        return "" if statement_digests(migration.sql) == row.statements else "statements"
    return "checksum" if row.checksum and migration.checksums and row.checksum not in migration.checksums else ""


def _known_edits(
    files: Sequence[Standing], migrations: Sequence[Migration], seen: Iterable[Seen]
) -> tuple[Standing, ...]:
    """The files with what earlier builds saw: whether an edit changed the SQL, or only the text around it."""
    known = {one.version: one for one in seen}
    found: list[Standing] = []
    broken = False  # a checksum that covers the files before it says nothing behind the first that differs
    for one, migration in zip(files, migrations, strict=True):
        edit = one.edit
        if migration.chained and edit == "checksum":
            edit, broken = ("" if broken else edit), True
        old, checksum = known.get(one.version), one.row.checksum if one.row else ""
        if one.state == "applied" and old is not None and old.checksum == checksum and edit != "statements":
            same = sql_digest(migration.sql) == old.sql
            edit = ("text" if edit else "") if same else "statements"
        found.append(one if edit == one.edit else msgspec.structs.replace(one, edit=edit))
    return tuple(found)


def _with_order(
    files: Sequence[Standing], migrations: Sequence[Migration], rows: Mapping[str, Applied]
) -> list[Standing]:
    """The files with those marked that were applied after a later one, or are not while a later one is."""
    place = {version: number for number, version in enumerate(rows)}
    repeatable = {one.path for one in migrations if one.repeatable}
    found: list[Standing] = []
    earliest = len(rows)  # the place of the earliest applied among the later files
    behind = False
    for one in reversed(files):
        late = False
        if one.path not in repeatable:
            if one.state in _DONE:
                late = place[one.version] > earliest
                earliest, behind = min(earliest, place[one.version]), True
            else:
                late = behind
        found.append(msgspec.structs.replace(one, late=True) if late else one)
    return found[::-1]


def _with_likeness(
    files: Sequence[Standing], lost: Sequence[Standing], migrations: Sequence[Migration], seen: Iterable[Seen]
) -> tuple[Standing, ...]:
    """Both halves with those matched that are one migration under two versions: renumbered, repaired, squashed."""
    gone = [one.row for one in lost if one.state == "missing" and one.row is not None]
    if not gone:
        return (*files, *lost)
    open_paths = {one.path for one in files if one.state in ("pending", "rolled back")}
    known = {one.version: one.sql for one in seen}
    pairs = _pairs(gone, known, migrations, open_paths)
    back: dict[str, tuple[str, Likeness]] = {}
    for version, (other, like) in pairs.items():
        back.setdefault(other, (version, like))
    return (
        *(_alike(one, back) if one.path in open_paths else one for one in files),
        *(_alike(one, pairs) for one in lost),
    )


def _alike(one: Standing, pairs: Mapping[str, tuple[str, Likeness]]) -> Standing:
    if one.version not in pairs:
        return one
    other, like = pairs[one.version]
    return msgspec.structs.replace(one, other=other, like=like)


def _pairs(
    gone: Sequence[Applied], known: Mapping[str, str], migrations: Sequence[Migration], open_paths: set[str]
) -> dict[str, tuple[str, Likeness]]:
    """By the version of a row without file: the file that it is under another version, and how that is known.

    Its statements, then the digest of an earlier build, are looked for in all files, its name only in those
    that the database has not applied.
    """
    # Those that wait come last, so that they win where several files hold the same.
    files = sorted(migrations, key=lambda one: one.path in open_paths)
    statements = (
        {statement_digests(one.sql): one.version for one in files} if any(one.statements for one in gone) else {}
    )
    sql = {sql_digest(one.sql): one.version for one in files} if known else {}
    names = {name: one.version for one in files if one.path in open_paths and (name := _words(one.name))}
    found: dict[str, tuple[str, Likeness]] = {}
    for row in gone:
        held = set(row.statements)
        whole = next((version for digests, version in statements.items() if held and held <= set(digests)), "")
        if row.statements in statements and row.statements:
            found[row.version] = statements[row.statements], "sql"
        elif known.get(row.version) in sql:
            found[row.version] = sql[known[row.version]], "sql"
        elif whole:
            found[row.version] = whole, "part"
        elif (name := _words(row.name or row.version)) in names:
            found[row.version] = names[name], "name"
    return found


def _words(name: str) -> str:
    """The words of a name, without the number that it begins with."""
    return _NOT_A_NAME.sub(" ", _NUMBER.sub("", name)).strip().casefold()


def _up_to_newest(migrations: Sequence[Migration], history: History) -> list[Standing]:
    """All files up to the one version that the history keeps count as applied; that one may have failed.

    Where that version has no file, its number says which come before it. Versions that are no numbers tell nothing
    then: every state is "unknown".
    """
    newest = history.applied[-1] if history.applied else None
    if newest is None:
        return [Standing(version=one.version, path=one.path, state="pending") for one in migrations]
    versions = [one.version for one in migrations]
    if newest.version in versions:
        reached = versions.index(newest.version)
    elif all(_is_number(version) for version in (newest.version, *versions)):
        reached = sum(int(version) < int(newest.version) for version in versions)
    else:
        return [Standing(version=one.version, path=one.path) for one in migrations]
    found: list[Standing] = []
    for place, one in enumerate(migrations):
        state: MigrationState = "applied" if place < reached else "pending"
        row = newest if one.version == newest.version else None
        if row is not None:
            state = "applied" if row.success else "failed"
        found.append(Standing(version=one.version, path=one.path, state=state, row=row))
    return found


def _is_number(version: str) -> bool:
    return version.isascii() and version.isdigit()

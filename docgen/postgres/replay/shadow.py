"""Shadow: a scratch database, ours or on a given server, on which the migrations are replayed and then read."""

from __future__ import annotations

import contextlib
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal

import msgspec
import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from docgen.errors import DatabaseError
from docgen.model.migration import Migration, Replay
from docgen.postgres.connect import Connection, connect
from docgen.postgres.replay import run as replaying
from docgen.postgres.server.binaries import Binaries, find_binaries
from docgen.postgres.server.cluster import create_database, drop_database, run_cluster
from docgen.postgres.server.guard import all_rights, guard, settle
from docgen.postgres.server.guard import settings as guard_settings

_FOLDER = Path(__file__).parent
_SCRATCH = "docgen_shadow_"
_LOCK = "select pg_catalog.pg_advisory_lock(pg_catalog.hashtext(%s))"
_UNLOCK = "select pg_catalog.pg_advisory_unlock(pg_catalog.hashtext(%s))"
_ABANDONED = """
select datname
from (
  select datname from pg_catalog.pg_database
  where pg_catalog.starts_with(datname, %s) and datname <> %s and pg_catalog.pg_has_role(datdba, 'usage')
  offset 0
) as scratch
where pg_catalog.pg_try_advisory_lock(pg_catalog.hashtext(datname))
"""
# Since this version a server looks for extensions in folders of ours too.
_EXTENSION_PATH_MAJOR = 18


class ShadowOptions(msgspec.Struct, frozen=True):
    """Where the shadow runs and what it holds before the first migration."""

    url: str | None = None  # a server to make a scratch database on; None: our own
    preset: Literal["none", "supabase"] = "none"
    setup: tuple[tuple[str, str], ...] = ()  # (label, SQL), run before the migrations
    major: int | None = None  # the version of the live server


class Shadow(msgspec.Struct, frozen=True):
    """An open scratch database. ``origin`` says which server it is on, in words for people."""

    url: str
    origin: str
    major: int
    setup: tuple[tuple[str, str], ...] = ()
    foreign: bool = False
    stand_ins: frozenset[str] = frozenset()  # extensions that this server has only a stand-in of
    administrator: str = ""  # the superuser's URL, on a server of ours where the role of ``url`` is an ordinary one

    @property
    def database(self) -> str:
        """The name of the scratch database."""
        return str(conninfo_to_dict(self.url)["dbname"])

    @property
    def without_setup(self) -> Shadow:
        """The same database, for one on which the setup files have run already."""
        return msgspec.structs.replace(self, setup=())

    def replay(
        self,
        migrations: Sequence[Migration],
        statement_timeout: int = replaying.STATEMENT_TIMEOUT,
        before: Callable[[Migration], None] | None = None,
        record: bool = False,
    ) -> Replay:
        """Runs the setup files and the migrations; what fails is told, not raised. The timeout is in seconds.

        ``before`` is called before each migration, when no transaction is open. ``record``: with what each did.

        Raises DatabaseError when the server goes away.
        """
        return replaying.replay(
            self.url, migrations, self.setup, self.foreign, statement_timeout, before, record, self.administrator
        )

    @property
    def keeper(self) -> str:
        """The URL of the role that makes and drops databases there."""
        return self.administrator or self.url

    def connect(self) -> Connection:
        """An open read-only transaction on the scratch database; the caller closes it."""
        return connect(self.url)


@contextlib.contextmanager
def open_shadow(options: ShadowOptions) -> Iterator[Shadow]:
    """A scratch database with the preset in it; it is gone afterwards, however the block ends.

    Raises DatabaseError when no server can be started or reached, or the role may not create a database.
    """
    opened = _elsewhere(options) if options.url is not None else _here(options)
    with opened as shadow:
        if options.preset != "none":
            _apply_preset(shadow, options.preset)
        if shadow.administrator:
            settle(shadow.administrator)
        yield shadow


@contextlib.contextmanager
def _here(options: ShadowOptions) -> Iterator[Shadow]:
    binaries = find_binaries(options.major)
    prepare = _add_extensions if binaries.major >= _EXTENSION_PATH_MAJOR else None
    with run_cluster(binaries, guard_settings(binaries.major), prepare) as cluster:
        origin = f"PostgreSQL {binaries.version} from {binaries.origin}"
        stand_ins = _stand_ins(binaries) if prepare else frozenset[str]()
        administrator = guard(cluster.url())
        yield Shadow(
            cluster.url(), origin, binaries.major, options.setup, stand_ins=stand_ins, administrator=administrator
        )


def _stand_ins(binaries: Binaries) -> frozenset[str]:
    """The extensions of which the server has no files of its own, as far as the usual places tell."""
    names = {path.stem for path in (_FOLDER / "extensions").glob("*.control")}
    places = (binaries.folder.parent / "share", Path(f"/usr/share/postgresql/{binaries.major}"))
    own = {path.stem for place in places for path in place.rglob("extension/*.control")}
    return frozenset(names - own)


def _add_extensions(folder: Path) -> dict[str, str]:
    """Puts the stand-ins of extensions where the server can read them; the settings that it needs for them."""
    shutil.copytree(_FOLDER / "extensions", folder / "share" / "extension", copy_function=shutil.copyfile)
    # The server's own come first: a stand-in only fills a gap.
    return {"extension_control_path": f"$system:{folder / 'share'}"}


@contextlib.contextmanager
def _elsewhere(options: ShadowOptions) -> Iterator[Shadow]:
    with connect(options.url or "") as connection:
        mighty = _check_may_create(connection)
        server = make_conninfo(connection.info.dsn, password=connection.info.password or None)
        major = connection.info.server_version // 10000
        version = connection.execute("show server_version").fetchone()
    origin = f"PostgreSQL {version[0] if version else major} at [shadow].url"
    origin += f', where the role "{mighty}" is a superuser and migrations may reach the machine' if mighty else ""
    with _scratch_database(server) as url:
        yield Shadow(url, origin, major, options.setup, foreign=True)


@contextlib.contextmanager
def _scratch_database(server: str) -> Iterator[str]:
    name = _SCRATCH + secrets.token_hex(6)
    # The lock lives as long as this session: where it is free, the docgen that made the database was killed.
    with _session(server) as keeper:
        keeper.execute(_LOCK, [name])
        _drop_abandoned(keeper, name)
        try:
            create_database(server, name)
        except psycopg.Error as error:
            message = f"The scratch database {name} can't be made: {error.diag.message_primary or str(error).strip()}"
            raise DatabaseError(message, "Look at the server's log, or leave [shadow].url out.") from None
        try:
            yield make_conninfo(server, dbname=name)
        finally:
            _drop(server, name)


def _session(server: str) -> psycopg.Connection:
    try:
        return psycopg.connect(server, autocommit=True)
    except psycopg.OperationalError as error:
        message = f"The server of [shadow].url refuses another session: {' '.join(str(error).split())}"
        raise DatabaseError(message, "docgen needs three sessions at once: look at the server's limits.") from None


def _drop_abandoned(keeper: psycopg.Connection, own: str) -> None:
    for (name,) in keeper.execute(_ABANDONED, [_SCRATCH, own]).fetchall():
        # Without force: whoever is connected after all keeps it.
        with contextlib.suppress(psycopg.Error):
            keeper.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(name)))
        keeper.execute(_UNLOCK, [name])


def _check_may_create(connection: Connection) -> str:
    """The name of the role if it is a superuser, else ""; raises DatabaseError if it may not create databases."""
    row = connection.execute(
        "select current_user, rolsuper or rolcreatedb, rolsuper from pg_catalog.pg_roles where rolname = current_user"
    ).fetchone()
    if row is None or not row[1]:
        role = row[0] if row else connection.info.user
        raise DatabaseError(
            f'The role "{role}" of [shadow].url may not create databases, so there is nowhere to replay migrations.',
            f'Run `alter role "{role}" createdb`, use another role, or leave [shadow].url out.',
        )
    return str(row[0]) if row[2] else ""


def _drop(server: str, name: str) -> None:
    try:
        drop_database(server, name)
    except psycopg.Error as error:
        message = f"The scratch database {name} could not be dropped: {str(error).strip()}"
        raise DatabaseError(message, f"Drop it yourself: drop database {name} with (force)") from None


def _apply_preset(shadow: Shadow, preset: str) -> None:
    text = (_FOLDER / "presets" / f"{preset}.sql").read_text(encoding="utf-8")
    try:
        with all_rights(shadow.url, shadow.administrator) as connection:
            connection.execute(text.encode())
    except psycopg.Error as error:
        raise DatabaseError(
            f"The preset {preset} can't be made on {shadow.origin}: {error.diag.message_primary or str(error).strip()}",
            "Its roles want a superuser, or one with CREATEROLE: use such a role, or leave [shadow].url out.",
        ) from None

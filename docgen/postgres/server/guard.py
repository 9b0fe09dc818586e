"""Guard: on a server of ours migrations run as an ordinary role; a superuser that they cannot become lends rights."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import TransactionStatus

from docgen.errors import DatabaseError
from docgen.postgres.server.elevation import Elevation

ADMIN = "docgen_admin"  # the superuser
MARKER = "docgen_superuser"  # whose members were meant to be one
# No replication: a slot loads a library by its name, a subscription reaches another server.
_SETTINGS = {
    "max_replication_slots": "0",
    "max_wal_senders": "0",
    "max_logical_replication_workers": "0",
}
# As any role that it makes it may act, which a superuser has without asking.
_SINCE_16 = {"createrole_self_grant": "set, inherit"}
_SAVEPOINT = "docgen_privileged"
# Whatever a migration set for the database, what runs here with all rights finds only the catalog, and sets off none
# of the migrations' triggers: docgen lets none of them be enabled always.
_OPTIONS = (
    "-c search_path=pg_catalog,pg_temp -c session_replication_role=replica -c client_min_messages=error"
    " -c standard_conforming_strings=on -c lock_timeout=2s"
)
# A session learns of a role's new rights when it takes a lock that it does not hold: so on a catalog that docgen reads
# nowhere, for what a transaction has read it holds.
_LOOK = "lock table pg_catalog.pg_replication_origin in access share mode"
_MIGHTY = "select pg_catalog.has_function_privilege('pg_catalog.pg_read_file(text)', 'execute')"
_STATE = """
select
  pg_catalog.current_setting('session_replication_role'), pg_catalog.current_setting('standard_conforming_strings'),
  current_user = session_user
"""
# Whether anybody may create it; and whether its script, run by the superuser, can find nothing of the migrations in its
# schema that it would take for its own.
_EXTENSION = """
select
  (
    select coalesce(bool_and(v.trusted or not v.superuser), true)
    from pg_catalog.pg_available_extension_versions v
    where v.name = %(name)s
  ),
  exists (select from pg_catalog.pg_extension e where e.extname = %(name)s) and not %(update)s
  or not exists (
    select from pg_catalog.pg_proc p
    where p.pronamespace = coalesce(pg_catalog.to_regnamespace(%(schema)s), pg_catalog.current_schema()::regnamespace)
      and p.proowner <> 10
  )
"""
# PostgreSQL's own, whose scripts are written for any surroundings, and one that does nothing but create.
_SAFE_EXTENSIONS = frozenset(
    (
        "adminpack", "amcheck", "autoinc", "bloom", "dblink", "dict_xsyn", "earthdistance", "file_fdw",
        "insert_username", "intagg", "moddatetime", "old_snapshot", "pageinspect", "pg_buffercache",
        "pg_freespacemap", "pg_logicalinspect", "pg_overexplain", "pg_prewarm", "pg_stat_statements", "pg_surgery",
        "pg_visibility", "pg_walinspect", "pgrowlocks", "pgstattuple", "postgres_fdw", "refint", "sslinfo",
        "timetravel", "vector", "xml2",
    )
)  # fmt: skip


def settings(major: int) -> dict[str, str]:
    """The settings of a server that is to be guarded."""
    return _SETTINGS | (_SINCE_16 if major >= 16 else {})


def guard(url: str) -> str:
    """Makes the role of ``url`` an ordinary one that owns its database; the URL of the superuser for the same database.

    For a new server of ours, whose superuser is called postgres.
    """
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(_text("guard").encode())
        # Readers take what is older than template0's entry for the server's own, but for the database itself.
        for name in ("template0", "postgres"):
            connection.execute(f"alter database {name} connection limit -1".encode())
    return make_conninfo(url, user=ADMIN, options=_OPTIONS)


def settle(administrator: str) -> None:
    """Makes the roles that a superuser has made until now ones that the ordinary role may act as."""
    with psycopg.connect(administrator, autocommit=True) as connection:
        connection.execute(_text("settle").encode())


@contextlib.contextmanager
def all_rights(url: str, administrator: str) -> Iterator[psycopg.Connection]:
    """A session for docgen's own text before any migration has run; on a guarded server with a superuser's rights."""
    quiet = "-c client_min_messages=error"
    if not administrator:
        with psycopg.connect(url, autocommit=True, options=quiet) as connection:
            yield connection
        return
    with psycopg.connect(administrator, autocommit=True) as keeper:
        keeper.execute("alter role postgres superuser")
        try:
            with psycopg.connect(url, autocommit=True, options=quiet) as connection:
                yield connection
        finally:
            keeper.execute("alter role postgres nosuperuser")


def _text(name: str) -> str:
    text = resources.files("docgen.postgres.server").joinpath(f"{name}.sql").read_text(encoding="utf-8")
    return text.replace("{admin}", ADMIN).replace("{marker}", MARKER)


@dataclass
class Administrator:
    """The superuser's own session, opened when it is needed, which lends its rights for one statement."""

    url: str
    _session: psycopg.Connection | None = None

    @contextlib.contextmanager
    def session(self, database: str) -> Iterator[psycopg.Connection]:
        """A session of the superuser in the database."""
        with psycopg.connect(make_conninfo(self.url, dbname=database), autocommit=True) as connection:
            yield connection

    def close(self) -> None:
        """Ends its session."""
        if self._session is not None:
            self._session.close()
            self._session = None

    def run(self, connection: psycopg.Connection[Any], elevation: Elevation) -> None:
        """Runs the statement on the ordinary role's connection with the superuser's rights, in its transaction.

        Raises psycopg.Error as the statement would, and DatabaseError if the rights could not be taken back.
        """
        alone = connection.info.transaction_status == TransactionStatus.IDLE
        if alone:
            connection.execute("begin")
        connection.execute(f"savepoint {_SAVEPOINT}")
        try:
            self._lent(connection, elevation)
        except psycopg.Error:
            if not connection.closed:
                connection.execute("rollback" if alone else f"rollback to savepoint {_SAVEPOINT}")
            raise
        connection.execute(f"release savepoint {_SAVEPOINT}")
        if alone:
            connection.execute("commit")

    def _lent(self, connection: psycopg.Connection[Any], elevation: Elevation) -> None:
        role, strings, itself = connection.execute(_STATE).fetchone() or ("origin", "on", False)
        if not itself:  # a migration took another role: that one's rights count
            connection.execute(_only(elevation.text))
            return
        as_admin = elevation.as_admin
        if elevation.extension:
            trusted, safe = connection.execute(_EXTENSION, _names(elevation)).fetchone() or (False, False)
            as_admin = not trusted
            if not trusted and not safe and elevation.extension not in _SAFE_EXTENSIONS:
                connection.execute(_only(elevation.text))
                return
        self._set("superuser")
        try:
            _look(connection)
            connection.execute(
                "set local session_replication_role = replica; set local standard_conforming_strings = on"
                + (f"; set local role {ADMIN}" if as_admin else "")
            )
            for text in (elevation.text, *elevation.behind):
                connection.cursor(binary=True).execute(_only(text))
            if as_admin:
                connection.execute("select pg_catalog.docgen_tame_extensions()")
            connection.execute(
                f"set local session_replication_role = {role}; set local standard_conforming_strings = {strings}"
                + ("; set local role none" if as_admin else "")
            )
        except psycopg.Error:
            if not connection.closed:
                connection.execute(f"rollback to savepoint {_SAVEPOINT}")
            raise
        finally:
            self._take_back(connection)

    def _take_back(self, connection: psycopg.Connection[Any]) -> None:
        try:
            self._set("nosuperuser")
            if not connection.closed:
                _look(connection)
                row = connection.execute(_MIGHTY).fetchone()
        except psycopg.Error:
            row = None
        if not connection.closed and (row is None or row[0]):
            connection.close()
            raise DatabaseError(
                "The scratch server did not take back the rights of a superuser, so nothing more was run.",
                "This is a fault of docgen: please report it.",
            )

    def _set(self, attribute: str) -> None:
        if self._session is None or self._session.closed:
            self._session = psycopg.connect(make_conninfo(self.url, dbname="template1"), autocommit=True)
        self._session.execute(f"alter role postgres {attribute}".encode())


def _names(elevation: Elevation) -> dict[str, Any]:
    update = elevation.text.lstrip()[:5].lower() == "alter"
    return {"name": elevation.extension, "schema": '"' + elevation.schema.replace('"', '""') + '"', "update": update}


def _only(text: str) -> bytes:
    return text.replace("\0", "\ufffd").encode("utf-8", "replace")


def _look(connection: psycopg.Connection[Any]) -> None:
    # In a savepoint of its own, so that the lock is given back and can be taken again.
    connection.execute(
        f"savepoint docgen_look; {_LOOK}; rollback to savepoint docgen_look; release savepoint docgen_look"
    )


def database_of(url: str) -> str:
    """The database that a URL leads to."""
    return str(conninfo_to_dict(url)["dbname"])

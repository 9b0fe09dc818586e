"""Connect: one read-only, repeatable-read transaction on a server, and its failures in words that say what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeAlias

import psycopg
from psycopg import conninfo, errors, sql
from psycopg.pq import Conninfo

from docgen.errors import DatabaseError

Connection: TypeAlias = psycopg.Connection[tuple[Any, ...]]

OLDEST = 14  # the oldest version that docgen reads

# What other clients put into a URL and libpq refuses: Prisma's and SQLAlchemy's own settings.
_FOREIGN_PARAMETERS = frozenset(
    {
        "async_fallback", "connection_limit", "pgbouncer", "pool_timeout", "prepared_statement_cache_size", "schema",
        "single_use_connections", "socket_timeout", "sslaccept", "sslidentity", "statement_cache_size",
    }
)  # fmt: skip

_SETTINGS = """
select
  set_config('search_path', '', true),
  set_config('statement_timeout', '300s', true),
  set_config('lock_timeout', '10s', true),
  set_config('idle_in_transaction_session_timeout', '300s', true),
  set_config('jit', 'off', true),
  set_config('max_parallel_workers_per_gather', '0', true),
  set_config('work_mem', '64MB', true),
  set_config('datestyle', 'ISO, YMD', true),
  set_config('intervalstyle', 'postgres', true),
  set_config('timezone', 'UTC', true),
  set_config('extra_float_digits', '1', true),
  set_config('bytea_output', 'hex', true),
  set_config('quote_all_identifiers', 'off', true),
  set_config('standard_conforming_strings', 'on', true)
"""


def connect(url: str = "") -> Connection:
    """An open read-only, repeatable-read transaction with an empty search_path; the caller closes it.

    ``url`` is a libpq URL or key=value string, also in SQLAlchemy's spelling; "" means libpq's environment and
    service files. The settings that change how the server prints definitions are fixed for the transaction.
    Raises DatabaseError: what, where (never the password) and what to do.
    """
    parameters = _parameters(url)
    password = str(parameters.get("password") or "")
    parameters.setdefault("connect_timeout", "10")
    # A line that goes dead without a word is noticed after a minute, not after the system's two hours.
    for setting, seconds in (("keepalives_idle", "20"), ("keepalives_interval", "10"), ("keepalives_count", "4")):
        parameters.setdefault(setting, seconds)
    parameters["application_name"] = "docgen"
    parameters["client_encoding"] = "utf8"
    try:
        connection = psycopg.connect(**parameters, prepare_threshold=None)
    except psycopg.OperationalError as error:
        raise _refused(error, where(parameters), password) from None
    with explained("the start of the transaction", connection):
        try:
            _check_version(connection, where(parameters))
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            connection.execute(_SETTINGS)
        except BaseException:
            connection.close()
            raise
    return connection


def beside(first: Connection, snapshot: str) -> Connection:
    """A second session like ``first``, in a transaction that sees what the exported ``snapshot`` shows.

    Raises psycopg.Error where it cannot be had.
    """
    known = first.info
    parameters: dict[str, Any] = {**known.get_parameters(), "host": known.host, "port": known.port}
    second = psycopg.connect(**parameters, password=known.password or None, prepare_threshold=None)
    try:
        second.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        second.read_only = True
        second.execute(sql.SQL("set transaction snapshot {}").format(snapshot))
        second.execute(_SETTINGS)
    except BaseException:
        second.close()
        raise
    return second


def where(parameters: Mapping[str, Any]) -> str:
    """The server and database that libpq ``parameters`` lead to as user@host:port/database, without the password.

    What they leave open is taken from libpq's environment and defaults.
    """
    if parameters.get("service"):
        return f"service {parameters['service']}"
    known = {option.keyword.decode(): option.val.decode() for option in Conninfo.get_defaults() if option.val}
    known |= {name: str(value) for name, value in parameters.items() if value}
    host = known.get("host") or known.get("hostaddr") or "the local socket"
    user = known.get("user", "")
    return f"{user}@{host}:{known.get('port', '5432')}/{known.get('dbname') or user}"


@contextmanager
def explained(task: str, connection: Connection) -> Iterator[None]:
    """Turn psycopg's errors inside the block into DatabaseError, saying at which ``task`` they happened."""
    try:
        yield
    except psycopg.Error as error:
        raise _explain(error, task, connection) from None


def _parameters(url: str) -> dict[str, Any]:
    """The libpq parameters of a URL; its text is never repeated in an error, for it may hold a password."""
    text = re.sub(r"^(?:jdbc:)?(postgres(?:ql)?)\+?\w*://", r"\1://", url.strip())
    if "://" in text and "?" in text:
        base, _, query = text.partition("?")
        kept = [part for part in query.split("&") if part and part.partition("=")[0] not in _FOREIGN_PARAMETERS]
        text = base + ("?" + "&".join(kept) if kept else "")
    try:
        parameters = dict(conninfo.conninfo_to_dict(text))
    except psycopg.ProgrammingError:
        raise _invalid() from None
    # libpq takes `user:pass/word@host` for the host `user`, and says parts of the password in its errors.
    authority, _, rest = text.partition("://")[2].partition("?")[0].partition("/")
    if authority.count("@") > 1 or ("@" in rest and "@" not in authority):
        raise _invalid()
    if not re.fullmatch(r"[\d,]*", str(parameters.get("port") or "")):
        raise _invalid()
    return parameters


def _invalid() -> DatabaseError:
    return DatabaseError(
        "the database URL is not valid",
        "Write postgresql://user:password@host:5432/database; percent-encode @ / : % ? # in the password.",
    )


def _check_version(connection: Connection, place: str) -> None:
    major = connection.info.server_version // 10000
    if major < OLDEST:
        raise DatabaseError(f"{place} runs PostgreSQL {major}", f"docgen reads PostgreSQL {OLDEST} and later.")


_REFUSALS = (
    (r"password authentication failed|no password supplied", "wrong password or user",
     "Check user and password of the URL, PGPASSWORD or ~/.pgpass."),
    (r"pg_hba\.conf|no encryption", "the server does not let this user connect from here",
     "Ask for an entry in pg_hba.conf, or add ?sslmode=require to the URL."),
    (r"database .* does not exist", "the database does not exist", "Check the name at the end of the URL."),
    (r"role .* does not exist", "the role does not exist", "Check the user of the URL."),
    (r"definition of service", "the service is not defined", "Check PGSERVICE, ~/.pg_service.conf and PGSERVICEFILE."),
    (r"SSL|certificate|root\.crt", "no SSL connection", "Check sslmode, sslrootcert and the server's certificate."),
    (r"could not translate host name|Name or service not known|nodename nor servname|resolve host",
     "the host name is not known", "Check the host of the URL."),
    (r"timeout expired|timed out", "the server does not answer", "Check host, port and firewall."),
    (r"too many (connections|clients)|remaining connection slots", "the server has no free connection",
     "Try again later, or use the direct address instead of a full pool."),
    (r"starting up|shutting down|recovery mode", "the server is starting or stopping", "Try again in a moment."),
    (r"refused|No such file or directory|connection failed", "no server there",
     "Start the server, or check host and port of the URL; without a URL docgen replays the migrations."),
)  # fmt: skip


def _refused(error: psycopg.OperationalError, place: str, password: str) -> DatabaseError:
    """What libpq says when it cannot connect. It gives no SQLSTATE then, so its words have to do."""
    text = _one_line(str(error), password)
    for pattern, meaning, hint in _REFUSALS:
        if re.search(pattern, text, re.IGNORECASE):
            return DatabaseError(f"cannot connect to {place}: {meaning} ({text})", hint)
    return DatabaseError(f"cannot connect to {place}: {text}", "Check the URL, or try it with psql.")


def _explain(error: psycopg.Error, task: str, connection: Connection) -> DatabaseError:
    text = _one_line(str(error), connection.info.password)
    if isinstance(error, errors.LockNotAvailable):
        return DatabaseError(
            f"reading {task} waited 10 s for a lock and gave up: {text}",
            "Another session changes the schema: run docgen again when its transaction has ended.",
        )
    if isinstance(error, errors.QueryCanceled):
        return DatabaseError(
            f"reading {task} was cancelled by the server: {text}",
            "It took longer than 5 minutes or somebody cancelled it: limit the schemas in docgen.toml, or run again.",
        )
    if isinstance(error, errors.InsufficientPrivilege):
        return DatabaseError(
            f"reading {task}: {text}",
            "Grant the role what the message names, or connect as a role that has it.",
        )
    if connection.closed or (isinstance(error, psycopg.OperationalError) and error.sqlstate is None):
        return DatabaseError(
            f"the connection was lost while reading {task}: {text}",
            "Nothing was written. Check the server, then run docgen again.",
        )
    if error.sqlstate == "XX000":
        return DatabaseError(f"reading {task}: {text}", "The schema changed while docgen read it: run docgen again.")
    return DatabaseError(
        f"reading {task}: {text} (SQLSTATE {error.sqlstate})", "Run docgen again; report it if it stays."
    )


def _one_line(text: str, password: str) -> str:
    line = " ".join(text.split())
    return line.replace(password, "***") if password else line

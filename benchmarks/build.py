"""Build: times docgen, pg_dump and a reader that asks table by table, side by side on generated databases.

    python benchmarks/build.py --tables 100 1000 10000 --rounds 3

Prints Markdown. Needs docgen installed with its embedded server, or --url of a server where databases may be made.
"""

from __future__ import annotations

import argparse
import contextlib
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from latency import distant
from measure import CommandError, Cost, Server, median, run
from psycopg import conninfo
from report import BASE, report
from schema import Schema, create

from docgen.postgres.server.binaries import find_binaries
from docgen.postgres.server.cluster import create_database, drop_database, run_cluster

HERE = Path(__file__).parent
DOCGEN = (sys.executable, "-m", "docgen")
NAMES = {
    "pg_dump": BASE,
    "introspect": "docgen, introspection alone",
    "build": "docgen build",
    "unchanged": "docgen build, nothing changed",
    "one": "docgen build, one table changed",
    "check": "docgen check",
    "again": "docgen check, again",
    "tbls": "statements of tbls, one by one",
    "help": "docgen --help",
}
SETTINGS = {"shared_buffers": "512MB", "maintenance_work_mem": "128MB"}


def nothing() -> None:
    """No preparation."""


@dataclass
class Bench:
    """One database of one size, and a project that documents it."""

    url: str
    tables: int
    folder: Path
    server: Server
    changes: int = 0
    environment: dict[str, str] = field(default_factory=dict)

    def contenders(self) -> dict[str, tuple[Sequence[str], Callable[[], None]]]:
        """The command of each contender and what is done, untimed, before it."""
        pg_dump = str(find_binaries().folder / "pg_dump")
        build = (*DOCGEN, "build")
        return {
            "pg_dump": ((pg_dump, "--schema-only", "--file", "dump.sql", "--dbname", self.url), nothing),
            "introspect": ((sys.executable, str(HERE / "introspect.py"), self.url), nothing),
            "build": (build, self.forget),
            "unchanged": (build, nothing),
            "one": (build, self.change),
            "check": ((*DOCGEN, "check"), self.clone),
            "again": ((*DOCGEN, "check"), nothing),
            "tbls": ((sys.executable, str(HERE / "one_by_one.py"), self.url), nothing),
            "help": ((*DOCGEN, "--help"), nothing),
        }

    def forget(self) -> None:
        """Moves the pages away and removes what is remembered of them, so that the next build writes all of them.

        Deleted, they would cost the build: a file system may look long for a place among thousands of fresh gaps.
        """
        self.clone()
        with contextlib.suppress(FileNotFoundError):
            (self.folder / "docs").rename(tempfile.mkdtemp(prefix="before-", dir=self.folder))

    def clone(self) -> None:
        """Removes what a build or a check remembers beside the docs, as a fresh clone of a repository is."""
        shutil.rmtree(self.folder / ".docgen_cache", ignore_errors=True)

    def change(self) -> None:
        """Adds a column to one table in the middle."""
        self.changes += 1
        table = Schema(self.tables).name_of(self.tables // 2)
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"alter table {table} add column added_{self.changes} text".encode())

    def once(self) -> None:
        """Runs docgen once, untimed: what is installed has its bytecode, and a checkout may have none."""
        for name in ("introspect", "build", "check"):
            command, prepare = self.contenders()[name]
            prepare()
            run(command, self.environment, self.folder, self.server)

    def rounds(self, wanted: Sequence[str], rounds: int) -> dict[str, Cost]:
        """The medians of each contender, taken in turns."""
        costs: dict[str, list[Cost]] = {name: [] for name in wanted}
        contenders = self.contenders()
        for number in range(rounds):
            for name in wanted:
                command, prepare = contenders[name]
                prepare()
                costs[name].append(run(command, self.environment, self.folder, self.server))
                say(f"{self.tables} tables, round {number + 1}, {NAMES[name]}: {costs[name][-1].wall:.2f} s")
        return {NAMES[name]: median(costs[name]) for name in wanted}

    def statements(self, wanted: Sequence[str]) -> dict[str, int]:
        """How many statements each contender sends, where the server's log tells."""
        counted = {}
        self.log("all")
        for name in (name for name in wanted if name != "help"):
            command, prepare = self.contenders()[name]
            prepare()
            count = self.server.statements(command, self.environment, self.folder)
            if count is not None:
                counted[NAMES[name]] = count
        self.log("none")
        return counted

    def log(self, statements: str) -> None:
        """Has the server log these statements of the sessions that begin from now on in the database."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"alter database docgen_bench_{self.tables} set log_statement = '{statements}'".encode())


def say(text: str) -> None:
    """Progress, beside the report."""
    print(text, file=sys.stderr, flush=True)


@contextlib.contextmanager
def server_at(url: str | None) -> Iterator[tuple[str, Server]]:
    """The URL of a server where databases may be made: the one given, or our own for as long as the block runs."""
    if url is not None:
        yield url, Server(None)
        return
    with run_cluster(settings=SETTINGS) as cluster:
        yield cluster.url(), Server(cluster.folder)


@contextlib.contextmanager
def bench(url: str, server: Server, tables: int, latency: float, bytecode: str) -> Iterator[Bench]:
    """A database with so many tables, at so many milliseconds of round trip, and a project for it.

    Python keeps its ``bytecode`` in that folder, also where the environment says that it is to write none.
    """
    name = f"docgen_bench_{tables}"
    drop_database(url, name)
    create_database(url, name)
    with contextlib.ExitStack() as stack:
        stack.callback(drop_database, url, name)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="docgen-bench-")))
        near = conninfo.make_conninfo(url, dbname=name)
        say(f"{tables} tables: making the database")
        create(near, tables)
        if latency:
            if server.folder is None:
                raise SystemExit("--latency needs the benchmark's own server: leave out --url")
            socket = server.folder / f".s.PGSQL.{conninfo.conninfo_to_dict(url)['port']}"
            near = conninfo.make_conninfo(near, host=str(stack.enter_context(distant(socket, latency))))
        (folder / "docgen.toml").write_text('title = "Benchmark"\n', encoding="utf-8")
        environment = {"DATABASE_URL": near, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": bytecode}
        yield Bench(near, tables, folder, server, environment=environment)


def main() -> None:
    """Runs what the command line says and prints the report."""
    arguments = parse()
    results: dict[int, dict[str, Cost]] = {}
    statements: dict[int, dict[str, int]] = {}
    with server_at(arguments.url) as (url, server), tempfile.TemporaryDirectory() as bytecode:
        with psycopg.connect(url) as connection:
            version = connection.info.parameter_status("server_version") or ""
        for tables in arguments.tables:
            with bench(url, server, tables, arguments.latency, bytecode) as made:
                if not results:
                    made.once()
                results[tables] = made.rounds(arguments.only, arguments.rounds)
                if arguments.count:
                    statements[tables] = made.statements(arguments.only)
    command = " ".join(["python benchmarks/build.py", *sys.argv[1:]])
    print(report(results, statements, version.split()[0], command), end="")


def parse() -> argparse.Namespace:
    """The arguments of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tables", type=int, nargs="+", default=[100, 1000], help="sizes, one database each")
    parser.add_argument("--rounds", type=int, default=3, help="how often each contender runs")
    parser.add_argument("--only", nargs="+", choices=NAMES, default=list(NAMES), help="contenders")
    parser.add_argument("--latency", type=float, default=0, metavar="MS", help="round trip in milliseconds")
    parser.add_argument("--count", action="store_true", help="count the statements too, in a run of their own")
    parser.add_argument("--url", help="a server where databases may be made; default: our own")
    return parser.parse_args()


if __name__ == "__main__":
    try:
        main()
    except CommandError as error:
        sys.exit(str(error))

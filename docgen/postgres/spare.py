"""Spare: a copy of the database that a run is on, for what no transaction can take back."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from docgen.postgres.cluster import drop_database
from docgen.postgres.replay import Run


@contextlib.contextmanager
def spare(run: Run) -> Iterator[Run]:
    """A run on a copy of the database of ``run``; inside the block ``run`` itself has no connection.

    The copy is thrown away in the end, and ``run`` is connected again.
    """
    name = f"{conninfo_to_dict(run.url)['dbname']}_docgen_tried"
    run.connection.close()
    server = make_conninfo(run.url, dbname="template1")
    try:
        _copy(server, run.url, name)
        copy = Run(make_conninfo(run.url, dbname=name), run.foreign, run.timeout)
        with copy.connect():
            yield copy
    finally:
        drop_database(server, name)
        run.connect()


def _copy(server: str, url: str, name: str) -> None:
    source = str(conninfo_to_dict(url)["dbname"])
    with psycopg.connect(server, autocommit=True) as connection:
        strategy = sql.SQL("strategy file_copy" if connection.info.server_version >= 150000 else "")
        command = sql.SQL("create database {} template {} {}")
        connection.execute(command.format(sql.Identifier(name), sql.Identifier(source), strategy))

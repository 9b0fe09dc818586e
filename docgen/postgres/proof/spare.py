"""Spare: a copy of the database that a run is on, for what no transaction can take back."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from docgen.postgres.replay.run import Run
from docgen.postgres.server.cluster import copy_database, drop_database


@contextlib.contextmanager
def spare(run: Run) -> Iterator[Run]:
    """A run on a copy of the database of ``run``; inside the block ``run`` itself has no connection.

    The copy is thrown away in the end, and ``run`` is connected again.
    """
    name = f"{conninfo_to_dict(run.url)['dbname']}_docgen_tried"
    run.connection.close()
    server = make_conninfo(run.administrator or run.url, dbname="template1")
    try:
        copy_database(server, run.url, name)
        copy = Run(make_conninfo(run.url, dbname=name), run.foreign, run.timeout, run.administrator)
        with copy.session():
            yield copy
    finally:
        drop_database(server, name)
        run.connect()

"""Fixtures for every test: a PostgreSQL server of our own, and empty databases on it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from docgen.postgres.binaries import find_binaries
from docgen.postgres.cluster import Cluster, run_cluster

_numbers = count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[Cluster]:
    """A server for all tests of this process; DOCGEN_TEST_POSTGRES names a folder with other binaries."""
    folder = os.environ.get("DOCGEN_TEST_POSTGRES")
    with run_cluster(find_binaries(folder=Path(folder) if folder else None)) as cluster:
        yield cluster


@pytest.fixture
def database(server: Cluster) -> Iterator[str]:
    """The URL of a new, empty database."""
    with server.database(f"test_{next(_numbers)}") as url:
        yield url

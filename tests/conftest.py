"""Fixtures for every test: a PostgreSQL server of our own, and empty databases on it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from docgen.postgres.server.binaries import find_binaries
from docgen.postgres.server.cluster import Cluster, run_cluster

# No test may fail because a machine is busy.
settings.register_profile("docgen", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("docgen")

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

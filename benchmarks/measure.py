"""Measure: what one fresh process costs, and what the server spends on it."""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_LAUNCHER = Path(__file__).parent / "launch.py"
_TICKS = os.sysconf("SC_CLK_TCK")
_STATEMENT = re.compile(rb" LOG:  (?:statement|execute [^:]*):")


@dataclass(frozen=True)
class Cost:
    """Seconds on the wall, seconds of CPU of the client and of the server, peak memory of the client in MiB."""

    wall: float
    client: float
    server: float
    peak: float


class CommandError(Exception):
    """A command of the benchmark failed, so that its figures would mean nothing."""


@dataclass(frozen=True)
class Server:
    """The server that is measured; ``folder`` is that of our own, None for one that was given by its URL."""

    folder: Path | None

    def cpu(self) -> float:
        """Seconds of CPU of all sessions that have ended; 0 for a server that is not ours."""
        if self.folder is None:
            return 0.0
        time.sleep(0.05)  # the postmaster learns of the end of a session a moment after its client
        pid = (self.folder / "data/postmaster.pid").read_text().split()[0]
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[13]) + int(fields[14])) / _TICKS

    def statements(self, command: Sequence[str], environment: Mapping[str, str], folder: Path) -> int | None:
        """How many statements ``command`` sends, by the log of our own server; None for another's."""
        if self.folder is None:
            return None
        log = self.folder / "log"
        start = log.stat().st_size
        run(command, environment, folder, self)
        with log.open("rb") as lines:
            lines.seek(start)
            return sum(1 for line in lines if _STATEMENT.search(line))


def run(
    command: Sequence[str], environment: Mapping[str, str], folder: Path, server: Server, fine: Sequence[int] = (0,)
) -> Cost:
    """The cost of ``command`` in a process of its own. Raises CommandError unless its exit code is fine."""
    before = server.cpu()
    errors, usage = folder / "errors.log", folder / "usage.json"
    with errors.open("wb") as stderr:
        launcher = [sys.executable, "-I", "-S", str(_LAUNCHER), str(usage), *command]
        status = subprocess.call(
            launcher, cwd=folder, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=stderr
        )
    if status not in fine:
        raise CommandError(f"{' '.join(command)} exited with {status}:\n{errors.read_text()[-2000:]}")
    wall, client, peak = json.loads(usage.read_text())
    return Cost(wall, client, server.cpu() - before, peak)


def median(costs: Sequence[Cost]) -> Cost:
    """The median of each figure; of the peak the highest."""
    return Cost(
        statistics.median(cost.wall for cost in costs),
        statistics.median(cost.client for cost in costs),
        statistics.median(cost.server for cost in costs),
        max(cost.peak for cost in costs),
    )

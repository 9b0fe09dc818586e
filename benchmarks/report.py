"""Report: the Markdown tables of a run."""

from __future__ import annotations

import itertools
import math
import os
import platform
from collections.abc import Iterator, Mapping
from pathlib import Path

from measure import Cost

Results = Mapping[int, Mapping[str, Cost]]
BASE = "pg_dump --schema-only"


def report(results: Results, statements: Mapping[int, Mapping[str, int]], version: str, command: str) -> str:
    """The whole text: what it ran on, one table for each size, how things grow."""
    blocks = [
        f"{machine()}, PostgreSQL {version}. Medians of one run, rounds interleaved, fresh processes; `{command}`."
    ]
    blocks += ["\n".join(_table(tables, costs, statements.get(tables, {}))) for tables, costs in results.items()]
    if len(results) > 1:
        blocks.append("\n".join(_growth(results)))
    return "\n\n".join(blocks) + "\n"


def machine() -> str:
    """What it ran on."""
    return f"{os.cpu_count()} cores ({_processor()}), {platform.system()}, Python {platform.python_version()}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _table(tables: int, costs: Mapping[str, Cost], statements: Mapping[str, int]) -> Iterator[str]:
    yield f"### {tables:,} tables"
    yield ""
    yield "| | wall s | × pg_dump | client CPU s | server CPU s | CPU × pg_dump | peak MiB | statements |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    base = costs.get(BASE)
    for name, cost in costs.items():
        ratio = f"{cost.wall / base.wall:.2f}" if base else ""
        work = f"{_cpu(cost) / _cpu(base):.2f}" if base else ""
        count = f"{statements[name]:,}" if name in statements else ""
        yield (
            f"| {name} | {cost.wall:.2f} | {ratio} | {cost.client:.2f} | {cost.server:.2f} | {work} "
            f"| {cost.peak:.0f} | {count} |"
        )


def _growth(results: Results) -> Iterator[str]:
    """Exponents: 1.0 means that ten times the tables cost ten times as much."""
    sizes = sorted(results)
    steps = list(itertools.pairwise(sizes))
    yield "### Growth"
    yield ""
    titles = [f"CPU, {small:,} → {large:,}" for small, large in steps]
    yield "| | " + " | ".join([*titles, *(title.replace("CPU", "memory") for title in titles)]) + " |"
    yield "|---|" + "---:|" * (2 * len(steps))
    for name in results[sizes[-1]]:
        cells = []
        for figure in (_cpu, _memory):
            for small, large in steps:
                before, after = results[small].get(name), results[large].get(name)
                cells.append(_exponent(figure(before), figure(after), large / small) if before and after else "")
        yield f"| {name} | " + " | ".join(cells) + " |"


def _cpu(cost: Cost) -> float:
    return cost.client + cost.server


def _memory(cost: Cost) -> float:
    return cost.peak


def _exponent(before: float, after: float, step: float) -> str:
    return f"{math.log(after / before) / math.log(step):.2f}" if before > 0 and after > 0 else ""

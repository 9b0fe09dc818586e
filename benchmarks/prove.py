"""Prove: times docgen's proof of a long chain of migrations against psycopg running it once on the same server.

    python benchmarks/prove.py --files 800 --rounds 3

Prints Markdown. Needs docgen installed with its embedded server.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from typing import NamedTuple

import psycopg

from docgen.model.migration import Migration
from docgen.model.proof import Proof
from docgen.postgres.proof.prove import prove
from docgen.postgres.replay.run import replay
from docgen.postgres.replay.script import read_script
from docgen.postgres.replay.shadow import Shadow
from docgen.postgres.server.cluster import Cluster, run_cluster

TABLE = """create table if not exists {name} (
  id bigint generated always as identity primary key,
  owner_id bigint{reference},
  title text not null check (title <> ''),
  state text not null default 'new' check (state in ('new', 'open', 'done')),
  details jsonb not null default '{{}}',
  created_at timestamptz not null default now()
);
create index if not exists {name}_owner_id_idx on {name} (owner_id);
alter table {name} enable row level security;
drop policy if exists "everybody reads" on {name};
create policy "everybody reads" on {name} for select using (state <> 'new');
"""
LATER = (
    "alter table {name} add column if not exists note_{number} text;\n"
    "comment on column {name}.note_{number} is 'What was noted.';\n",
    "create or replace function {name}_open_{number} (wanted bigint) returns bigint language sql stable as $$\n"
    "  select count(*) from {name} where owner_id = wanted and state = 'open'\n$$;\n"
    "grant execute on function {name}_open_{number} (bigint) to public;\n",
    "create or replace view {name}_recent_{number} as select id, title from {name} where created_at > '2025-01-01';\n",
    "alter table {name} add constraint {name}_title_{number} check (length(title) < 1000);\n",
    "create index on {name} (created_at, state);\ncreate index on {name} (title);\n",
    "insert into {name} (title, state) values ('first', 'new'), ('second', 'open');\n",
    "update {name} set state = 'done' where state = 'open' and created_at < '2001-01-01';\n"
    "delete from {name} where state = 'done' and title = 'nothing';\n",
    "create table {name}_log_{number} (id bigint primary key, at timestamptz not null default now());\n"
    "create index {name}_log_{number}_at_idx on {name}_log_{number} (at);\n"
    "alter table {name} alter column details set default '[]';\n",
    "do $$ begin\n  create type {name}_kind_{number} as enum ('a', 'b');\n"
    "exception when duplicate_object then null;\nend $$;\n"
    "alter table {name} add column if not exists kind_{number} {name}_kind_{number};\n",
)


def chain(files: int) -> Iterator[Migration]:
    """A chain like a team's: a third makes tables, the rest changes them; about every third file cannot run twice."""
    made = 0
    for number in range(files):
        if number % 3 == 0:
            made += 1
            reference = f" references thing_{1 + made // 20} (id)" if made > 1 else ""
            text = TABLE.format(name=f"thing_{made}", reference=reference)
        else:
            text = LATER[number % len(LATER)].format(name=f"thing_{1 + number * 7 % made}", number=number)
        version = f"{number:05}"
        yield Migration(version=version, name="change", path=f"{version}_change.sql", sql=text, digest="")


def once(url: str, migrations: list[Migration]) -> None:
    """What psycopg alone needs: each file in one transaction, in one message."""
    with psycopg.connect(url, autocommit=True, prepare_threshold=None) as connection:
        for migration in migrations:
            connection.execute(f"begin; {migration.sql}; commit".encode())


class Cost(NamedTuple):
    """Seconds by the clock, and of processor time of client and server together."""

    wall: float
    processor: float


def processor_time(cluster: Cluster) -> float:
    """Seconds of this process, the server's first one and those of its that have ended (Linux only)."""
    server = (cluster.folder / "data" / "postmaster.pid").read_text().split()[0]
    ticks = Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()[11:15]
    return time.process_time() + sum(int(one) for one in ticks) / os.sysconf("SC_CLK_TCK")


def timed(cluster: Cluster, number: int, work: Callable[[str], object]) -> tuple[Cost, object]:
    """What the work costs on a new database, and what it gives."""
    with cluster.database(f"bench_{number}") as url:
        spent, start = processor_time(cluster), time.perf_counter()
        result = work(url)
        wall = time.perf_counter() - start
    # The sessions have ended by now, as the database is gone.
    return Cost(wall, processor_time(cluster) - spent), result


def row(words: str, costs: list[Cost], base: list[Cost]) -> str:
    """A line of the table: medians, and how many times those of ``base`` they are."""
    walls, processors = (median(one[number] for one in costs) for number in (0, 1))
    times = [mine / median(one[number] for one in base) for number, mine in enumerate((walls, processors))]
    return f"| {words} | {walls:.2f} | {times[0]:.1f} | {processors:.2f} | {times[1]:.1f} |"


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=800)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    migrations = list(chain(arguments.files))
    statements = sum(len(read_script(one.sql)) for one in migrations)
    plain: list[Cost] = []
    proved: list[Cost] = []
    replays: dict[bool, list[Cost]] = {False: [], True: []}
    proof = Proof()
    with run_cluster() as cluster:
        for number in range(arguments.rounds):
            for record, times in replays.items():
                work = partial(replay, migrations=migrations, record=record)
                times.append(timed(cluster, 2 * (arguments.rounds + number) + record, work)[0])
            plain.append(timed(cluster, 2 * number, lambda url: once(url, migrations))[0])
            cost, result = timed(
                cluster, 2 * number + 1, lambda url: prove(Shadow(url, "the benchmark", 18), migrations)
            )
            assert isinstance(result, Proof)
            proved.append(cost)
            proof = result
    verdicts = ", ".join(f"{count} {name}" for name, count in Counter(one.verdict for one in proof.files).most_common())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(migrations)} files, {statements} statements: {verdicts}\n")
    print("| | seconds | times psycopg | processor seconds | times psycopg |\n| --- | ---: | ---: | ---: | ---: |")
    print(row("psycopg, each file once", plain, plain))
    print(row("docgen, each file twice with its proof", proved, plain))
    for record, words in ((False, "docgen, each file once"), (True, "docgen, each file once with its record")):
        print(row(words, replays[record], plain))
    print(f"\nPeak memory of the client: {memory:.0f} MB.")


if __name__ == "__main__":
    main()

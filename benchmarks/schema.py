"""Schema: a realistic database of any number of tables, the same for the same number."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

import psycopg
from words import ATTRIBUTES, CHECKS, INDEXES, KINDS, NOUNS

PARTITIONS = 12
TABLES_IN_A_TRANSACTION = 250


@dataclass(frozen=True)
class Table:
    """A generated table as later objects need to know it."""

    name: str
    key: str  # the key's type
    columns: tuple[str, ...]


@dataclass
class Schema:
    """The plan of one database: how many of what, and the names that were given so far."""

    tables: int
    chance: random.Random = field(default_factory=lambda: random.Random(1))
    made: list[Table] = field(default_factory=list)

    @property
    def schemas(self) -> tuple[str, ...]:
        """Four schemas for a hundred tables, forty from a thousand on."""
        count = min(40, max(4, self.tables // 25))
        return tuple(f"{NOUNS[number * 4 % len(NOUNS)]}_{number:02}" for number in range(count))

    @property
    def enums(self) -> int:
        """One enum for ten tables."""
        return max(1, self.tables // 10)

    def schema_of(self, number: int) -> str:
        """The schema that the object with this number is in."""
        return self.schemas[number % len(self.schemas)]

    def name_of(self, number: int) -> str:
        """The name of the table with this number: two words, and a number once they are used up."""
        noun, kind = NOUNS[number % len(NOUNS)], KINDS[number // len(NOUNS) % len(KINDS)]
        again = number // (len(NOUNS) * len(KINDS))
        return f"{self.schema_of(number)}.{noun}_{kind}" + (f"_{again}" if again else "")


def create(url: str, tables: int) -> None:
    """Makes the database: the server should have fsync off and locks enough for 250 tables in one transaction."""
    with psycopg.connect(url) as connection:
        connection.execute("set client_min_messages = warning")
        for batch in batches(tables):
            connection.execute(batch.encode())
            connection.commit()
        connection.autocommit = True
        connection.execute("vacuum analyze pg_catalog.pg_class")
        connection.execute("analyze")


def batches(tables: int) -> Iterator[str]:
    """The SQL that makes the database, one transaction at a time."""
    schema = Schema(tables)
    yield "".join(_foundation(schema))
    partitioned = max(1, tables // 100)
    plain = tables - partitioned
    waiting: list[str] = []
    for number in range(plain):
        waiting.append(_table(schema, number))
        if len(waiting) == TABLES_IN_A_TRANSACTION:
            yield "".join(waiting)
            waiting.clear()
    yield "".join([*waiting, *(_partitioned(schema, plain + number) for number in range(partitioned))])
    views = [text for number in range(tables // 5) for text in _view(schema, number)]
    for start in range(0, len(views), 500):
        yield "".join(views[start : start + 500])
    yield "".join(_materialized(schema, number) for number in range(max(1, tables // 50)))
    yield "".join(_function(schema, number) for number in range(tables // 5))


def _foundation(schema: Schema) -> Iterator[str]:
    for name in schema.schemas:
        yield f"create schema {name};\ncomment on schema {name} is 'Everything about {name[:-3]}s.';\n"
        yield (
            f"create function {name}.touch() returns trigger language plpgsql as "
            "$$begin new.updated_at := now(); return new; end$$;\n"
        )
        yield f"create function {name}.tenant() returns bigint language sql stable as $$select 1::bigint$$;\n"
    for number in range(schema.enums):
        labels = ", ".join(f"'{NOUNS[(number * 7 + step) % len(NOUNS)]}'" for step in range(3 + number % 5))
        yield f"create type {schema.schema_of(number)}.state_{number} as enum ({labels});\n"


def _table(schema: Schema, number: int) -> str:
    chance = schema.chance
    name = schema.name_of(number)
    short = name.split(".")[1]
    key = "uuid" if number % 3 == 0 else "bigint"
    default = "default gen_random_uuid()" if key == "uuid" else "generated always as identity"
    attributes = chance.sample(ATTRIBUTES, chance.randint(6, 10))
    parts = [f"id {key} {default} primary key", f"state {schema.schema_of(number)}.state_{_enum(schema, number)}"]
    parts += [f"{column} {kind} {rest}" for column, kind, rest in attributes]
    references = _references(schema, chance.choice((1, 2, 2, 3, 3)) if schema.made else 0)
    parts += [text for _, text in references]
    parts += ["created_at timestamptz not null default now()", "updated_at timestamptz not null default now()"]
    columns = tuple(column for column, _, _ in attributes)
    parts += [f"constraint {short}_{column}_check check ({CHECKS[column]})" for column in columns if column in CHECKS]
    parts += [f"constraint {short}_{column}_key unique ({column})" for column in columns[: chance.choice((1, 1, 2))]]
    inside = ",\n  ".join(parts)
    schema.made.append(Table(name, key, columns))
    return "".join(
        (
            f"create table {name} (\n  {inside}\n);\n",
            _indexes(schema, name, columns, [column for column, _ in references]),
            _comments(schema, name, columns),
            _rules(schema, name, number),
        )
    )


def _enum(schema: Schema, number: int) -> int:
    """An enum of the table's own schema."""
    same = range(number % len(schema.schemas), schema.enums, len(schema.schemas))
    return schema.chance.choice(same) if same else number % schema.enums


def _references(schema: Schema, count: int) -> list[tuple[str, str]]:
    found = []
    for position in range(count):
        # Most point to a few central tables, as in real databases.
        reach = len(schema.made) if schema.chance.random() < 0.5 else min(len(schema.made), 20 + len(schema.made) // 20)
        target = schema.made[schema.chance.randrange(reach)]
        column = f"{target.name.split('.')[1]}_{position}_id"
        action = schema.chance.choice(("", " on delete cascade", " on delete set null", " on delete restrict"))
        found.append((column, f"{column} {target.key} references {target.name} (id){action}"))
    return found


def _indexes(schema: Schema, name: str, columns: tuple[str, ...], references: list[str]) -> str:
    # As in real databases, not every foreign key has its index.
    lines = [f"create index on {name} ({column});\n" for column in references if schema.chance.random() < 0.7]
    for column in columns:
        if column in INDEXES and schema.chance.random() < 0.4:
            method, expression, predicate = INDEXES[column]
            where = f" where {predicate}" if predicate else ""
            lines.append(f"create index on {name} {method} ({expression}){where};\n")
    if "amount" in columns:
        lines.append(f"create index on {name} (created_at) include (amount);\n")
    return "".join(lines)


def _comments(schema: Schema, name: str, columns: tuple[str, ...]) -> str:
    if schema.chance.random() < 0.2:
        return ""
    lines = [f"comment on table {name} is 'What is known of each {name.split('.')[1]}, kept for ten years.';\n"]
    lines += [
        f"comment on column {name}.{column} is 'The {column} as given by the customer.';\n"
        for column in columns
        if schema.chance.random() < 0.5
    ]
    return "".join(lines)


def _rules(schema: Schema, name: str, number: int) -> str:
    home = schema.schema_of(number)
    text = ""
    if schema.chance.random() < 0.6:
        text += f"alter table {name} enable row level security;\n"
        text += f"create policy own_rows on {name} for select using (created_at < now() and {home}.tenant() = 1);\n"
    if schema.chance.random() < 0.24:
        text += f"create trigger touch before update on {name} for each row execute function {home}.touch();\n"
    return text


def _partitioned(schema: Schema, number: int) -> str:
    name = schema.name_of(number)
    lines = [
        f"create table {name} (\n  id bigint generated always as identity,\n  happened_at timestamptz not null,\n"
        "  kind text not null,\n  actor_id bigint,\n  payload jsonb,\n  primary key (id, happened_at)\n"
        ") partition by range (happened_at);\n",
        f"create index on {name} (kind, happened_at);\n",
        f"comment on table {name} is 'What happened, by month.';\n",
    ]
    for month in range(PARTITIONS):
        until = f"2025-{month + 2:02}-01" if month < 11 else "2026-01-01"
        lines.append(
            f"create table {name}_m{month + 1:02} partition of {name} "
            f"for values from ('2025-{month + 1:02}-01') to ('{until}');\n"
        )
    return "".join(lines)


def _view(schema: Schema, number: int) -> Iterator[str]:
    """Every fourth view is on the view before it: chains of four."""
    name = f"{schema.schema_of(number)}.view_{number}"
    if number % 4:
        below = f"{schema.schema_of(number - 1)}.view_{number - 1}"
        yield (
            f"create view {name} as select v.*, row_number() over (order by v.created_at) as row_{number} "
            f"from {below} v where v.id is not null;\n"
        )
    else:
        left, right = schema.chance.choice(schema.made), schema.chance.choice(schema.made)
        yield (
            f"create view {name} as\nselect a.id, a.created_at, a.{left.columns[0]} as first_value, "
            f"count(b.*) as others, max(b.updated_at) as newest,\n  coalesce(a.state::text, 'none') as state\n"
            f"from {left.name} a left join {right.name} b on b.created_at > a.created_at\n"
            f"where a.updated_at > now() - interval '1 year' and not exists "
            f"(select from {right.name} c where c.id = b.id and c.created_at is null)\n"
            f"group by a.id, a.created_at, a.{left.columns[0]}, a.state;\n"
        )
    yield f"comment on view {name} is 'For the weekly report.';\n"


def _materialized(schema: Schema, number: int) -> str:
    name = f"{schema.schema_of(number)}.totals_{number}"
    table = schema.chance.choice(schema.made)
    return (
        f"create materialized view {name} as select date_trunc('month', created_at) as month, count(*) as count "
        f"from {table.name} group by 1 with no data;\ncreate unique index on {name} (month);\n"
    )


def _function(schema: Schema, number: int) -> str:
    name = f"{schema.schema_of(number // 2)}.compute_{number // 2}"
    # Two of each name: overloads.
    arguments = "amount numeric, rate numeric default 0.19" if number % 2 else "amount integer"
    body = "amount * (1 + rate)" if number % 2 else "amount * 2.0"
    return (
        f"create or replace function {name}({arguments}) returns numeric language sql immutable "
        f"as $$select round({body}, 2)$$;\n"
    )

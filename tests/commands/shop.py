"""A small project for the tests of the commands: a shop with two migrations, built on the shadow or a database."""

from __future__ import annotations

from pathlib import Path

import click.testing

from docgen.cli import program, run

MIGRATIONS = {
    "0001_orders.sql": """\
create table if not exists customers (id bigint generated always as identity primary key, mail text not null);
create table if not exists orders (
  id bigint generated always as identity primary key,
  customer_id bigint not null references customers (id) on delete cascade
);
comment on table orders is 'What customers bought.';
""",
    "0002_index.sql": "create index if not exists orders_customer_id_idx on orders (customer_id);\n",
}


def shop(root: Path, configuration: str = "") -> Path:
    """Write the project into ``root``."""
    folder = root / "migrations"
    folder.mkdir(parents=True)
    for name, sql in MIGRATIONS.items():
        (folder / name).write_text(sql)
    (root / "docgen.toml").write_text(f'title = "Shop"\nmigrations = "migrations"\n{configuration}')
    return root


def migrate(root: Path, name: str, sql: str) -> None:
    """Add or change one migration."""
    (root / "migrations" / name).write_text(sql)


def docgen(root: Path, *arguments: str) -> int:
    """Run a command in the project, as the command line does; its exit code."""
    return run(["-C", str(root), *arguments])


def output_of(root: Path, *arguments: str) -> tuple[int, str]:
    """The exit code and what a command that raises nothing writes to standard output."""
    result = click.testing.CliRunner().invoke(program, ["-C", str(root), *arguments], standalone_mode=False)
    assert result.exception is None, result.exception
    return int(result.return_value or 0), result.stdout


def tree(root: Path) -> dict[str, str]:
    """What the docs folder holds, by path."""
    docs = root / "docs/database"
    return {path.relative_to(docs).as_posix(): path.read_text() for path in sorted(docs.rglob("*")) if path.is_file()}

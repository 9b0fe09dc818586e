"""Options that commands share: where the project is, and the first keys of its configuration."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from docgen.config.workspace import Workspace, load

Function = TypeVar("Function", bound=Callable[..., Any])

_CONFIGURATION = (
    click.option("--schema", "schemas", multiple=True, metavar="NAME", help="Document only this schema; repeatable."),
    click.option("--database-url", metavar="URL", help="The live database; default: DATABASE_URL."),
    click.option("--source", metavar="TOOL", help="The migration tool; default: told from the files."),
    click.option("--migrations", metavar="FOLDER", help="The folder of migrations."),
    click.option("--description", metavar="TEXT", help="What the database is for."),
    click.option("--title", metavar="TEXT", help="The title of the documentation."),
)
_PLACE = (
    click.option("--config", "config_file", type=click.Path(path_type=Path), metavar="FILE", help="The configuration."),
    click.option("-C", "directory", type=click.Path(path_type=Path), metavar="DIR", help="Run as if started in DIR."),
)


def workspace_options(function: Function) -> Function:
    """Give the command a ``workspace`` read from its options, from -C before the verb, or from here."""

    @click.pass_context
    @functools.wraps(function)
    def read(context: click.Context, /, config_file: Path | None, directory: Path | None, **options: Any) -> Any:
        names = ("title", "description", "migrations", "source", "database_url")
        overrides = {name: options.pop(name) for name in names}
        overrides["schemas"] = options.pop("schemas") or None
        workspace = open_workspace(context, config_file, directory, overrides)
        return context.invoke(function, workspace=workspace, **options)

    for option in (*_CONFIGURATION, *_PLACE):
        read = option(read)
    return read  # type: ignore[return-value]


def open_workspace(
    context: click.Context, config_file: Path | None, directory: Path | None, overrides: dict[str, Any]
) -> Workspace:
    """The workspace that the options mean. Raises ConfigError."""
    before_the_verb = context.find_root().obj
    return load(directory or Path(before_the_verb or "."), config_file, overrides)


def plain(text: str) -> str:
    """Text from a database or a file as a terminal may show it: control characters made visible."""
    return "".join(c if c == "\n" or c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def shown(path: Path) -> str:
    """The path from here, where it is below here."""
    resolved, here = path.resolve(), Path.cwd()
    return str(resolved.relative_to(here)) if resolved.is_relative_to(here) else str(resolved)

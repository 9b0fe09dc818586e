"""Options that commands share: where the project is, which of its databases, and the first keys of a configuration."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click

from docgen.config.workspace import Workspace, load
from docgen.errors import ConfigError

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
_DATABASE = click.option("--database", metavar="NAME", help="Of several [[databases]], this one.")


class Chosen(NamedTuple):
    """What a command is about: the configuration that was found, and the databases of it that are meant."""

    home: Workspace
    databases: tuple[Workspace, ...]

    @property
    def several(self) -> bool:
        """Whether the configuration has several databases, also when one of them is chosen."""
        return bool(self.home.databases)


def database_options(function: Function) -> Function:
    """Give the command the ``chosen`` databases, read from its options, from -C before the verb, or from here."""
    return _options(function, "chosen", lambda chosen: chosen)


def workspace_options(function: Function) -> Function:
    """Give the command the one ``workspace`` that it is about; of several databases one must be named."""
    return _options(function, "workspace", the_one)


def place_options(function: Function) -> Function:
    """Give the command the ``chosen`` databases, without flags for the keys of their configuration."""

    @click.pass_context
    @functools.wraps(function)
    def read(context: click.Context, /, **options: Any) -> Any:
        place = {name: options.pop(name) for name in ("config_file", "directory", "database")}
        return context.invoke(function, chosen=_chosen(context, **place), **options)

    return _behind(read, (_DATABASE, *_PLACE))  # type: ignore[no-any-return]


def _options(function: Function, name: str, made: Callable[[Chosen], object]) -> Function:
    @click.pass_context
    @functools.wraps(function)
    def read(context: click.Context, /, **options: Any) -> Any:
        names = ("title", "description", "migrations", "source", "database_url")
        overrides = {key: options.pop(key) for key in names}
        overrides["schemas"] = options.pop("schemas") or None
        place = {key: options.pop(key) for key in ("config_file", "directory", "database")}
        return context.invoke(function, **{name: made(_chosen(context, overrides, **place))}, **options)

    return _behind(read, (*_CONFIGURATION, _DATABASE, *_PLACE))  # type: ignore[no-any-return]


def _behind(function: Any, options: Sequence[Callable[[Any], Any]]) -> Any:
    """The function with shared options that its help lists behind its own, which tell it from other commands."""
    own = len(getattr(function, "__click_params__", ()))
    for option in options:
        function = option(function)
    kept = function.__click_params__  # from the last that is listed to the first
    kept[:] = [*kept[own:], *kept[:own]]
    return function


def the_one(chosen: Chosen) -> Workspace:
    """The only database that is meant. Raises ConfigError where there are several."""
    if len(chosen.databases) > 1:
        names = ", ".join(one.database for one in chosen.databases)
        raise ConfigError("this is about one database, and there are several", f"Add --database NAME: {names}.")
    return chosen.databases[0]


def _chosen(
    context: click.Context,
    overrides: dict[str, Any] | None = None,
    *,
    config_file: Path | None,
    directory: Path | None,
    database: str | None,
) -> Chosen:
    """What the options mean. Raises ConfigError."""
    here = directory or Path(context.find_root().obj or ".")
    return choose(load(here, config_file, overrides, database), database)


def choose(home: Workspace, database: str | None) -> Chosen:
    """The one database, the one of several that is called ``database``, or all of them."""
    return Chosen(home, tuple(one for one in home.databases if database in (None, one.database)) or (home,))


def plain(text: str) -> str:
    """Text from a database or a file as a terminal may show it: control characters made visible."""
    return "".join(c if c == "\n" or c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def shown(path: Path) -> str:
    """The path from here, where it is below here."""
    resolved, here = path.resolve(), Path.cwd()
    return str(resolved.relative_to(here)) if resolved.is_relative_to(here) else str(resolved)

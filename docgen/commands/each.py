"""One command for each of several databases: what it says under the name of each, and the worst exit code."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import click

from docgen.commands.options import Chosen, plain
from docgen.errors import DocgenError

if TYPE_CHECKING:
    from docgen.config.workspace import Workspace

SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "What docgen status, drift, changes and check print as JSON for a project with several databases",
    "type": "object",
    "required": ["version", "databases"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": 1},
        "databases": {
            "description": "What the command prints for one database, by its name.",
            "type": "object",
            "propertyNames": {"pattern": "^[a-z][a-z0-9_-]*$"},
            "additionalProperties": {
                "type": "object",
                "required": ["version"],
                "properties": {"version": {"type": "integer"}},
            },
        },
        "shared": {
            "description": "Of check alone: the verdict on the list of the databases and on the navigation.",
            "type": ["object", "null"],
        },
    },
}
"""The JSON Schema of what commands print for several databases."""

Run = Callable[["Workspace"], tuple[int, str]]


def for_each(chosen: Chosen, style: str, run: Run) -> int:
    """Print what ``run`` says of every chosen database; its exit code, or the worst where there are several.

    ``run`` gives an exit code and a text of the ``style``: text, markdown, sql, json. Where the configuration has
    several databases, JSON becomes one object with theirs by name, and what a person reads stands below the name. A
    database for which the command cannot run does not keep it from the others.
    """
    if not chosen.several:
        code, text = run(chosen.databases[0])
        click.echo(text, nl=False)
        return code
    codes, texts = [0], dict[str, str]()
    for workspace in chosen.databases:
        try:
            code, texts[workspace.database] = run(workspace)
        except DocgenError as error:
            code = refused(workspace, error)
        codes.append(code)
    click.echo(_together(texts, style), nl=False)
    return max(codes)


def refused(workspace: Workspace, error: DocgenError) -> int:
    """Say that the command cannot run for one database; the exit code of that."""
    click.echo(plain(f"error: {workspace.database}: {error.message}"), err=True)
    if error.hint:
        click.echo(plain(f"hint: {error.hint}"), err=True)
    return 2


def _together(texts: dict[str, str], style: str) -> str:
    if style == "json":
        import msgspec

        parts = {name: msgspec.Raw(text.encode()) for name, text in texts.items()}
        document = msgspec.json.encode({"version": 1, "databases": parts})
        return msgspec.json.format(document, indent=2).decode() + "\n"
    return "\n".join(_titled(texts, style))


def _titled(texts: dict[str, str], style: str) -> Iterator[str]:
    for name, text in texts.items():
        if style == "markdown":
            yield text.replace("\n", f": {name}\n", 1)  # its first line is its heading
        elif style == "sql":
            yield f"-- {name}\n{text}"
        else:
            yield f"{name}\n{'=' * len(name)}\n{text}"

"""The command line: arguments, exit code, nothing else."""

from __future__ import annotations

import importlib
import os
import signal
import sys
from typing import Any

import click

from docgen import __version__
from docgen.errors import DocgenError

# One line each, so that --help imports no command: each pays for its own libraries only when it runs.
COMMANDS = {
    "init": "Look at a project and write docgen's configuration.",
    "build": "Regenerate the documentation from the database or the migrations.",
    "check": "Say whether the documentation is stale, without a database.",
    "site": "Check, then build or serve the site.",
    "status": "Say how things stand: components, checks, phases, what is next.",
    "lint": "Find what cannot be run twice in migrations.",
    "rule": "Explain a rule of the linter, or list them.",
    "prove": "Run every migration twice on a scratch server and say what that does.",
    "drift": "Say how the live database differs from the migrations.",
    "blame": "Say which migrations made an object what it is.",
    "changes": "Say what changed in the schema since a Git revision.",
    "consolidate": "Put migrations together into one, proven.",
    "export": "Write the schema as SQL for another server.",
    "mcp": "Answer a language model's questions from the last build.",
}


class Verbs(click.Group):
    """The commands, each imported when it is asked for."""

    def list_commands(self, _context: click.Context) -> list[str]:
        """The verbs in the order that one meets them."""
        return list(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        """The verb's command, or None for a word that is none."""
        if name not in COMMANDS:
            return None
        command = importlib.import_module(f"docgen.commands.{name}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, context: click.Context, arguments: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb that is meant; an unknown one is refused with the nearest known."""
        name = arguments[0]
        if name not in COMMANDS:
            import difflib

            near = difflib.get_close_matches(name, COMMANDS, 1)
            if near:
                context.fail(f"No such command {name!r}. Did you mean {near[0]!r}?")
        return super().resolve_command(context, arguments)

    def format_commands(self, _context: click.Context, formatter: click.HelpFormatter) -> None:
        """The verbs with their one line each."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("-C", "directory", metavar="DIR", default=None, help="Run as if started in DIR.")
@click.version_option(__version__, prog_name="docgen")
@click.pass_context
def program(context: click.Context, directory: str | None) -> None:
    """Documentation as code for PostgreSQL: pages from the live schema and the migrations, and a linter for DDL.

    \b
    docgen init     set up a project
    docgen build    write docs/database
    docgen check    in CI: 1 when the pages are stale or a new migration cannot run twice
    docgen site     publish

    Exit code: 0 fine, 1 findings or stale pages, 2 cannot run, 3 a fault of docgen's own.
    """
    context.obj = directory


def main(arguments: list[str] | None = None) -> None:
    """Run one command and exit with its code; what stops a command is one message with a hint."""
    # A pipeline that is cancelled ends a command as Ctrl-C does: whatever it started is stopped and cleared away.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    code = run(arguments)
    sys.stdout.flush()
    sys.stderr.flush()
    # Taking a large catalog apart object by object takes longer than the system needs to take the process back.
    os._exit(code)


def run(arguments: list[str] | None = None) -> int:
    """The exit code of one command."""
    try:
        result: Any = program.main(arguments, prog_name="docgen", standalone_mode=False)
    except DocgenError as error:
        click.secho("error: ", fg="red", bold=True, err=True, nl=False)
        click.echo(error.message, err=True)
        if error.hint:
            click.echo(f"hint: {error.hint}", err=True)
        return 2
    except click.ClickException as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted: nothing was left half written", err=True)
        return 2
    except BrokenPipeError:
        sys.stderr.close()
        return 2
    except Exception:
        _report_bug()
        return 3
    return result if isinstance(result, int) else 0


def _report_bug() -> None:
    import traceback

    traceback.print_exc()
    click.echo(f"error: this is a fault of docgen {__version__}, not of your project", err=True)
    click.echo("hint: report it with the lines above; no page was left half written.", err=True)

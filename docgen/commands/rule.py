"""docgen rule: explain one rule of the linter or one check of the catalog, or list them all."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path

import click


@click.command("rule")
@click.argument("name", required=False)
@click.option("--write", "folder", type=click.Path(path_type=Path), metavar="FOLDER", help="Write all pages to FOLDER.")
def command(name: str | None, folder: Path | None) -> int:
    """Explain the rule or check NAME; without a name, list the rules of the linter and the checks of the catalog.

    \b
    docgen rule                        the list
    docgen rule table-without-guard    what it finds, why, what to write instead
    """
    from docgen.analysis import advisor_pages
    from docgen.analysis.advisors import every
    from docgen.lint import reference
    from docgen.lint.rule import rules

    if folder is not None:
        _write(folder, reference.pages())
    elif name is None:
        click.echo(reference.listing())
        click.echo(advisor_pages.listing())
    else:
        pages: dict[str, Callable[[], str]] = {rule.name: functools.partial(reference.page, rule) for rule in rules()}
        pages |= {check.name: functools.partial(advisor_pages.page, check) for check in every()}
        if name not in pages:
            raise click.UsageError(_unknown(name, [*pages]))
        click.echo(pages[name](), nl=False)
    return 0


def _write(folder: Path, pages: dict[str, str]) -> None:
    from docgen.disk.atomic import write_whole
    from docgen.errors import OutputError

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot make {folder}: {error.strerror}", "Name another folder.") from None
    for file_name, text in pages.items():
        write_whole(folder / file_name, text)
    for path in folder.glob("*.md"):
        if path.name not in pages:
            path.unlink()


def _unknown(name: str, known: list[str]) -> str:
    import difflib

    near = difflib.get_close_matches(name, known, 1)
    return f'There is no rule "{name}".' + (f' Did you mean "{near[0]}"?' if near else " docgen rule lists them.")

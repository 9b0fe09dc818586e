"""docgen rule: explain one rule of the linter, or list them all."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("rule")
@click.argument("name", required=False)
@click.option("--write", "folder", type=click.Path(path_type=Path), metavar="FOLDER", help="Write all pages to FOLDER.")
def command(name: str | None, folder: Path | None) -> int:
    """Explain the rule NAME; without a name, list the rules."""
    from docgen.lint import reference
    from docgen.lint.rule import rules

    if folder is not None:
        _write(folder, reference.pages())
    elif name is None:
        click.echo(reference.listing())
    else:
        found = [rule for rule in rules() if rule.name == name]
        if not found:
            raise click.UsageError(_unknown(name, [rule.name for rule in rules()]))
        click.echo(reference.page(found[0]), nl=False)
    return 0


def _write(folder: Path, pages: dict[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.md"):
        if path.name not in pages:
            path.unlink()
    for file_name, text in pages.items():
        (folder / file_name).write_text(text, encoding="utf-8", newline="\n")


def _unknown(name: str, known: list[str]) -> str:
    import difflib

    near = difflib.get_close_matches(name, known, 1)
    return f'There is no rule "{name}".' + (f' Did you mean "{near[0]}"?' if near else " docgen rule lists them.")

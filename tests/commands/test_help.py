"""What a command says of itself: what only it can do stands first, every option is explained, an example shows it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

import click
import pytest

from docgen.cli import program, run


def told(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run([*words, "--help"]) == 0
    return capsys.readouterr().out


def commands(group: click.Group, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command by its words, with those below it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        one = group.get_command(context, name)
        yield (*words, name)
        if isinstance(one, click.Group):
            yield from commands(one, (*words, name))


@pytest.mark.parametrize("words", [*commands(program)], ids=" ".join)
def test_its_examples_are_commands_of_it(capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    examples = re.findall(
        rf"^  (docgen (?:-C \w+ )?{' '.join(words)}\b.*?)(?:  .*)?$", told(capsys, *words), re.MULTILINE
    )
    assert examples
    for example in examples:  # an option that it has not is refused before the help is given
        assert told(capsys, *shlex.split(example)[1:]).startswith(f"Usage: docgen {' '.join(words)} ")


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (("consolidate",), ["--name", "--from", "--to", "--plan", "--write", "--sql", "--archive", "--leave", "-C"]),
        (("drift",), ["--format", "-q, --quiet", "-C", "--config", "--database", "--title"]),
        (("export", "schema"), ["--live", "--snapshot", "--output", "--idempotent", "--no-owner", "-C"]),
    ],
)
def test_its_own_options_stand_first(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], first: list[str]
) -> None:
    options = re.findall(r"^  (-[-\w]+(?:, --\w+)?)", told(capsys, *words).partition("Options:")[2], re.MULTILINE)
    assert options[: len(first)] == first

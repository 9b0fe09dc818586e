"""What a command says of itself: what only it can do stands first, every option is explained, an example shows it."""

from __future__ import annotations

import re

import pytest

from docgen.cli import run


def told(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run([*words, "--help"]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("command", ["consolidate", "drift", "export", "prove", "status"])
def test_an_example_is_a_command_of_it(capsys: pytest.CaptureFixture[str], command: str) -> None:
    assert f"\n  Example: docgen {command} " in told(capsys, command)


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

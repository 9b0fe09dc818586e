"""Lint over damaged files: real migrations, cut, mixed and scribbled over, must be judged or refused, and soon.

    python benchmarks/lint_fuzz.py FOLDER [--rounds 2000] [--seed 1]

Every round damages one file of FOLDER, lints it behind an intact one, applies the fixes that it is offered, and lints
the result. Prints each crash with its seed, the slowest rounds, and a line of counts; exit 1 if anything crashed.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from docgen.lint.fix import fixes_of, mend
from docgen.lint.run import lint
from docgen.model.finding import Finding
from docgen.model.migration import Migration

_SCRIBBLES = ("$$", "'", '"', ";", "/*", "*/", "--", "(", ")", "\\", "\x00", "\ufeff", "\r", "{{", "}}", "${", "é")
_MOST = 200_000  # characters: larger files are seed data, and say nothing new here


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the rounds; 1 if one of them crashed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    files = sorted(path for path in options.folder.rglob("*.sql") if path.is_file() and path.stat().st_size <= _MOST)
    texts = [path.read_bytes().decode("utf-8", "replace") for path in files]
    crashes, findings, slowest = 0, 0, []
    for number in range(options.seed, options.seed + options.rounds):
        chance = random.Random(number)
        before, text = chance.choice(texts), damaged(chance, texts)
        started = time.process_time()
        try:
            findings += judge(before, text)
        except Exception:
            crashes += 1
            print(f"seed {number}:\n{traceback.format_exc()}\n{text[:400]!r}\n")
        slowest.append((time.process_time() - started, number, len(text)))
    for seconds, number, size in sorted(slowest, reverse=True)[:3]:
        print(f"seed {number}: {seconds:.2f} s of CPU for {size:,} characters")
    print(f"{options.rounds:,} rounds over {len(files):,} files, {findings:,} findings, {crashes} crashes")
    return 1 if crashes else 0


def judge(before: str, text: str) -> int:
    """Lints the text behind another file, and what its fixes make of it; the findings of both."""
    first = _findings(before, text)
    fixed = mend(text, fixes_of(first, unsafe=True)).text
    return len(first) + len(_findings(before, fixed))


def _findings(*texts: str) -> list[Finding]:
    chain = [
        Migration(version=str(number), name="", path=f"{number}.sql", sql=text, digest="", opening="begin")
        for number, text in enumerate(texts)
    ]
    return [one for one in lint(chain) if one.file == f"{len(texts) - 1}.sql"]


def damaged(chance: random.Random, texts: Sequence[str]) -> str:
    """One of the texts after one to four damages."""
    text = chance.choice(texts)
    for _ in range(chance.randint(1, 4)):
        text = chance.choice(_DAMAGES)(chance, text, texts)
    return text[:_MOST]


def _span(chance: random.Random, text: str, most: int = 200) -> tuple[int, int]:
    start = chance.randint(0, len(text))
    return start, min(len(text), start + chance.randint(0, most))


def _cut(chance: random.Random, text: str, _texts: Sequence[str]) -> str:
    start, end = _span(chance, text)
    return text[:start] + text[end:]


def _end_early(chance: random.Random, text: str, _texts: Sequence[str]) -> str:
    return text[: chance.randint(0, len(text))]


def _repeat(chance: random.Random, text: str, _texts: Sequence[str]) -> str:
    start, end = _span(chance, text)
    at = chance.randint(0, len(text))
    return text[:at] + text[start:end] + text[at:]


def _scribble(chance: random.Random, text: str, _texts: Sequence[str]) -> str:
    at = chance.randint(0, len(text))
    return text[:at] + chance.choice(_SCRIBBLES) * chance.randint(1, 3) + text[at:]


def _graft(chance: random.Random, text: str, texts: Sequence[str]) -> str:
    other = chance.choice(texts)
    start, end = _span(chance, other, 1_000)
    at = chance.randint(0, len(text))
    return text[:at] + other[start:end] + text[at:]


def _swap_lines(chance: random.Random, text: str, _texts: Sequence[str]) -> str:
    lines = text.splitlines(keepends=True)
    chance.shuffle(lines)
    return "".join(lines)


def _wrap(chance: random.Random, text: str, _texts: Sequence[str]) -> str:
    start, end = _span(chance, text, 2_000)
    return f"{text[:start]}\nDO $x$ BEGIN {text[start:end]}; EXCEPTION WHEN OTHERS THEN NULL; END $x$;\n{text[end:]}"


_DAMAGES: tuple[Callable[[random.Random, str, Sequence[str]], str], ...] = (
    _cut,
    _end_early,
    _repeat,
    _scribble,
    _graft,
    _swap_lines,
    _wrap,
)

if __name__ == "__main__":
    sys.exit(main())

"""Late: what a file that can be run twice in a row meets once the whole chain has run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from docgen.lint.context import Context
from docgen.lint.keys import Key
from docgen.lint.missing import Removed, missing
from docgen.lint.rule import Rule
from docgen.lint.world import World
from docgen.model.finding import Finding

_WORD = re.compile(r"\w+")


class Gone:
    """What a chain has taken away, by its names."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self._words: dict[str, list[Key]] = {}
        self._others: list[Key] = []  # their names are more than one word
        for key in keys:
            if _WORD.fullmatch(key[2]):
                self._words.setdefault(key[2], []).append(key)
            else:
                self._others.append(key)

    def named_in(self, sql: str) -> set[Key]:
        """The keys whose names stand in a text."""
        words = self._words.keys() & set(_WORD.findall(sql)) if self._words else ()
        return {key for word in words for key in self._words[word]} | {key for key in self._others if key[2] in sql}


def late_findings(context: Context, world: World, gone: Gone, rules: Iterable[Rule]) -> Iterator[Finding]:
    """What is to be said of the statements of the file, up to the first that no longer runs.

    ``world`` is what the chain has left, ``gone`` what it has taken away. A condition or a handler may save a
    statement: nothing is said of those.
    """
    near = Removed(gone.named_in(context.migration.sql))
    context.again = late = world.second()
    for statement in context.flat:
        if statement.handlers or statement.conditions:
            continue
        context.statement, late.line = statement, statement.line
        context.missing = missing(statement, near, late)
        for rule in rules:
            context.rule = rule
            yield from rule.check_late(statement, context)
        if context.missing is not None:
            return
        late.run(statement)

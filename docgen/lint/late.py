"""Late: what a file that can be run twice in a row meets once the whole chain has run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docgen.lint.context import Context
from docgen.lint.keys import Key
from docgen.lint.missing import missing
from docgen.lint.rule import Rule
from docgen.lint.world import World
from docgen.model.finding import Finding


def late_findings(context: Context, world: World, gone: set[Key], rules: Iterable[Rule]) -> Iterator[Finding]:
    """What is to be said of the statements of the file, up to the first that no longer runs.

    ``world`` is what the chain has left, ``gone`` what it has taken away. A condition or a handler may save a
    statement: nothing is said of those.
    """
    sql = context.migration.sql
    near = {key for key in gone if key[2] in sql}
    context.again = late = world.second()
    for statement in context.flat:
        if statement.handlers or statement.conditions:
            continue
        context.statement, late.line = statement, statement.line
        context.missing = missing(statement, near, late)
        for rule in rules:
            context.take(rule)
            yield from rule.check_late(statement, context)
        if context.missing is not None:
            return
        late.run(statement)

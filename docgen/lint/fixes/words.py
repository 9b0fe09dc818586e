"""Words: fixes that put the guard that PostgreSQL itself has into a statement: IF [NOT] EXISTS, OR REPLACE."""

from __future__ import annotations

from docgen.lint.context import Context
from docgen.lint.fixes.source import Source
from docgen.lint.keys import key_of
from docgen.model.finding import Edit, Fix
from docgen.sql.statement import Action

_PREFIXES = (
    "?or", "?replace", "?local|global", "?temp|temporary", "?unlogged", "?trusted", "?procedural", "?recursive"
)  # fmt: skip


def made_here(action: Action, context: Context) -> bool:
    """Whether what the second run finds is what this very action made."""
    fact = context.world.fact(key_of(action, context.world.path))
    if fact is None or not fact.present or fact.action is None:
        return False
    return fact.file == context.migration.path and fact.action.start == action.start


def free(action: Action, context: Context) -> bool:
    """Whether, as far as the migrations tell, nothing of that name is there before the first run."""
    return action.start not in context.world.taken


def insert(source: Source, behind: int | None, words: str, title: str, safe: bool) -> Fix | None:
    """The fix that puts words behind the token before number ``behind``; None where the statement was not read."""
    if not behind:
        return None
    at = source.token(behind - 1).end
    return Fix(title=title, edits=(Edit(start=at, end=at, text=f" {source.words(words)}"),), safe=safe)


def if_not_exists(action: Action, context: Context, *steps: str, safe: bool = True) -> Fix | None:
    """IF NOT EXISTS behind the words ``steps`` of a CREATE."""
    if not free(action, context):
        return None
    source = Source(context)
    at = source.behind("create", *_PREFIXES, *steps)
    return insert(source, at, "IF NOT EXISTS", "Write IF NOT EXISTS", safe and made_here(action, context))


def or_replace(action: Action, context: Context) -> Fix | None:
    """OR REPLACE behind CREATE."""
    if not free(action, context):
        return None
    source = Source(context)
    at = source.behind("create")
    return insert(source, at, "OR REPLACE", "Write OR REPLACE", made_here(action, context))


def add_if_not_exists(action: Action, context: Context, *steps: str) -> Fix | None:
    """IF NOT EXISTS behind the words ``steps`` of one action of an ALTER."""
    if not free(action, context):
        return None
    source = Source(context)
    first = source.first_of(action)
    at = source.behind(*steps, at=first) if first is not None else None
    return insert(source, at, "IF NOT EXISTS", "Write IF NOT EXISTS", made_here(action, context))


def drop_if_exists(action: Action, context: Context, *steps: str) -> Fix | None:
    """IF EXISTS behind DROP and the words ``steps``, in a statement of its own or in an ALTER."""
    source = Source(context)
    if source.matches(0, "drop"):
        at = source.behind("drop", *steps)
    else:
        first = source.first_of(action)
        at = source.behind(*steps, at=first) if first is not None else None
    return insert(source, at, "IF EXISTS", "Write IF EXISTS", safe=True)

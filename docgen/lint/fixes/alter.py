"""Alter: an ALTER TABLE, or one of its actions among others, run only where a look at the catalog says so."""

from __future__ import annotations

from docgen.lint.context import Context
from docgen.lint.fixes import block, lookup
from docgen.lint.fixes.block import STEP
from docgen.lint.fixes.conditions import Guard, to_do
from docgen.lint.fixes.source import Source
from docgen.lint.fixes.words import made_here
from docgen.lint.outcome import second_run
from docgen.lint.reads import in_order
from docgen.model.finding import Edit, Fix
from docgen.sql.statement import Action
from docgen.sql.words import tokens

Span = tuple[int, int]
_KEYS = ("primary key", "unique")

# In which order PostgreSQL runs the actions of one ALTER TABLE, as far as they can rest on one another.
_PASSES = {"drop": 0, "type": 1, "column": 2, "constraint": 3, "foreign key": 4, "other": 5}


def guarded(context: Context, title: str, safe: bool) -> Fix | None:
    """Each action of the statement that raises or repeats runs only where it has something to do.

    All such actions of one statement share the fix. None where one has no condition, or where the actions cannot
    be told apart or stand in another order than the one in which PostgreSQL runs them.
    """
    source = Source(context)
    if source.templated or not source.matches(0, "alter"):
        return None
    free_index = _swapped(source.statement.actions)
    if free_index:
        around = block.when(source, f"to_regclass({free_index}) IS NOT NULL")
        return Fix(title=title, edits=block.edits(source, around), safe=safe) if around else None
    conditions: dict[Span, Guard] = {}
    for action in _acting_again(context):
        guard = to_do(action, context, source)
        if guard is None:
            return None
        conditions[action.start, action.end] = guard
    if not conditions:
        return None
    spans = sorted({(action.start, action.end) for action in source.statement.actions})
    if len(spans) == 1:
        condition, own = conditions[spans[0]]
        around = block.when(source, condition)
        return Fix(title=title, edits=(*block.edits(source, around), *own), safe=safe) if around else None
    if not _in_passes(source):
        return None
    found = _parts(source, spans, conditions)
    return Fix(title=title, edits=found, safe=safe) if found else None


def looked_up(action: Action | None, context: Context) -> Fix | None:
    """The constraints of the statement are added only where pg_constraint has none of that name on that table."""
    if action is None or context.outcome is None:
        return None
    return guarded(context, "Look it up in pg_constraint", made_here(action, context))


def _swapped(actions: tuple[Action, ...]) -> str:
    """The index that takes the place of a constraint dropped in the same statement, and its name; "" if none does.

    While the index has its own name the swap is still to be done; the constraint's name tells nothing.
    """
    dropped = {one.name for one in actions if (one.verb, one.kind) == ("drop", "constraint")}
    for one in actions:
        if one.detail in _KEYS and one.target and one.name in dropped and one.name != one.target:
            return lookup.named(one.relation_schema, one.target)
    return ""


def _acting_again(context: Context) -> list[Action]:
    """The actions that the second run cannot repeat and that no word of theirs can guard."""
    assert context.statement is not None
    world = context.again.trial()
    found = []
    for action in in_order(context.statement):
        outcome = second_run(action, world)
        if outcome is None:
            world.apply(action, context.statement)
        elif action.verb != "drop" and (action.verb, action.kind) != ("add", "column") and not _native(action):
            found.append(action)
    return found


def _native(action: Action) -> bool:
    return action.detail in ("drop identity", "drop expression")


def _pass(action: Action) -> int | None:
    if action.verb == "drop":
        return _PASSES["drop"]
    if action.kind == "column":
        kind = "column" if action.verb == "add" else "type"
        return _PASSES[kind] if kind == "column" or action.detail.startswith("type ") else None
    if action.verb == "add":
        return _PASSES["foreign key" if action.detail == "foreign key" else "constraint"]
    return _PASSES["other"]


def _in_passes(source: Source) -> bool:
    actions = sorted((one for one in source.statement.actions if not one.inline), key=lambda one: one.start)
    passes = [number for number in map(_pass, actions) if number is not None]
    return passes == sorted(passes)


def _parts(source: Source, spans: list[Span], conditions: dict[Span, Guard]) -> tuple[Edit, ...]:
    """The statement in parts: each guarded action on its own, what is between them together."""
    around = block.whole(source)
    if around is None or spans[0][0] == source.statement.start:
        return ()
    text, head = source.text, source.text[source.statement.start : spans[0][0]].strip()
    found: list[Edit] = []
    for number, (start, end) in enumerate(spans):
        before = spans[number - 1] if number else None
        opens = before is None or before in conditions or (start, end) in conditions
        depth = around.depth + ((start, end) in conditions)
        lines = []
        if (start, end) in conditions:
            condition, own = conditions[start, end]
            written = block.condition_lines((condition,), around.depth)
            lines += [STEP * deep + line for deep, line in written]
            found += own
        if opens:
            first = source.statement.start if before is None else start
            found += _opened(source, first, lines, STEP * depth + ("" if before is None else f"{head} "), before)
        found += block.indented(text, source.statement.start if before is None else start, end, STEP * depth)
        if (start, end) in conditions:
            closing = f";{source.line_end}{source.indent}{STEP * around.depth}END IF"
            found.append(Edit(start=end, end=end, text=closing))
    return _wrapped(source, around, found)


def _opened(source: Source, at: int, lines: list[str], last: str, before: Span | None) -> list[Edit]:
    """The edits that begin a new statement at ``at``: the comma before it ends the one before."""
    line_end = source.line_end + source.indent
    written = "".join(line + line_end for line in lines) + last
    if before is None:
        return [Edit(start=at, end=at, text=written)]
    comma = next(start for start, end in tokens(source.text, before[1], at) if source.text[start:end] == ",")
    line_start = source.text.rfind("\n", comma, at) + 1
    blank_from = max(line_start, comma + 1)
    if source.text[blank_from:at].strip():
        blank_from = at
    lead = source.indent if blank_from == line_start else line_end
    return [Edit(start=comma, end=comma + 1, text=";"), Edit(start=blank_from, end=at, text=lead + written)]


def _wrapped(source: Source, around: block.Around, inner: list[Edit]) -> tuple[Edit, ...]:
    if not around.before:
        return tuple(inner)
    line_end = source.line_end + source.indent
    opening = "".join(f"{STEP * depth}{line}{line_end}" for depth, line in around.before)
    closing = "".join(f"{line_end}{STEP * depth}{line}" for depth, line in around.after)
    start, end = source.statement.start, source.statement.end
    first = inner[0]
    joined = [Edit(start=start, end=start, text=opening + first.text), *inner[1:]]
    last = joined[-1]
    if last.start == end and last.end == end:
        joined[-1] = Edit(start=end, end=end, text=f"{last.text};{closing}")
    else:
        joined.append(Edit(start=end, end=end, text=f";{closing}"))
    return (*joined, *block.marked_end(source, around))

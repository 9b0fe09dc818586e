"""Inventing: a guard that PostgreSQL does not have is taken out, and the one that it has put in its place."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from docgen.lint.context import Context
from docgen.lint.fix import edited
from docgen.lint.fixes import block, lookup
from docgen.lint.fixes.ordinary import ordinary, repeats
from docgen.lint.fixes.source import Source
from docgen.lint.keys import key_of
from docgen.model.finding import Edit, Fix
from docgen.sql.parse import parse
from docgen.sql.statement import Statement
from docgen.sql.words import Token

Span = tuple[int, int]
_GUARDS = (("if", "not", "exists"), ("if", "exists"), ("or", "replace"))
# What can be repeated as it is, and asks for no object that may be missing.
_HARMLESS = ("GrantStmt", "AlterTableStmt")


def rewritten(context: Context) -> Fix | None:
    """The statement without the words that do not exist, guarded as the rule for such a statement would guard it.

    None where more is wrong with it, or where it has no guard that text can give it.
    """
    statement = context.statement
    source = Source(context)
    if statement is None or source.templated or context.inside:
        return None
    cuts = _cuts(source)
    if not cuts:
        return None
    plain = _without(context, cuts)
    fix = _conditional(plain) or _guarded(plain)
    if fix is None:
        return None
    edits = _joined(cuts, fix.edits, source.text)
    if not _parses(source, edits):
        return None
    return Fix(title=fix.title, edits=edits, safe=fix.safe)


def _cuts(source: Source) -> list[Span]:
    """The runs of words at which the parser stops, until it reads the whole; none where it stops elsewhere too."""
    text, start = source.text, source.statement.start
    found: list[Span] = []
    at, runs = source.statement.error_offset, _runs(source.tokens)
    while runs:
        run = next((one for one in runs if one[0] <= at and not text[one[1] : at].strip()), None)
        if run is None and at == start:  # OR REPLACE that the grammar knows and refuses
            run = next((one for one in runs if text[one[0] :][:2].lower() == "or"), None)
        if run is None:
            return []
        runs.remove(run)
        found.append(_with_blanks(source, *run))
        again = parse(_blanked(text[start : source.statement.end], found, start))
        if len(again) != 1:
            return []
        if not again[0].error:
            return sorted(found)
        at = start + again[0].error_offset
    return []


def _runs(tokens: Sequence[Token]) -> list[Span]:
    words = [token.word for token in tokens]
    return [
        (tokens[at].start, tokens[at + len(guard) - 1].end)
        for at in range(len(words))
        for guard in _GUARDS
        if tuple(words[at : at + len(guard)]) == guard
    ]


def _with_blanks(source: Source, start: int, end: int) -> Span:
    """The words with the blanks in front of them; behind a comment with the blank behind them."""
    before = max((token.end for token in source.tokens if token.end <= start), default=start)
    if not source.text[before:start].strip():
        return before, end
    return start, end + source.text[end : end + 1].isspace()


def _blanked(text: str, cuts: Sequence[Span], start: int) -> str:
    for first, last in cuts:
        text = text[: first - start] + " " * (last - first) + text[last - start :]
    return text


def _without(context: Context, cuts: Sequence[Span]) -> Context:
    """The statement as it is without the words, in the world of a second run; every offset is one of the file."""
    statement, migration = context.statement, context.migration
    assert statement is not None
    text = _blanked(statement.text, cuts, statement.start)
    (plain,) = parse(" " * statement.start + text)
    sql = migration.sql[: statement.start] + text + migration.sql[statement.end :]
    world = context.world.trial()
    judged = Context(msgspec.structs.replace(migration, sql=sql), (plain,), world, definitions=context.definitions)
    if not _dropped_above(plain, context):
        world.run(plain)
    judged.again = world.trial()
    return judged


def _dropped_above(plain: Statement, context: Context) -> bool:
    for action in plain.actions:
        fact = context.world.fact(key_of(action, context.world.path))
        if fact is not None and not fact.present and fact.file == context.migration.path:
            return True
    return False


def _conditional(judged: Context) -> Fix | None:
    """IF EXISTS of a statement about one relation, as a look for the relation."""
    plain, source = judged.statement, Source(judged)
    assert plain is not None
    if plain.node_kind == "TruncateStmt" and len(plain.actions) == 1:
        schema, name = plain.actions[0].relation_schema, plain.actions[0].relation
    elif plain.node_kind == "CommentStmt" and plain.actions[0].kind in ("table", "view", "sequence", "index"):
        schema, name = plain.actions[0].schema, plain.actions[0].name
    else:
        return None
    around = block.when(source, f"to_regclass({lookup.named(schema, name)}) IS NOT NULL")
    edits = block.edits(source, around) if around is not None else ()
    safe = plain.node_kind == "CommentStmt"
    return Fix(title="Look whether it is there", edits=edits, safe=safe) if edits else None


def _guarded(judged: Context) -> Fix | None:
    fix = ordinary(judged)
    if fix is not None:
        return fix
    plain = judged.statement
    assert plain is not None
    dropped = not judged.world.taken and plain.kind.startswith("CREATE")
    if repeats(judged) or not (dropped or plain.node_kind in _HARMLESS) or _validates(plain):
        return None
    return Fix(title="Leave out the words that PostgreSQL does not know", edits=(), safe=True)


def _validates(plain: Statement) -> bool:
    return any("validate" in action.verb or "validate" in action.detail for action in plain.actions)


def _joined(cuts: Sequence[Span], edits: Sequence[Edit], text: str) -> tuple[Edit, ...]:
    """The cuts and the edits in their order, where something is written in the place of a cut as one edit."""
    found = list(edits)
    for start, end in cuts:
        here = next((one for one in found if one.start == one.end and start <= one.start <= end), None)
        if here is not None:
            found.remove(here)
        gap = " " if text[end : end + 1].isalnum() and not text[start - 1].isspace() else ""
        found.append(Edit(start=start, end=end, text=(here.text if here is not None else "") + gap))
    return tuple(sorted(found, key=lambda one: (one.start, one.end)))


def _parses(source: Source, edits: Sequence[Edit]) -> bool:
    first, last = source.statement.start, max(source.statement.end, edits[-1].end)
    moved = [Edit(start=one.start - first, end=one.end - first, text=one.text) for one in edits]
    return all(not one.error for one in parse(edited(source.text[first:last], moved)))

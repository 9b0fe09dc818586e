"""Repeating: what a new definition takes away is said again, in it or below it, in the words of the earlier files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docgen.lint.context import BREAKPOINT, Context
from docgen.lint.fixes import lookup
from docgen.lint.fixes.source import Source
from docgen.lint.settings import settings_of
from docgen.lint.traits import Loss
from docgen.model.finding import Edit, Fix
from docgen.sql.foreign import has_placeholder
from docgen.sql.libpg_query import Node
from docgen.sql.parse import parse
from docgen.sql.statement import Statement


def repeated_below(context: Context, losses: Iterable[Loss], title: str) -> Fix | None:
    """The statements that made the settings, below the new definition; None where one cannot be repeated."""
    found = list(losses)
    source = _source(context, found[0])
    texts = [text for loss in found for text in loss.before.texts]
    if source is None or not texts or not all(texts):
        return None
    read = [_read(text) for text in texts]
    for loss in found:
        again = [one for one in read if one is not None and one.text in loss.before.texts]
        settings = [setting for one in again for setting in settings_of(one, context.world.path)]
        if not again or any(setting.key != loss.key for setting in settings if len(setting.key) == len(loss.key)):
            return None
    if None in read:
        return None
    return Fix(title=title, edits=(_below(source, context, texts),), safe=False)


def view_options(context: Context, losses: Sequence[Loss]) -> Fix | None:
    """The options in WITH (...), behind the view's name and columns."""
    source = _source(context, losses[0])
    at = source.behind("create", "?or", "?replace", "?temp|temporary", "?recursive", "view") if source else None
    if source is None or at is None:
        return None
    behind = source.name(at)[1]
    if source.matches(behind, "("):
        behind = _closing(source, behind) + 1
    options = ", ".join(f"{loss.name.partition(' ')[2]} = true" for loss in losses)
    if source.matches(behind, "with") and source.matches(behind + 1, "("):
        place, text = source.token(_closing(source, behind + 1)).start, f", {options}"
    elif source.matches(behind, "as"):
        place, text = source.token(behind - 1).end, f" {source.words('WITH')} ({options})"
    else:
        return None
    return Fix(title=f"Write WITH ({options})", edits=(Edit(start=place, end=place, text=text),), safe=False)


def function_options(context: Context, losses: Sequence[Loss]) -> Fix | None:
    """SECURITY DEFINER and SET in front of the function's body, as the earlier definition had them."""
    source = _source(context, losses[0])
    at = source.find("as", "return", "begin") if source else None
    options = [_option(loss) for loss in losses]
    if source is None or at is None or not all(options):
        return None
    place, text = source.token(at).start, " ".join(options)
    return Fix(title=f"Write {text}", edits=(Edit(start=place, end=place, text=f"{text} "),), safe=False)


def _source(context: Context, loss: Loss) -> Source | None:
    """The new definition; None where it stands in a condition or holds text of a tool."""
    context.statement = loss.statement
    source = Source(context)
    conditional = loss.statement.conditions or loss.statement.handlers or loss.statement.dynamic
    return None if conditional or source.templated else source


def _read(text: str) -> Statement | None:
    statements = parse(text)
    if len(statements) != 1 or statements[0].error or has_placeholder(text, 0, len(text)):
        return None
    return statements[0]


def _option(loss: Loss) -> str:
    """One option as SQL; "" where the earlier definition does not tell its value."""
    name = loss.name.partition(" ")[2]
    if not name.startswith("SET "):
        return name
    statement = _read(loss.before.texts[-1]) if loss.before.texts and loss.before.texts[-1] else None
    for item in statement.tree.get("options", statement.tree.get("actions", ())) if statement is not None else ():
        change: Node = item.get("DefElem", {}).get("arg", {}).get("VariableSetStmt", {})
        if f"SET {change.get('name', '')}" == name and change.get("kind") == "VAR_SET_VALUE":
            values = [_value(argument) for argument in change.get("args", ())]
            return f"{name} = {', '.join(values)}" if values and all(values) else ""
    return ""


def _value(argument: Node) -> str:
    constant = argument.get("A_Const", {})
    if "sval" in constant:
        return lookup.literal(constant["sval"].get("sval", ""))
    return str(constant["ival"].get("ival", 0)) if "ival" in constant else ""


def _closing(source: Source, opening: int) -> int:
    """The number of the bracket that closes the one at ``opening``."""
    depth = 0
    for number in range(opening, len(source.tokens)):
        depth += source.matches(number, "(") - source.matches(number, ")")
        if depth == 0:
            return number
    return len(source.tokens) - 1


def _below(source: Source, context: Context, texts: Sequence[str]) -> Edit:
    """Statements behind the one in hand and what is written behind it in its line."""
    text, end, line_end = source.text, source.statement.end, source.line_end + source.indent
    semicolon = text.find(";", end)
    ended = semicolon >= 0 and not text[end:semicolon].strip()
    at = semicolon + 1 if ended else end
    rest = text[at:].partition("\n")[0].rstrip("\r")
    if ended and (not rest.strip() or rest.strip().startswith("--")):
        at += len(rest)
    mark = BREAKPOINT if context.breakpoints else ""
    before = "" if BREAKPOINT in rest else mark
    lines = f";{mark}{line_end}".join(texts)
    last = mark if mark and not before else ""
    return Edit(start=at, end=at, text=f"{'' if ended else ';'}{before}{line_end}{lines}{';' if ended else ''}{last}")

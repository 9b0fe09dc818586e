"""Losses: the findings of a file that makes an object anew without what an earlier migration had set on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from docgen.lint.context import Context
from docgen.lint.fixes.repeating import repeated_below
from docgen.lint.keys import label
from docgen.lint.traits import Loss
from docgen.model.finding import Finding, Fix


def made_anew(
    context: Context, sort: str, lost: str, remedy: str, title: str, also: tuple[str, ...] = ()
) -> Iterator[Finding]:
    """One finding for each loss of a sort; the fix repeats it below, with what the statement lost of ``also``.

    ``lost`` is the end of a sentence: "the grants that {} set".
    """
    for loss in context.traits.losses(sort):
        kind, name = loss.action.kind.capitalize(), label(loss.action)
        message = f'{kind} "{name}" is made anew and loses {lost.format(context.where(loss.before))}.'
        mend = repeated_below(context, (loss, *_of_statement(context, loss, *also)), title)
        yield context.finding(message, remedy, loss.action, statement=loss.statement, fix=mend)


def options_taken(
    context: Context, sort: str, owner: str, remedy: str, mend: Callable[[Context, Sequence[Loss]], Fix | None]
) -> Iterator[Finding]:
    """One finding for each option that a new definition leaves out; ``remedy`` names it at "{}"."""
    for loss in context.traits.losses(sort):
        option = loss.name.partition(" ")[2]
        of = f'{owner} "{label(loss.action)}"'
        message = f"This takes {option} away from {of}, which {context.where(loss.before)} gave it."
        fix = mend(context, _of_statement(context, loss, sort))
        yield context.finding(message, remedy.format(option), loss.action, statement=loss.statement, fix=fix)


def _of_statement(context: Context, loss: Loss, *sorts: str) -> list[Loss]:
    return [one for one in context.traits.losses(*sorts) if one.statement is loss.statement] if sorts else []

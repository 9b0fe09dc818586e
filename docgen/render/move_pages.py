"""Move page: what of the schema does not travel to its next home, each with the objects that rest on it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from docgen.model.portability import Portability
from docgen.render import evidence
from docgen.render.document import Document, Page
from docgen.render.environment import Environment
from docgen.render.filters import Markdown, count
from docgen.render.links import MOVE, link
from docgen.render.notes import note
from docgen.render.portability_markdown import portability_markdown

_PHRASES = {"blocks": "{} the move|blocks|block", "decision": "{} a decision|needs|need", "note": "to know||"}


def move_pages(document: Document, environment: Environment) -> Iterator[Page]:
    """move.md, where a next home is configured."""
    if document.move is None:
        return
    shown = partial(evidence.object_link, references=environment.references, page=MOVE)
    yield environment.page(
        "move.md.j2",
        MOVE,
        report=Markdown(portability_markdown(document.move, shown).rstrip("\n")),
        target=document.move.target,
        notes=note(document, MOVE),
    )


def readiness(move: Portability, page: str) -> Markdown:
    """How far the schema is from its next home, in one line, as the page at ``page`` says it."""
    if not move.obstacles:
        return link(page, MOVE, Markdown("nothing known stands in the way"))
    number = len(move.obstacles)
    things = f"{count(number, 'thing')} {'does' if number == 1 else 'do'} not travel"
    return Markdown(f"{link(page, MOVE, Markdown(things))}: {shares(move)}")


def shares(move: Portability) -> str:
    """How many of the obstacles block the move, need a decision, and are good to know."""
    told = []
    for severity, phrase in _PHRASES.items():
        number = sum(one.severity == severity for one in move.obstacles)
        sentence, one, many = phrase.split("|")
        if number:
            told.append(f"{number} {sentence.format(one if number == 1 else many)}")
    return ", ".join(told)

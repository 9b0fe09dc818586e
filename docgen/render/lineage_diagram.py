"""Lineage diagram: what a relation is made from and what is made of it, through every view between, as a flowchart."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable

from docgen.model.name import Name
from docgen.model.relation import Relation
from docgen.render.diagram import label
from docgen.render.filters import Markdown, block, count
from docgen.render.links import spelled
from docgen.render.references import References

# More than these are no picture any more.
MOST = 25
_SHAPES = {"view": ("([", "])"), "materialized view": ("[[", "]]")}


def lineage_diagram(relation: Relation, references: References) -> Markdown:
    """The flowchart around ``relation``, the nearest 25 of it, and a line that says what is left out.

    Empty where no view is made of it and it is none.
    """
    views = references.lineage.views
    readers = references.lineage.readers

    def above(name: Name) -> Iterable[Name]:
        return views[name].relations if name in views else ()

    def below(name: Name) -> Iterable[Name]:
        return readers.get(name, ())

    near = _nearest(relation.id, above, below)
    if len(near) < 2:
        return Markdown("")
    shown = sorted(near[:MOST])
    number = {name: f"n{index}" for index, name in enumerate(shown)}
    lines = ["flowchart LR", *(_node(name, number[name], references) for name in shown)]
    lines += [f"  {number[one]} --> {number[name]}" for name in shown for one in above(name) if one in number]
    lines.append(f"  style {number[relation.id]} stroke-width:4px")
    drawn = block("\n".join(lines), "mermaid")
    if len(near) <= MOST:
        return drawn
    return Markdown(f"{drawn}\n\nThe picture leaves out {count(len(near) - MOST, 'relation')} further away.")


def _nearest(
    start: Name, above: Callable[[Name], Iterable[Name]], below: Callable[[Name], Iterable[Name]]
) -> list[Name]:
    """The relation, all that it is made from and all that is made of it, nearest first."""
    steps = {start: 0}
    for onwards in (above, below):
        waiting = deque([start])
        while waiting:
            here = waiting.popleft()
            for name in onwards(here):
                if name not in steps:
                    steps[name] = (steps[here] if here != start else 0) + 1
                    waiting.append(name)
    return sorted(steps, key=lambda name: (steps[name], name))


def _node(name: Name, number: str, references: References) -> str:
    relation = references.relations.get(name)
    left, right = _SHAPES.get(relation.kind if relation else "", ("[", "]"))
    return f'  {number}{left}"{label(spelled(name))}"{right}'

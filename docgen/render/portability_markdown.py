"""Portability as Markdown, for the plan of a move: a heading for each severity, a section for each obstacle."""

from __future__ import annotations

from collections.abc import Callable

from docgen.model.portability import Dependent, Obstacle, Portability
from docgen.render.filters import Markdown, code

TITLES = {"blocks": "Blocks the move", "decision": "Needs a decision", "note": "To know"}


def portability_markdown(found: Portability, shown: Callable[[str], Markdown] = code) -> str:
    """Each obstacle with everything that rests on it; then the sources and what is not sure.

    ``shown``: how an object is written, as a link where there are pages.
    """
    parts = [Markdown(f"# Move to {Markdown.escape(found.title)}, PostgreSQL {found.major}")]
    for severity, title in TITLES.items():
        group = [one for one in found.obstacles if one.severity == severity]
        if group:
            parts.append(Markdown(f"## {title}"))
            parts += [_obstacle(one, shown) for one in group]
    if not found.obstacles:
        parts.append(Markdown("Nothing known stands in the way."))
    known = [f"What is known of {Markdown.escape(found.title)} is of {found.dated}:\n"]
    known += [f"- {Markdown.escape(source.gives)}: <{source.url}>" for source in found.sources]
    known += [f"- **Not sure:** {Markdown.escape(sentence)}" for sentence in found.unsure]
    parts += [Markdown("## Sources"), Markdown("\n".join(known))]
    return "\n\n".join(parts) + "\n"


def _obstacle(one: Obstacle, shown: Callable[[str], Markdown]) -> Markdown:
    text = f"### {Markdown.escape(one.kind)} {code(one.name)}\n\n{Markdown.escape(one.message)}\n\n"
    text += f"**To do:** {Markdown.escape(one.suggestion)}"
    if one.dependents:
        text += "\n\n" + "\n".join(_dependent(dependent, shown) for dependent in one.dependents)
    return Markdown(text)


def _dependent(dependent: Dependent, shown: Callable[[str], Markdown]) -> str:
    via = f": {Markdown.escape(dependent.via)}" if dependent.via else ""
    return f"- {shown(dependent.object)}{via}"

"""[[phases]]: the steps in which a team builds its schema."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from docgen.config.section import Section


class Phase(Section, frozen=True):
    """A step of the project: done when its migrations are applied and its checks pass."""

    name: Annotated[str, Meta(min_length=1, description="What the team calls it.")]
    first: Annotated[str, Meta(description="Its first migration's version, or how that begins: 202501.")] = ""
    last: Annotated[str, Meta(description="Its last migration's version, or how that begins; default: open.")] = ""
    done_when: Annotated[tuple[str, ...], Meta(description="The names of checks and RLS tests that must pass.")] = ()
    scope: Annotated[str, Meta(description="What it is about, one sentence.")] = ""
    needs: Annotated[str, Meta(description="What it waits for, one sentence.")] = ""
    due: Annotated[str, Meta(description="When it is to be done, in the team's words.")] = ""
    steps: Annotated[tuple[str, ...], Meta(description="What is to do in it besides what the evidence says.")] = ()

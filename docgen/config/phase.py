"""[[phases]]: the steps in which a team builds its schema."""

from __future__ import annotations

from pydantic import Field

from docgen.config.section import Section


class Phase(Section):
    """A step of the project: done when its migrations are applied and its checks pass."""

    name: str = Field(min_length=1, description="What the team calls it.")
    first: str = Field("", description="Its first migration's version, or how that begins: 202501.")
    last: str = Field("", description="Its last migration's version, or how that begins; default: open.")
    done_when: tuple[str, ...] = Field((), description="The names of checks and RLS tests that must pass.")
    scope: str = Field("", description="What it is about, one sentence.")
    needs: str = Field("", description="What it waits for, one sentence.")
    due: str = Field("", description="When it is to be done, in the team's words.")
    steps: tuple[str, ...] = Field((), description="What is to do in it besides what the evidence says.")

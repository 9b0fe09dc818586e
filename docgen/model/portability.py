"""Portability: what of a schema does not travel to another home, and what to do about it."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from docgen.model.relation import Noun

ObstacleSeverity = Literal["blocks", "decision", "note"]


class Dependent(Noun, frozen=True, array_like=True):
    """One object that rests on what does not travel; ``via`` says by what: policy NAME, default, body, foreign key."""

    object: str  # public.orders, public.f(integer), or the place in a migration: path:line
    via: str = ""


class Obstacle(msgspec.Struct, frozen=True):
    """One thing that the target lacks, forbids or does otherwise."""

    severity: ObstacleSeverity  # blocks: the script fails or the schema does not work; decision: somebody has to choose
    kind: str  # extension, schema, role, language, routine, tablespace ... in SQL words
    name: str
    message: str  # one sentence: what is the matter
    suggestion: str  # what to do, one or two sentences
    dependents: tuple[Dependent, ...] = ()


class Source(msgspec.Struct, frozen=True):
    """A page of documentation and what was taken from it."""

    url: str
    gives: str


class Portability(msgspec.Struct, frozen=True):
    """What ``docgen export report --format json`` prints."""

    version: Literal[1]
    target: str
    title: str
    major: int  # of PostgreSQL on the target
    listed_major: int  # the major that the table of extensions is of
    dated: str  # ISO date or month: how old what is known of the target is
    sources: tuple[Source, ...]
    unsure: tuple[str, ...]  # what was not found out, one sentence each
    obstacles: tuple[Obstacle, ...]


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of ``docgen export report --format json``."""
    return msgspec.json.schema(Portability)

"""Register: the columns with personal data, from the configuration, from comments, and as suggestions."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterator, Sequence
from typing import Literal

from docgen.analysis.personal.suggest import suggestion
from docgen.config.personal_data import PersonalData
from docgen.model.catalog import Catalog
from docgen.model.name import Name
from docgen.model.relation import Column, Noun, Relation

_MARK = re.compile(r"@pii(?![\w-])(?:\(\s*([^()\n]{1,60}?)\s*\))?", re.IGNORECASE)
UNNAMED = "not categorised"


class PersonalColumn(Noun, frozen=True):
    """A column that holds data of people, or may; ``source`` says who says so, ``sign`` what made a suggestion."""

    relation: Name
    column: str
    type: str
    source: Literal["configuration", "comment", "suggestion"]
    category: str
    purpose: str = ""
    retention: str = ""
    sign: str = ""


class Register(Noun, frozen=True):
    """All that is known of personal data: labelled columns, suggested ones, and patterns that no column has."""

    labelled: tuple[PersonalColumn, ...] = ()
    suggested: tuple[PersonalColumn, ...] = ()
    unmatched: tuple[str, ...] = ()


def register(catalog: Catalog, entries: Sequence[PersonalData]) -> Register:
    """The register of ``catalog``: what ``entries`` and comments label, and what names and types suggest.

    Partitions are told at their parent; a view's column is suggested nowhere, since its table's is.
    """
    made = frozenset(Name(one.schema, one.name) for one in catalog.types if one.kind in ("domain", "composite"))
    found, matched = list[PersonalColumn](), set[str]()
    for relation in catalog.relations:
        if not relation.partition_of:
            for column in relation.columns:
                chosen: list[PersonalData] = []
                if entries:
                    chosen += _matching(entries, f"{relation.schema}.{relation.name}.{column.name}", matched)
                one = _judged(relation, column, chosen, made)
                if one is not None:
                    found.append(one)
    found.sort(key=lambda one: (one.category.casefold(), one.category))
    patterns = dict.fromkeys(pattern for entry in entries for pattern in entry.columns)
    return Register(
        labelled=tuple(one for one in found if one.source != "suggestion"),
        suggested=tuple(one for one in found if one.source == "suggestion"),
        unmatched=tuple(pattern for pattern in patterns if pattern not in matched),
    )


def _matching(entries: Sequence[PersonalData], place: str, matched: set[str]) -> Iterator[PersonalData]:
    for entry in entries:
        own = [pattern for pattern in entry.columns if pattern == place or fnmatch.fnmatchcase(place, pattern)]
        matched.update(own)
        if own:
            yield entry


def _judged(
    relation: Relation, column: Column, entries: Sequence[PersonalData], made: frozenset[Name]
) -> PersonalColumn | None:
    mark = _MARK.search(column.comment) if "@" in column.comment else None
    if entries and not entries[0].personal:
        return None
    labels = [entry for entry in entries if entry.personal]
    category, sign = "", ""
    if not labels and not mark:
        category, sign = suggestion(column, made) if relation.kind not in ("view", "materialized view") else ("", "")
        if not sign:
            return None
    said = next((entry.category for entry in labels if entry.category), "")
    return PersonalColumn(
        relation=relation.id,
        column=column.name,
        type=column.type,
        source="configuration" if labels else "comment" if mark else "suggestion",
        category=said or (mark[1] if mark and mark[1] else "") or category or UNNAMED,
        purpose=next((entry.purpose for entry in labels if entry.purpose), ""),
        retention=next((entry.retention for entry in labels if entry.retention), ""),
        sign=sign,
    )

"""docgen check of several databases: the verdict on each, and on the files that all share."""

from __future__ import annotations

import os
from functools import partial
from typing import NamedTuple

import msgspec

from docgen.commands.each import refused
from docgen.commands.options import Chosen
from docgen.errors import DocgenError
from docgen.read.project import read_project, read_snapshot
from docgen.write.databases import Databases, Part
from docgen.write.output import Mode
from docgen.write.staleness import NAVIGATION, Server, Verdict, examine_pages


class Verdicts(NamedTuple):
    """The verdicts by the databases' names; ``shared`` where all databases were looked at."""

    databases: dict[str, Verdict]
    shared: Verdict | None


def check_several(chosen: Chosen, server: Server, *, diffs: bool) -> tuple[Verdicts, int]:
    """The verdicts on the chosen databases, and the worst exit code."""
    databases = Databases(chosen.home)
    verdicts: dict[str, Verdict] = {}
    parts: list[Part] = []
    codes = [0]
    for workspace in chosen.databases:
        try:
            project, snapshot = read_project(workspace), read_snapshot(workspace)
            found = examine_pages(project, snapshot, server, partial(databases.crossing, workspace), diffs=diffs)
        except DocgenError as error:
            codes.append(refused(workspace, error))
            continue
        docs = os.path.relpath(workspace.docs, chosen.home.root).replace(os.sep, "/")
        verdicts[workspace.database] = msgspec.structs.replace(found.verdict, docs=docs)
        codes.append(int(found.verdict.failed))
        parts.append(
            databases.part_of(workspace, found.content, found.verdict.outcome.made)
            if found.content
            else databases.part(workspace)
        )
    shared = None
    if len(parts) == len(chosen.home.databases):
        shared = _shared(databases, parts, diffs)
        codes.append(int(shared.failed))
    return Verdicts(verdicts, shared), max(codes)


def _shared(databases: Databases, parts: list[Part], diffs: bool) -> Verdict:
    outcome = databases.write(parts, Mode.CHECK, diffs=diffs)
    reasons = (NAVIGATION,) if databases.write_navigation(parts, check=True) else ()
    return Verdict(databases.home.config.docs, reasons, outcome)

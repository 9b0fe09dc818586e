"""docgen build of several databases: all are read before any is written, since their pages speak of each other."""

from __future__ import annotations

from docgen.commands.build import Say, Taken, Wishes, summarise, take, unchanged, write
from docgen.commands.each import refused
from docgen.commands.options import Chosen, shown
from docgen.config.workspace import Workspace
from docgen.errors import DocgenError
from docgen.write.build_cache import BuildCache
from docgen.write.databases import Databases, Part
from docgen.write.output import Mode


def build_several(chosen: Chosen, wishes: Wishes, say: Say) -> int:
    """Build the chosen databases and what all share; the worst exit code of them.

    One that cannot be read or written does not keep docgen from the others.
    """
    databases = Databases(chosen.home)
    taken: list[tuple[Workspace, Taken]] = []
    codes = [0]
    for workspace in chosen.databases:
        try:
            found = take(workspace, wishes, _named(workspace, say))
        except DocgenError as error:
            codes.append(refused(workspace, error))
        else:
            taken.append((workspace, found))
            databases.know(workspace, found.snapshot)
    parts: dict[str, Part] = {}
    for workspace, found in taken:
        try:
            codes.append(_build(databases, workspace, found, wishes, say, parts))
        except DocgenError as error:
            codes.append(refused(workspace, error))
    _share(databases, parts, wishes, say)
    return max(codes)


def _build(
    databases: Databases, workspace: Workspace, taken: Taken, wishes: Wishes, say: Say, parts: dict[str, Part]
) -> int:
    """Write one database's pages, unless nothing changed; what it gives to the shared files goes into ``parts``."""
    from docgen.write.inputs import fingerprint

    crossing = databases.crossing(workspace, taken.snapshot.catalog)
    cache = BuildCache(workspace.root, workspace.docs)
    key = fingerprint(taken.project, taken.snapshot, crossing)
    if not wishes.strict and cache.holds(key) and unchanged(taken, say):
        return 0
    from docgen.write import documentation

    content = documentation.document(taken.project, taken.snapshot, crossing)
    outcome = write(workspace, content, wishes)
    parts[workspace.database] = databases.part_of(workspace, content, outcome.made)
    cache.keep(key)
    summarise(workspace, outcome, content, _named(workspace, say))
    return 1 if wishes.strict and documentation.errors(content) else 0


def _share(databases: Databases, parts: dict[str, Part], wishes: Wishes, say: Say) -> None:
    home = databases.home
    every = [parts.get(one.database) or databases.part(one) for one in home.databases]
    outcome = databases.write(every, Mode.WRITE, force=wishes.force)
    moved = databases.write_navigation(every)
    word = "updated" if moved or outcome.stale else "nothing changed"
    say(f"{shown(home.docs)}: {word} (the page of all {len(every)} databases, the navigation)")
    for folder in databases.strangers():
        say(f"warning: {shown(folder)} holds pages of a database that is not configured: delete it, or configure it")


def _named(workspace: Workspace, say: Say) -> Say:
    return lambda line: say(f"{workspace.database}: {line}")

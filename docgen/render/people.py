"""People: what only they know (maintenance, emergencies, support), from notes or the configuration, and the map."""

from __future__ import annotations

from docgen.render.document import Document
from docgen.render.filters import Markdown, block, count
from docgen.render.health import results_of
from docgen.render.links import OVERVIEW, STATUS
from docgen.render.notes import demoted

_SECTIONS = ("maintenance", "emergency", "support")


def people(document: Document) -> dict[str, object]:
    """What the status page's template is told of them: Markdown by section."""
    found: dict[str, object] = {}
    for section in _SECTIONS:
        written = getattr(document.words, section) or document.notes.get(f"status/{section}.md", "")
        found[section] = Markdown(demoted(written.strip(), 3))
    owners: dict[str, list[str]] = {}
    for component in document.status.components:
        if component.owner:
            owners.setdefault(component.owner, []).append(component.name)
    told = [f"**{Markdown.escape(owner)}** for {Markdown.escape(', '.join(names))}" for owner, names in owners.items()]
    return found | {"owners": Markdown("; ".join(told)), "tree": _tree(document), "outcome": _outcome(document)}


def _outcome(document: Document) -> list[str]:
    """What is true when everything is resolved, each sentence with how far it is true now."""
    failing = [result for _, result in results_of(document) if result.outcome == "failed"]
    replay = document.snapshot.replay
    broken = len({failure.path for failure in replay.failures}) if replay else 0
    sentences = []
    if replay and document.migrations:
        total = len(document.migrations)
        now = f"now {total - broken}" if broken else "as they do now"
        sentences.append(
            f"A clean chain: {total} of {count(total, 'migration')} run through on an empty server; {now}."
        )
    if document.conflicts:
        sentences.append(f"No two migrations contradict each other; now {count(len(document.conflicts), 'conflict')}.")
    if document.snapshot.drift is not None:
        sentences.append("The live database is what the migrations make.")
    if failing:
        sentences.append(f"Every health check gives what is expected; now {count(len(failing), 'fails', 'fail')}.")
    ready = sum(one.verdict == "production ready" for one in document.status.components)
    if document.status.components:
        every = len(document.status.components)
        sentences.append(f"{every} of {count(every, 'component')} production ready; now {ready}.")
    return sentences


def _tree(document: Document) -> Markdown:
    """The folders of the documentation as a tree, with what is in them."""
    catalog = document.catalog
    folders: dict[str, list[tuple[str, str]]] = {"": [(OVERVIEW, "overview and navigation"), (STATUS, "this page")]}
    for component in document.status.components:
        folder, _, name = component.page.rpartition("/")
        folders.setdefault(folder, []).append((f"{name}.md", component.name))
    folders["migrations"] = [
        ("current-state.md", "the schema as it is"),
        ("migration-log.md", "what each migration did"),
        ("troubleshooting.md", "what is known to be wrong, and the way back"),
    ]
    tables = sum(relation.partition_of is None for relation in catalog.relations)
    folders["tables"] = [("…", f"{tables:,} tables and views")]
    if catalog.routines:
        folders["functions"] = [("…", f"{len({one.id for one in catalog.routines}):,} functions")]
    entries = [(name, text, 0) for name, text in folders.pop("")]
    for folder, files in sorted(folders.items()):
        entries.append((f"{folder}/", "", 0))
        entries += [(name, text, 1) for name, text in files]
    return block("\n".join(_lines(entries)), "text")


def _lines(entries: list[tuple[str, str, int]]) -> list[str]:
    lines = []
    for number, (name, text, depth) in enumerate(entries):
        later = [other for _, _, other in entries[number + 1 :]]
        end = next((other for other in later if other <= depth), -1) != depth
        last = not any(other == 0 for other in later) if depth else False
        stem = ("    " if last else "│   ") * depth + ("└── " if end else "├── ")
        line = f"{stem}{name}"
        lines.append(f"{line:<36} # {' '.join(text.split())}" if text else line)
    return lines

"""The page before the databases: which there are, how each stands, and what of one means another's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from docgen.config.config import Config
from docgen.model.catalog import Catalog
from docgen.model.cross_reference import CrossReference
from docgen.model.name import Name
from docgen.model.snapshot import Snapshot
from docgen.model.status import Verdict
from docgen.render.cross_references import place_in_another
from docgen.render.diagram import label
from docgen.render.document import Document, Page
from docgen.render.environment import Environment
from docgen.render.evidence import VERDICTS
from docgen.render.filters import Markdown, block, cell, code, count, first_sentence, table
from docgen.render.issues import issues_of
from docgen.render.links import MAP, MIGRATION_LOG, OVERVIEW, STATUS


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One database as the page tells of it; ``folder`` leads to its pages. Without a verdict it was never built."""

    name: str
    title: str
    folder: str
    description: str = ""
    verdict: Verdict | None = None
    sentence: str = ""
    tables: int = 0
    views: int = 0
    routines: int = 0
    migrations: int = 0
    last_updated: str = ""
    components: tuple[tuple[str, str], ...] = ()  # name, page
    leaving: tuple[CrossReference, ...] = ()
    faults: tuple[str, ...] = ()


def entry_of(document: Document, named: Entry) -> Entry:
    """What the page tells of a database that was built; ``named`` says how it is called and where it is."""
    relations = [one for one in document.catalog.relations if one.partition_of is None]
    views = sum("view" in one.kind for one in relations)
    issues, crossing = issues_of(document), document.cross_references
    return msgspec.structs.replace(
        named,
        verdict=issues.verdict,
        sentence=issues.sentence,
        tables=len(relations) - views,
        views=views,
        routines=len(document.catalog.routines),
        migrations=len(document.migrations),
        last_updated=document.status.last_updated,
        components=tuple((one.name, f"{one.page}.md") for one in document.status.components),
        leaving=tuple(one for one in crossing.references if one.leaving),
        faults=crossing.faults,
    )


def databases_pages(config: Config, entries: Sequence[Entry], templates: Path | None) -> Iterator[Page]:
    """README.md of the folder that holds the databases', and llms.txt, which leads to theirs."""
    environment = Environment(Document(title="", snapshot=Snapshot(catalog=Catalog(), origin="migrations")), templates)
    yield environment.page(
        "databases_llms.txt.j2",
        "llms.txt",
        title=config.title,
        databases=[
            (_link(one, "llms.txt", one.title), first_sentence(one.description) if one.description else "")
            for one in entries
            if one.verdict
        ],
        references=_references(entries),
    )
    yield environment.page(
        "databases.md.j2",
        OVERVIEW,
        title=config.title,
        description=Markdown(config.description.strip()),
        databases=_databases(entries),
        picture=_picture(entries),
        sections=[(entry.title, _facts(entry), _components(entry)) for entry in entries],
        references=_references(entries),
        faults=[fault for entry in entries for fault in entry.faults],
    )


def _databases(entries: Sequence[Entry]) -> Markdown:
    rows = [
        (
            _link(one, OVERVIEW, one.title) if one.verdict else cell(one.title),
            Markdown(VERDICTS[one.verdict]) if one.verdict else Markdown("not built yet"),
            one.tables if one.verdict else "",
            one.views if one.verdict else "",
            one.last_updated,
            first_sentence(one.description) if one.description else Markdown(""),
        )
        for one in entries
    ]
    return table(rows, "Database", "Status", "Tables", "Views", "Last changed", "What it is for")


def _facts(entry: Entry) -> Markdown:
    """One line: what the evidence says, and the pages that one wants first."""
    if entry.verdict is None:
        return Markdown(f"Not built yet: run {code(f'docgen build --database {entry.name}')}.")
    numbers = (
        (entry.tables, "table"),
        (entry.views, "view"),
        (entry.routines, "function"),
        (entry.migrations, "migration"),
    )
    counts = [count(number, noun) for number, noun in numbers if number]
    pages = ((STATUS, "Status"), (MAP, "Map"), (MIGRATION_LOG, "Migration log"))
    links = [_link(entry, path, title) for path, title in pages]
    return Markdown(f"{Markdown.escape(entry.sentence)}\n\n{' · '.join([*counts, *links])}".lstrip())


def _components(entry: Entry) -> Markdown:
    return Markdown(", ".join(_link(entry, page, name) for name, page in entry.components))


def _link(entry: Entry, path: str, words: str) -> Markdown:
    return Markdown(f"[{Markdown.escape(words)}]({entry.folder}/{path})")


def _picture(entries: Sequence[Entry]) -> Markdown:
    """The databases and how many cross references lead from one to another; without any there is no picture."""
    numbers = {one.name: number for number, one in enumerate(entries)}
    counts = Counter((one.name, each.database.name) for one in entries for each in one.leaving)
    if not counts:
        return Markdown("")
    lines = ["flowchart LR"]
    lines += [f'  d{numbers[one.name]}[("{label(one.title)}<br>{count(one.tables, "table")}")]' for one in entries]
    lines += [f"  d{numbers[here]} -.->|{many}| d{numbers[there]}" for (here, there), many in counts.items()]
    return block("\n".join(lines), "mermaid")


def _references(entries: Sequence[Entry]) -> Markdown:
    by_name = {one.name: one for one in entries}
    rows = [
        (
            _end(entry, one.relation, one.column, known=True),
            _end(by_name[one.database.name], one.other, one.other_column, known=one.found),
            Markdown(f"foreign server {code(one.server)}") if one.server else cell(one.note),
            Markdown("") if one.found else Markdown("**not found**"),
        )
        for entry in entries
        for one in entry.leaving
    ]
    return table(rows, "From", "To", "What is known of it", "State")


def _end(entry: Entry, relation: Name, column: str, *, known: bool) -> Markdown:
    shown = code(f"{relation}.{column}" if column else relation)
    if known and entry.verdict:
        shown = Markdown(f"[{shown}]({entry.folder}/{place_in_another(relation, column)})")
    return Markdown(f"{Markdown.escape(entry.title)}: {shown}")

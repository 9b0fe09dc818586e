"""The navigation of the site: the generated pages as entries of the nav in a project's mkdocs.yml."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from docgen.analysis.access.roles import EVERYONE
from docgen.errors import OutputError
from docgen.model.name import Name
from docgen.render.document import Document
from docgen.render.filters import visible
from docgen.render.links import (
    ACCESS,
    CURRENT_STATE,
    EXTENSIONS,
    LOG_FOLDER,
    MAP,
    MIGRATION_LOG,
    MOVE,
    OBJECTS,
    OVERVIEW,
    PERSONAL_DATA,
    ROLES,
    STATUS,
    TROUBLESHOOTING,
    WAYS_BACK,
    page_path,
    role_page,
)
from docgen.render.log_groups import is_split, log_groups
from docgen.render.ways_back import ways_back_titles

Mode = Literal["auto", "full", "schemas"]

FULL_UP_TO = 300
"""Tables up to which auto lists every page: above, the sidebar is most of every page's bytes."""

START = "# docgen:navigation"
END = "# docgen:end"

_SERVER = {
    ACCESS: "Access",
    PERSONAL_DATA: "Personal data",
    ROLES: "Roles",
    EXTENSIONS: "Extensions",
    OBJECTS: "Other objects",
    MOVE: "Move",
}
_MIGRATIONS = {
    CURRENT_STATE: "Current state",
    MIGRATION_LOG: "Migration log",
    TROUBLESHOOTING: "Troubleshooting",
}
_FIRST = {STATUS: "Status", MAP: "Map"}
_FIXED = {**_FIRST, **_SERVER, **_MIGRATIONS}
_SCHEMA_FOLDERS = ("schemas", "tables", "functions", "types")
_WIDE = str.maketrans("<>&", "\uff1c\uff1e\uff06")
_UNPRINTABLE = re.compile(
    "[^ -~\xa0-\u061b\u061d-\u200a\u2010-\u2027\u202f-\u2065\u206a-\ud7ff"
    "\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


class Entry(NamedTuple):
    """One line of the navigation: a page, or a section with entries; an index page has no title."""

    title: str
    path: str = ""
    children: tuple[Entry, ...] = ()


def lists_every_page(mode: Mode, tables: int) -> bool:
    """Whether the navigation names every page, or the indexes of the schemas only."""
    return mode == "full" or (mode == "auto" and tables <= FULL_UP_TO)


def navigation(pages: Iterable[tuple[str, str]], mode: Mode = "auto", title: str = "Database") -> Entry:
    """The section of all ``pages``, which are (path below the docs folder, title), in the order to show them.

    Components come first, then the schemas with their tables, functions and types, the server, the migrations.
    """
    titles = {path: name for path, name in pages if path.endswith(".md")}
    tables = sum(path.startswith("tables/") for path in titles)
    overview = [Entry("", OVERVIEW)] if OVERVIEW in titles else []
    overview += [Entry(name, path) for path, name in _FIRST.items() if path in titles]
    known = {OVERVIEW, *_FIRST, *_SERVER}
    others = [path for path in titles if path not in known]
    components = [path for path in others if path.split("/")[0] not in (*_SCHEMA_FOLDERS, "roles", "migrations")]
    every_page = lists_every_page(mode, tables)
    roles = [path for path in others if path.startswith("roles/")] if every_page else []
    children = [
        *overview,
        *_components(components, titles),
        *_schemas(others, titles, every_page=every_page),
        *_section("Roles and objects", [path for path in _SERVER if path in titles], titles),
        *_section("What each role may do", roles, titles),
        *_migrations(titles),
    ]
    return Entry(title, children=tuple(children))


def titled(paths: Iterable[str], document: Document) -> Iterator[tuple[str, str]]:
    """Each page of ``paths`` (below the docs folder) with the title that it has in the navigation.

    Pages that nothing in ``document`` is behind, as those of dropped tables, are left out.
    """
    catalog = document.catalog
    titles = {OVERVIEW: document.title, **_FIXED}
    titles |= {f"{component.page}.md": component.name for component in document.status.components}
    titles |= {page_path("schema", Name(schema.name, "")): schema.name for schema in catalog.schemas}
    titles |= {role_page(EVERYONE): "Everyone", **{role_page(role.name): role.name for role in catalog.roles}}
    titles |= {path.replace("schemas/", "types/", 1): name for path, name in titles.items() if "schemas/" in path}
    for kind, objects in (("relation", catalog.relations), ("routine", catalog.routines)):
        titles |= {page_path(kind, thing.id): f"{thing.schema}.{thing.name}" for thing in objects}
    titles |= {group.path: group.title for group in log_groups(document)} if is_split(document) else {}
    titles |= ways_back_titles(document)
    present = set(paths)
    return ((path, title) for path, title in titles.items() if path in present)


def yaml_lines(entry: Entry, prefix: str) -> list[str]:
    """The ``entry`` as lines of YAML, two spaces a level; ``prefix`` is the docs folder as the site sees it."""
    return list(_yaml(entry, f"{prefix}/" if prefix else "", ""))


def replace_region(text: str, lines: Sequence[str], name: str = "mkdocs.yml") -> str | None:
    """The ``text`` of a mkdocs.yml with ``lines`` between its two marks; None when it holds no marks.

    Only text between the marks changes: the file may hold tags that only its own reader knows.
    Raises OutputError naming the line of a mark that is missing, doubled, or out of order.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    written = text.split(newline)
    starts = [number for number, line in enumerate(written) if line.strip() == START]
    ends = [number for number, line in enumerate(written) if line.strip() == END]
    if not starts and not ends:
        return None
    if len(starts) > 1 or len(ends) > 1:
        raise _marks(name, max(starts if len(starts) > 1 else ends), "is a second one; one of each is allowed")
    if not ends:
        raise _marks(name, starts[0], f"has no {END!r} below it")
    if not starts or starts[0] > ends[0]:
        raise _marks(name, ends[0], f"has no {START!r} above it")
    start, end = starts[0], ends[0]
    indent = written[start][: len(written[start]) - len(written[start].lstrip())]
    return newline.join([*written[: start + 1], *(indent + line for line in lines), *written[end:]])


def scalar(text: str) -> str:
    """The ``text`` as a double-quoted YAML scalar that every reader takes for exactly that text."""
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


def _components(paths: Sequence[str], titles: dict[str, str]) -> Iterator[Entry]:
    """One section of component pages; those that share a folder stand together below its name."""
    folders: dict[str, list[Entry]] = {}
    for path in paths:
        folders.setdefault(path.rpartition("/")[0], []).append(Entry(titles[path], path))
    children: list[Entry] = []
    for folder, inside in folders.items():
        together = folder and len(inside) > 1
        children += [Entry(_words(folder), children=tuple(inside))] if together else inside
    if children:
        yield Entry("Components", children=tuple(children))


def _schemas(paths: Sequence[str], titles: dict[str, str], *, every_page: bool) -> Iterator[Entry]:
    """The schemas that have a page of their own, with the pages of their objects below when ``every_page``."""
    inside: dict[str, dict[str, list[str]]] = {}
    for path in paths:
        folder, _, file = path.partition("/")
        if folder in _SCHEMA_FOLDERS:
            key = file.removesuffix(".md") if folder in ("schemas", "types") else file.split(".", 1)[0]
            inside.setdefault(key, {}).setdefault(folder, []).append(path)
    for key, folders in sorted(inside.items()):
        index = folders.get("schemas", [])
        name = titles[index[0]] if index else key
        if index and not every_page:
            yield Entry(name, index[0])
        elif every_page:
            short = {path: titles[path].removeprefix(f"{name}.") for path in titles}
            tables = [Entry(short[path], path) for path in folders.get("tables", [])]
            functions = tuple(Entry(short[path], path) for path in folders.get("functions", []))
            children = [Entry("Overview", path) for path in index] + tables
            children += [Entry("Functions", children=functions)] if functions else []
            children += [Entry("Types", path) for path in folders.get("types", [])]
            yield Entry(name, children=tuple(children))


def _migrations(titles: dict[str, str]) -> Iterator[Entry]:
    """The section of migrations; the parts of a long log and of many ways back stand below their page."""
    parts = {
        whole: tuple(Entry(titles[path], path) for path in titles if path.startswith(f"{folder}/"))
        for whole, folder in ((MIGRATION_LOG, LOG_FOLDER), (TROUBLESHOOTING, WAYS_BACK))
    }
    for section in _section("Migrations", [path for path in _MIGRATIONS if path in titles], titles):
        inside = [
            Entry(one.title, children=(Entry("", one.path), *parts[one.path])) if parts.get(one.path) else one
            for one in section.children
        ]
        yield Entry(section.title, children=tuple(inside))


def _section(title: str, paths: Sequence[str], titles: dict[str, str]) -> Iterator[Entry]:
    if paths:
        yield Entry(title, children=tuple(Entry(titles[path], path) for path in paths))


def _yaml(entry: Entry, prefix: str, indent: str) -> Iterator[str]:
    path = scalar(prefix + entry.path)
    if not entry.title:
        yield f"{indent}- {path}"
    elif not entry.children:
        yield f"{indent}- {_title(entry.title)}: {path}"
    else:
        yield f"{indent}- {_title(entry.title)}:"
        for child in entry.children:
            yield from _yaml(child, prefix, f"{indent}    ")


def _title(text: str) -> str:
    """A title that no theme takes for markup, whether it escapes titles, prints them raw, or unescapes them."""
    return scalar(" ".join(visible(text).split()).translate(_WIDE) or "‹space›")


def _words(folder: str) -> str:
    words = re.sub(r"[-_/]+", " ", folder).strip()
    return words[:1].upper() + words[1:]


def _marks(name: str, line: int, fault: str) -> OutputError:
    return OutputError(
        f"{name}, line {line + 1}: this mark of docgen's {fault}",
        f"The navigation is written between one line {START!r} and one line {END!r} below it.",
    )

"""Links: where the page of each object is, how its places are called, and how one page points at another."""

from __future__ import annotations

import hashlib
import posixpath
import re
from functools import lru_cache
from urllib.parse import urlencode

from docgen.model.migration import migration_name
from docgen.model.name import Name
from docgen.render.filters import Markdown

_PLAIN = re.compile(r"[a-z0-9_]+\Z")
_NOT_PLAIN = re.compile(r"[^a-z0-9_]+")
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9]|index|readme)\Z")
_LONGEST = 100
_REMEMBERED = 1 << 15  # names that keep their slug, the last ones used

FOLDERS = {"relation": "tables", "routine": "functions", "type": "types", "schema": "schemas", "sequence": "schemas"}
OVERVIEW = "README.md"
STATUS = "SCHEMA-STATUS.md"
MAP = "map.md"
ROLES = "roles.md"
ACCESS = "access.md"
PERSONAL_DATA = "personal-data.md"
EXTENSIONS = "extensions.md"
MOVE = "move.md"
OBJECTS = "objects.md"
CHANGES = "changes/index.md"
CURRENT_STATE = "migrations/current-state.md"
MIGRATION_LOG = "migrations/migration-log.md"
LOG_FOLDER = "migrations/log"
WAYS_BACK = "migrations/ways-back"
TROUBLESHOOTING = "migrations/troubleshooting.md"


def digest(exact: str) -> str:
    """Eight hexadecimal digits that stand for exactly this text."""
    return hashlib.sha256(exact.encode("utf-8", "surrogatepass")).hexdigest()[:8]


@lru_cache(maxsize=_REMEMBERED)
def slug(name: str) -> str:
    """``name`` if it is plain (a-z, 0-9, _), else its plain part, a hyphen and a digest: never two names alike."""
    if _PLAIN.match(name) and len(name) <= _LONGEST:
        return name
    plain = _NOT_PLAIN.sub("_", name.lower()).strip("_")[:40]
    return f"{plain or 'x'}-{digest(name)}"


def _file_slug(name: str) -> str:
    return f"{name}-{digest(name)}" if _RESERVED.match(name) else slug(name)


@lru_cache(maxsize=_REMEMBERED)
def file_name(name: Name) -> str:
    """The file of an object: ``schema.name.md`` for plain names, safe on every file system for all others."""
    return f"{_file_slug(name.schema)}.{_file_slug(name.name)}.md"


@lru_cache(maxsize=_REMEMBERED)
def spelled(name: Name) -> str:
    """The name as a person writes it in SQL."""
    return str(name)


def page_path(kind: str, name: Name) -> str:
    """The page, below the docs folder, that speaks of an object.

    ``kind``: relation, routine, type, sequence, schema. Types and sequences live on their schema's page, at
    ``place(kind, name)``; of a schema's Name only ``schema`` counts.
    """
    if kind in ("relation", "routine"):
        return f"{FOLDERS[kind]}/{file_name(name)}"
    return f"{FOLDERS[kind]}/{_file_slug(name.schema)}.md"


def role_page(role: str) -> str:
    """The page of a role, or of everyone (public, which no role can be called)."""
    return f"roles/{_file_slug(role)}.md"


def anchor(prefix: str, name: str) -> str:
    """The identifier of a place on a page: ``anchor("col", "vat")`` is ``col-vat``."""
    return f"{prefix}-{slug(name)}"


def place(kind: str, name: Name) -> str:
    """The whole target of an object: its page, and its place on it where the page holds more than one."""
    path = page_path(kind, name)
    return f"{path}#{anchor(kind, name.name)}" if kind in ("type", "sequence") else path


def identity(path: str) -> str:
    """How the map calls the object whose page is at ``path``: the page's own name, which is like no other's."""
    return path.removesuffix(".md").partition("/")[2]


def map_view(**words: str) -> str:
    """The address of a view of the map: ``map_view(table="public.orders")``, also schema or component."""
    return f"{MAP}?{urlencode(words)}"


def migration_place(path: str) -> str:
    """The place of a migration file in the migration log: of a long one on its index, so that no link ever moves."""
    return f"{MIGRATION_LOG}#{migration_anchor(path)}"


def migration_anchor(path: str) -> str:
    """The identifier of a migration file's place in the migration log, by its path in the project."""
    return anchor("migration", migration_name(path))


def relative(page: str, target: str) -> str:
    """How the page at ``page`` writes the address of ``target`` (a path below the docs folder, with or without #)."""
    if target.startswith(f"{page}#"):
        return target[len(page) :]
    folder, slash, _ = page.rpartition("/")
    if not slash:
        return target
    if target.startswith(f"{folder}/"):
        return target[len(folder) + 1 :]
    if "/" not in folder:
        return f"../{target}"
    path, hash_mark, identifier = target.partition("#")
    return posixpath.relpath(path, folder) + hash_mark + identifier


def link(page: str, target: str, label: Markdown) -> Markdown:
    """A link on the page at ``page`` to ``target``."""
    return linked(label, relative(page, target))


def linked(label: Markdown, address: str) -> Markdown:
    """A link whose address is as its page writes it."""
    return Markdown("".join(("[", label, "](", address, ")")))  # half of what formatting a text that is no str costs

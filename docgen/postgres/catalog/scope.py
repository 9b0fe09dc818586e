"""Scope: which schemas and relations are documented, and what every object of the database is called."""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from docgen.model.name import Name
from docgen.postgres.catalog.statements import Rows

RELATION_KINDS = {
    "r": "table",
    "p": "partitioned table",
    "v": "view",
    "m": "materialized view",
    "f": "foreign table",
}
_SECRET_WORDS = ("password", "passwd", "secret", "key", "token", "credential")


class Scope:
    """The documented part of one database.

    ``schemas`` and ``exclude`` are patterns of fnmatch, the first for schema names, the second for schema.name;
    ``auth.*`` leaves out the schema itself too. Without ``schemas`` all schemas count but the system's and those of
    extensions. The dictionaries map oids to names; ``relations``, ``sequences`` and ``composites`` are the documented
    ones.
    """

    def __init__(self, rows: Mapping[str, Rows], schemas: Sequence[str], exclude: Sequence[str]) -> None:
        self._excluded = _matcher(exclude)
        self.owned = {(row[4], row[5]) for row in rows["extensions"]}
        self.roles: dict[int, str] = {row[0]: row[1] for row in rows["roles"]}
        self.roles[0] = "public"
        self.namespaces: dict[int, str] = {row[0]: row[1] for row in rows["namespaces"]}
        wanted = _matcher(schemas) if schemas else None
        self.schemas = {
            oid: name
            for oid, name in self.namespaces.items()
            if not _is_system(name)
            and (wanted(name) if wanted else ("pg_namespace", oid) not in self.owned)
            and not self._excluded(f"{name}.")
        }
        self.missing = tuple(
            pattern
            for pattern in sorted(set(schemas))
            if not any(letter in pattern for letter in "*?[") and pattern not in self.schemas.values()
        )
        self.names: dict[int, Name] = {}
        self.kinds: dict[int, str] = {}
        self.relations: list[int] = []
        self.sequences: list[int] = []
        self.composites: list[int] = []
        self._read_names(rows["names"])

    def _read_names(self, rows: Rows) -> None:
        lists = {"S": self.sequences, "c": self.composites}
        for oid, namespace, name, kind in rows:
            schema = self.namespaces.get(namespace, "")
            self.names[oid] = Name(schema, name)
            self.kinds[oid] = kind
            if self.covers(namespace, name, "pg_class", oid):
                lists.get(kind, self.relations).append(oid)

    def covers(self, namespace: int, name: str, catalog: str, oid: int) -> bool:
        """Whether the object ``oid`` of ``catalog`` is documented: by schema, patterns and not of an extension."""
        schema = self.schemas.get(namespace)
        return schema is not None and (catalog, oid) not in self.owned and not self._excluded(f"{schema}.{name}")

    def parameters(self) -> dict[str, Any]:
        """What the statements that read the parts of objects are bound to: lists of oids."""
        return {"relations": self.relations + self.composites, "sequences": self.sequences, "schemas": [*self.schemas]}


def public_options(options: Sequence[str] | None) -> tuple[str, ...]:
    """The ``name=value`` options, sorted, without those whose name tells of a secret."""
    return tuple(
        sorted(
            option
            for option in options or ()
            if not any(word in option.partition("=")[0].casefold() for word in _SECRET_WORDS)
        )
    )


def _is_system(schema: str) -> bool:
    return schema.startswith("pg_") or schema == "information_schema"


def _matcher(patterns: Sequence[str]) -> Callable[[str], bool]:
    plain = frozenset(pattern for pattern in patterns if not any(letter in pattern for letter in "*?["))
    wild = [pattern for pattern in patterns if pattern not in plain]
    return lambda text: text in plain or any(fnmatch.fnmatchcase(text, pattern) for pattern in wild)

"""Access lines: what each role may do with each object and why, worked out once for all pages that show it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from docgen.analysis.access.api import Exposure, exposures
from docgen.analysis.access.effective import Access
from docgen.analysis.access.privileges import COMMANDS, OTHER_PRIVILEGES, SEQUENCE_PRIVILEGES, Holding
from docgen.analysis.access.roles import EVERYONE
from docgen.model.catalog import Schema
from docgen.model.name import Name
from docgen.model.relation import Relation
from docgen.render.access_words import by_privilege, reach, why
from docgen.render.document import Document
from docgen.render.filters import Markdown, cell


class Line(NamedTuple):
    """What one role may do with one object. ``kind`` and ``name`` are those of a link's target."""

    kind: str  # relation, routine, sequence, type, schema
    name: Name
    label: str
    role: str
    may: Markdown
    why: Markdown
    whole: Markdown  # ``may`` with no condition left out


class Owned(NamedTuple):
    """An object as the target of a link, which some role owns."""

    kind: str
    name: Name


class AccessLines:
    """The lines of one document by schema, and what the API shows to each role; worked out when first asked for."""

    def __init__(self, document: Document, access: Access) -> None:
        self._document = document
        self._access = access

    @cached_property
    def relations(self) -> dict[str, list[Line]]:
        """The lines of the relations of every schema; those of partitions are their parents'."""
        found: dict[str, list[Line]] = {schema.name: [] for schema in self._document.catalog.schemas}
        for relation in self._document.catalog.relations:
            if not relation.partition_of:
                found.setdefault(relation.schema, []).extend(self._relation(relation))
        return found

    @cached_property
    def routines(self) -> dict[str, list[Line]]:
        """Those of the routines that anybody may call."""
        found: dict[str, list[Line]] = {}
        for one in self._document.catalog.routines:
            if not one.result.endswith("trigger"):
                lines = self._holders("routine", one.id, f"{one.name}({one.signature})", one, ("execute",))
                found.setdefault(one.schema, []).extend(lines)
        return found

    @cached_property
    def sequences(self) -> dict[str, list[Line]]:
        """Those of the sequences."""
        found: dict[str, list[Line]] = {}
        for one in self._document.catalog.sequences:
            lines = self._holders("sequence", Name(one.schema, one.name), one.name, one, SEQUENCE_PRIVILEGES)
            found.setdefault(one.schema, []).extend(lines)
        return found

    @cached_property
    def types(self) -> dict[str, list[Line]]:
        """Those of the types that not everyone may use."""
        found: dict[str, list[Line]] = {}
        for one in self._document.catalog.types:
            if not self._access.privileges.holds(EVERYONE, one, "usage"):
                lines = self._holders("type", Name(one.schema, one.name), one.name, one, ("usage",))
                found.setdefault(one.schema, []).extend(lines)
        return found

    @cached_property
    def schemas(self) -> list[Line]:
        """Who may look into each schema and create in it."""
        return [
            line
            for one in self._document.catalog.schemas
            for line in self._holders("schema", Name(one.name, ""), one.name, one, ("usage", "create"))
        ]

    @cached_property
    def exposures(self) -> tuple[Exposure, ...]:
        """What the API shows to each of its roles that the database has."""
        document = self._document
        return exposures(document.catalog, self._access, document.api_schemas, document.api_roles)

    @cached_property
    def of_roles(self) -> dict[str, list[Line]]:
        """All lines but those of the schemas, by role, in the order of the catalog."""
        found: dict[str, list[Line]] = {}
        for family in (self.relations, self.routines, self.sequences, self.types):
            for lines in family.values():
                for line in lines:
                    found.setdefault(line.role, []).append(line)
        return found

    @cached_property
    def owned(self) -> dict[str, list[Owned]]:
        """What each role owns, in the order of the catalog; partitions are their parents'."""
        catalog = self._document.catalog
        found: dict[str, list[Owned]] = {}
        for schema in catalog.schemas:
            found.setdefault(schema.owner, []).append(Owned("schema", Name(schema.name, "")))
        for relation in catalog.relations:
            if not relation.partition_of:
                found.setdefault(relation.owner, []).append(Owned("relation", relation.id))
        for kind, things in (("routine", catalog.routines), ("sequence", catalog.sequences), ("type", catalog.types)):
            for one in things:
                found.setdefault(one.owner, []).append(Owned(kind, Name(one.schema, one.name)))
        return found

    @cached_property
    def roles(self) -> list[str]:
        """The roles with a page of their own: everyone, and those that own something or may do more than everyone."""
        beyond = {line.role for line in self.schemas} | self.of_roles.keys() | self.owned.keys()
        return [
            EVERYONE,
            *(
                role.name
                for role in self._document.catalog.roles
                if role.name != EVERYONE
                and (role.name in beyond or role.member_of or role.superuser or role.bypass_row_security)
            ),
        ]

    def ordered(self, roles: Sequence[str]) -> list[str]:
        """The roles in the order of the pages: those of the API, everyone, the others by name."""
        first = {role: place for place, role in enumerate(self._document.api_roles)}
        return sorted(roles, key=lambda role: (first.get(role, len(first)), role != EVERYONE, role))

    def _relation(self, relation: Relation) -> Iterator[Line]:
        for role in self.ordered(self._access.concerned(relation)):
            may, whole = self._may(role, relation)
            if may:
                reasons = why(self._access, role, relation)
                yield Line("relation", relation.id, relation.name, role, may, reasons, whole)

    def _may(self, role: str, relation: Relation) -> tuple[Markdown, Markdown]:
        """The commands by what they reach, those that reach the same together; then the other privileges."""
        short: dict[str, list[str]] = {}
        whole: dict[str, list[str]] = {}
        for command in COMMANDS:
            verdict = self._access.verdict(role, relation, command)
            reached = reach(verdict)
            if reached != "—":
                short.setdefault(reached, []).append(command)
                whole.setdefault(reach(verdict, longest=None) if verdict.policies else reached, []).append(command)
        others = [one for one in OTHER_PRIVILEGES if self._access.reasons(role, relation, one)]
        also = [f"also {', '.join(others)}"] if others else []
        return _commands(short, also), _commands(whole, also)

    def _holders(self, kind: str, name: Name, label: str, thing: Holding, words: Sequence[str]) -> Iterator[Line]:
        privileges = self._access.privileges
        for role in self.ordered(self._access.holders(thing, words)):
            held = [(word, privileges.reasons(role, thing, word)) for word in words]
            may = ", ".join(word for word, found in held if found)
            if not isinstance(thing, Schema) and not privileges.usage(role, thing.schema):
                may += " (no usage of the schema)"
            yield Line(kind, name, label, role, cell(may), by_privilege(held), cell(may))


def _commands(reaches: dict[str, list[str]], also: list[str]) -> Markdown:
    lines = [
        f"**{'everything' if len(done) == len(COMMANDS) else ', '.join(done)}**: {reached}"
        for reached, done in reaches.items()
    ]
    return Markdown("<br>".join([*lines, *also]))

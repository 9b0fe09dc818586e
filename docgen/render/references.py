"""References: who points at whom in one document, as dictionaries built once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple, TypeVar

from docgen.analysis.access.effective import Access
from docgen.analysis.edges import edges
from docgen.analysis.lineage.graph import lineage
from docgen.analysis.provenance import history_of, key
from docgen.model.catalog import Catalog, Role, Routine, Type
from docgen.model.cross_reference import CrossReference
from docgen.model.finding import Finding
from docgen.model.migration import Touch
from docgen.model.name import Name
from docgen.model.relation import Constraint, Relation, Use
from docgen.model.status import ComponentStatus
from docgen.render.column_places import column_place, taken_places
from docgen.render.document import Document
from docgen.render.filters import Markdown, code, title
from docgen.render.links import anchor, linked, page_path, place, relative, spelled

Key = TypeVar("Key")
Value = TypeVar("Value")


class Incoming(NamedTuple):
    """A foreign key that points here."""

    relation: Relation
    constraint: Constraint
    name: Name  # of the relation


class User(NamedTuple):
    """An object that rests on this one."""

    kind: str  # view, materialized view, function, table ...
    name: Name
    use: Use


class References:
    """The other direction of everything that the catalog knows in one direction."""

    def __init__(self, document: Document) -> None:
        catalog = document.catalog
        self.relations: dict[Name, Relation] = {relation.id: relation for relation in catalog.relations}
        self.routines: dict[Name, list[Routine]] = _grouped((routine.id, routine) for routine in catalog.routines)
        self.types: dict[Name, Type] = {Name(type_.schema, type_.name): type_ for type_ in catalog.types}
        self.roles: dict[str, Role] = {role.name: role for role in catalog.roles}
        self.schemas = {schema.name for schema in catalog.schemas}
        self.sequences = {Name(sequence.schema, sequence.name) for sequence in catalog.sequences}
        self.partitions = _grouped(
            (relation.partition_of, relation) for relation in catalog.relations if relation.partition_of
        )
        self.children = _grouped((parent, relation) for relation in catalog.relations for parent in relation.inherits)
        graph = list(edges(catalog))
        self.leaving = _grouped((edge.child, edge) for edge in graph)
        self.arriving = _grouped((edge.parent, edge) for edge in graph)
        self.incoming = _grouped(_incoming(catalog))
        self.users = _grouped(_users(catalog))
        self.publications = _grouped(
            (table.name, publication) for publication in catalog.publications for table in publication.tables
        )
        self.trigger_users = _grouped(
            (trigger.function, (relation, trigger))
            for relation in catalog.relations
            for trigger in relation.triggers
            if not trigger.inherited
        )
        self.column_types = _grouped(
            (column.type_name, (relation, column))
            for relation in catalog.relations
            if not relation.partition_of
            for column in relation.columns
            if column.type_name
        )
        self.components: dict[Name, list[ComponentStatus]] = _grouped(
            (name, component) for component in document.status.components for name in component.relations
        )
        self.crossing: dict[Name, list[CrossReference]] = _grouped(
            (one.relation, one) for one in document.cross_references.references
        )
        self._targets: dict[tuple[str, Name], str | None] = {}
        self._links: dict[tuple[str, str, Name], Markdown] = {}  # by the page's folder: the same on all pages in it
        self._column_targets: dict[tuple[Name, str], str] = {}
        self._taken: dict[Name, frozenset[str]] = {}
        self._notes = document.notes
        self.access = Access(catalog)
        self.lineage = lineage(catalog) if document.lineage is None else document.lineage
        self._spellings = {
            spelling: name for name in self.relations for spelling in (f"{name.schema}.{name.name}", spelled(name))
        }
        self.migration_order = {one.path: place for place, one in enumerate(document.migrations)}
        self.migration_labels = {one.path: one.date or one.version for one in document.migrations}
        self._histories = history_of(document.touches)
        self.findings: dict[Name, list[Finding]] = _grouped(self._findings(document.findings))
        self.advice: dict[Name, list[Finding]] = _grouped(self._findings(document.advice))

    def relation_of(self, spelling: str) -> Name | None:
        """The relation that a finding's or a touch's ``object`` speaks of: itself, or the one that a part hangs on."""
        return self._spellings.get(spelling) or self._spellings.get(spelling.rpartition(".")[0])

    @cached_property
    def shown(self) -> list[Relation]:
        """The relations with a page of their own: partitions are on their topmost parent's."""
        return [one for name, one in self.relations.items() if self.root(name) == name]

    def root(self, name: Name) -> Name:
        """The relation on whose page ``name`` is described: itself, or the topmost parent of a partition."""
        relation = self.relations.get(name)
        while relation is not None and relation.partition_of in self.relations:
            name = relation.partition_of
            relation = self.relations[name]
        return name

    def target(self, kind: str, name: Name) -> str | None:
        """The address of an object's description below the docs folder, None where it is not documented."""
        known = (kind, name)
        if known not in self._targets:
            self._targets[known] = self._target(kind, name)
        return self._targets[known]

    def _target(self, kind: str, name: Name) -> str | None:
        if kind == "relation":
            if name not in self.relations:
                return None
            root = self.root(name)
            path = page_path("relation", root)
            return path if root == name else f"{path}#{anchor('partition', f'{name.schema}.{name.name}')}"
        if kind == "routine":
            return page_path("routine", name) if name in self.routines else None
        if kind == "type":
            return place("type", name) if name in self.types else self.target("relation", name)
        if kind == "sequence":
            return place("sequence", name) if name in self.sequences else None
        return page_path("schema", name) if name.schema in self.schemas else None

    def link(self, page: str, kind: str, name: Name, label: str = "", hint: str = "") -> Markdown:
        """The object's name as code, linked where it is documented; ``hint`` is shown when the link is pointed at."""
        known = (page.rpartition("/")[0], kind, name)
        if not label and not hint and known in self._links:
            return self._links[known]
        target = self.target(kind, name)
        shown = code(label or spelled(name))
        if target is None:
            return shown
        made = linked(shown, f"{relative(page, target)} {title(hint)}" if hint else relative(page, target))
        if not label and not hint and "#" not in target:
            self._links[known] = made
        return made

    def column_link(self, page: str, name: Name, column: str, label: str) -> Markdown:
        """A column as code, linked to its row where its relation is documented."""
        known = (name, column)
        if known not in self._column_targets:
            self._column_targets[known] = self._column_target(name, column)
        target = self._column_targets[known]
        return linked(code(label), relative(page, target)) if target else code(label)

    def _column_target(self, name: Name, column: str) -> str:
        target = self.target("relation", name) or ""
        if not target or "#" in target:
            return target
        return f"{target}#{column_place(column, self.taken_places(name))}"

    def taken_places(self, name: Name) -> frozenset[str]:
        """The places of a relation's page that no column of it can have by its plain name."""
        if name not in self._taken:
            self._taken[name] = taken_places(name, self._notes.get(page_path("relation", name), ""))
        return self._taken[name]

    def history(self, kind: str, name: Name) -> tuple[Touch, ...]:
        """What the migrations did to a relation or routine, and to what hangs on it, its former names included."""
        return self._histories.get(key(kind, spelled(name)), ())

    def _findings(self, findings: Iterable[Finding]) -> Iterable[tuple[Name, Finding]]:
        for finding in findings:
            name = self.relation_of(finding.object) if finding.object else None
            if name is not None:
                yield self.root(name), finding


def _grouped(pairs: Iterable[tuple[Key, Value]]) -> dict[Key, list[Value]]:
    groups: defaultdict[Key, list[Value]] = defaultdict(list)
    for one, value in pairs:
        groups[one].append(value)
    return dict(groups)


def _incoming(catalog: Catalog) -> Iterable[tuple[Name, Incoming]]:
    for relation in catalog.relations:
        name = relation.id
        for constraint in relation.constraints:
            if constraint.references is not None and not constraint.inherited:
                yield constraint.references.table, Incoming(relation, constraint, name)


def _users(catalog: Catalog) -> Iterable[tuple[tuple[str, Name], User]]:
    for relation in catalog.relations:
        for use in relation.uses:
            yield (use.kind, use.name), User(relation.kind, relation.id, use)
    for routine in catalog.routines:
        for use in routine.uses:
            yield (use.kind, use.name), User(routine.kind, routine.id, use)

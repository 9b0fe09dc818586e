"""Catalog: all the statements that make one, in an order in which a server takes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Sequence as Sequence_

from docgen.analysis.ddl import constraints, indexes, policies, triggers, views
from docgen.analysis.ddl.collations import collation
from docgen.analysis.ddl.identifiers import qualified
from docgen.analysis.ddl.order import ordered
from docgen.analysis.ddl.others import FIRST, family_members, other, other_privileges
from docgen.analysis.ddl.postponed import postponed
from docgen.analysis.ddl.privileges import at_creation, column_privileges, default_privilege, privileges
from docgen.analysis.ddl.publications import publication
from docgen.analysis.ddl.roles import roles
from docgen.analysis.ddl.routines import routine, routine_privileges
from docgen.analysis.ddl.schemas import extension, schema, schema_privileges
from docgen.analysis.ddl.sequences import owned, sequence, sequence_privileges
from docgen.analysis.ddl.servers import server, server_privileges
from docgen.analysis.ddl.statement import Ddl, Form
from docgen.analysis.ddl.tables import table
from docgen.analysis.ddl.types import type_, type_privileges
from docgen.model.catalog import Catalog, OtherObject, Routine, Sequence, Type
from docgen.model.name import Name
from docgen.model.relation import Relation


def catalog_ddl(catalog: Catalog, form: Form, below: Mapping[Name, Sequence_[Ddl]] | None = None) -> tuple[Ddl, ...]:
    """The statements that lead from what is given to ``catalog``; ``below`` stand under the table or type named.

    Nothing is dropped.

    They need ``check_function_bodies`` off, for bodies may name what stands below them. Base types, which only C can
    make, passwords and subscriptions are not among them.
    """
    return tuple(_Script(catalog, form, below or {}).statements())


class _Script:
    def __init__(self, catalog: Catalog, form: Form, below: Mapping[Name, Sequence_[Ddl]]) -> None:
        self.below = below
        self.catalog = catalog
        self.form = form
        self.before = {one.id: one for one in form.given.relations}
        self.relations = {one.id: one for one in catalog.relations}
        self.identities = {one.owned_by: one for one in catalog.sequences if one.identity and one.owned_by}

    def statements(self) -> Iterator[Ddl]:
        catalog, form = self.catalog, self.form
        yield from roles([one for one in catalog.roles if one.name != form.role], form.given.roles)
        for one in catalog.schemas:
            yield from schema(one, form)
        made = [one for extension_ in catalog.extensions for one in extension(extension_, catalog, form)]
        yield from dict.fromkeys(made)  # two extensions may want the same schema
        for collation_ in catalog.collations:
            yield from collation(collation_, form)
        for rare in catalog.others:
            if rare.kind in FIRST:
                yield from other(rare, form)
        for server_ in catalog.servers:
            yield from server(server_, form)
        nodes, late = ordered(catalog)
        waiting: list[Ddl] = []
        for node in nodes:
            if isinstance(node, Relation) and node.id in late and node.id not in self.before:
                node, rest = postponed(node, late[node.id], form)
                waiting += rest
            statements = self._node(node)
            if not isinstance(node, Routine | OtherObject):
                # Below CREATE, above the comments: those may be on what is added.
                place = 0 if isinstance(node, Relation) and node.id in self.before else 1
                statements[place:place] = self.below.get(Name(node.schema, node.name), ())
            yield from statements
        for rare in catalog.others:
            if rare.kind == "operator family":
                yield from family_members(rare, form)
        yield from waiting
        for sequence_ in catalog.sequences:
            yield from owned(sequence_, form)
        yield from self._parts()
        yield from self._privileges()
        for relation in catalog.relations:
            yield from views.rows(relation, self.before.get(relation.id), form)
        for publication_ in catalog.publications:
            yield from publication(publication_, form)
        for default in catalog.default_privileges:
            if default not in form.given.default_privileges:
                yield from default_privilege(default)
        for event in catalog.event_triggers:
            yield from triggers.event_trigger(event, form)

    def _node(self, node: Type | Sequence | Relation | Routine | OtherObject) -> list[Ddl]:
        if isinstance(node, OtherObject):
            return other(node, self.form)
        if isinstance(node, Type):
            return type_(node, self.form)
        if isinstance(node, Sequence):
            return [] if node.identity else sequence(node, self.form)
        if isinstance(node, Routine):
            return routine(node, self.form)
        before = self.before.get(node.id)
        if "view" in node.kind:
            return views.view(node, before, self.form)
        parent = self.relations.get(node.partition_of) if node.partition_of is not None else None
        return table(node, before, self.form, self.identities, parent)

    def _parts(self) -> Iterator[Ddl]:
        form = self.form
        relations = [(one, self.before.get(one.id)) for one in self.catalog.relations]
        for relation, before in self._leaves_first():
            for one in constraints.late(relation, before, form):
                if one.section != constraints.FOREIGN_KEYS:
                    yield one
        for relation, before in self._leaves_first():
            yield from indexes.indexes(relation, before, form)
        for relation, before in relations:
            yield from (
                one for one in constraints.late(relation, before, form) if one.section == constraints.FOREIGN_KEYS
            )
        for relation, before in relations:
            yield from indexes.identities(relation, before)
        for part in (indexes.statistics, triggers.rules, triggers.triggers, policies.policies):
            for relation, before in relations:
                yield from part(relation, before, form)

    def _leaves_first(self) -> list[tuple[Relation, Relation | None]]:
        """The relations with every partition before its table, whose keys and indexes take those over."""
        depths: dict[Name, int] = {}
        for relation in self.catalog.relations:
            depth, above = 0, relation.partition_of
            while above is not None and above in self.relations:
                depth, above = depth + 1, self.relations[above].partition_of
            depths[relation.id] = depth
        sorted_ = sorted(self.catalog.relations, key=lambda one: -depths[one.id])
        return [(one, self.before.get(one.id)) for one in sorted_]

    def _privileges(self) -> Iterator[Ddl]:
        catalog, form = self.catalog, self.form
        for schema_ in catalog.schemas:
            yield from schema_privileges(schema_, form)
        for one in catalog.types:
            yield from type_privileges(one, form)
        for sequence_ in catalog.sequences:
            yield from sequence_privileges(sequence_, form)
        for relation in catalog.relations:
            before = self.before.get(relation.id)
            held = before.grants if before else at_creation("tables", relation.schema, form)
            yield from privileges("TABLE", qualified(relation.id), relation.owner, relation.grants, held)
            yield from column_privileges(qualified(relation.id), relation.columns, before.columns if before else ())
        for routine_ in catalog.routines:
            yield from routine_privileges(routine_, form)
        for server_ in catalog.servers:
            yield from server_privileges(server_, form)
        for rare in catalog.others:
            yield from other_privileges(rare, form)

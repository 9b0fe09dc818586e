"""Component pages: one for each part of the system that the team speaks of by name."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.model.check import Moment
from docgen.model.name import Name
from docgen.model.status import ComponentStatus
from docgen.render.access_words import role_names
from docgen.render.diagram import names_only
from docgen.render.document import Document, Page
from docgen.render.environment import Environment
from docgen.render.filters import Markdown, code, first_sentence, table
from docgen.render.health import check_rows, test_rows, tests_of
from docgen.render.links import STATUS, link, map_view, relative
from docgen.render.notes import note
from docgen.render.references import References
from docgen.render.schema_pages import relation_list
from docgen.render.security import expression_cell

_COMMANDS = {"all": "all commands"}
_ALL_MOMENTS: tuple[Moment, ...] = ("live", "before", "after")
_KINDS = {True: "", False: "<br>**restrictive**"}
_VERDICTS = {
    "production ready": "✅ production ready",
    "being fixed": "🔄 being fixed",
    "broken": "❌ broken",
    "unknown": "unknown",
}


def component_pages(document: Document, environment: Environment) -> Iterator[Page]:
    """The page of every component, in the order of the configuration."""
    references = environment.references
    for component in document.status.components:
        page = f"{component.page}.md"
        names = list(
            dict.fromkeys(references.root(name) for name in component.relations if name in references.relations)
        )
        diagram, left_out = names_only(names, references)
        yield environment.page(
            "component.md.j2",
            page,
            component=component,
            verdict=_VERDICTS[component.verdict],
            status=Markdown(relative(page, STATUS)),
            map=link(page, map_view(component=component.page), Markdown("map")),
            notes=note(document, page),
            relations=_relations(names, references, page),
            diagram=diagram,
            left_out=left_out,
            checks=check_rows(document, _ALL_MOMENTS, page, component.name),
            tests=test_rows(document, page, [one for one in tests_of(document) if one[0].component == component.name]),
            policies=_policies(names, references, page),
            functions=_functions(names, references, page),
            neighbours=_neighbours(component, names, references, page),
        )


def _relations(names: list[Name], references: References, page: str) -> list[tuple[str, Markdown]]:
    """The relations of a component by schema."""
    schemas = sorted({name.schema for name in names})
    return [
        (schema, relation_list([name for name in names if name.schema == schema], references, page))
        for schema in schemas
    ]


def _policies(names: list[Name], references: References, page: str) -> Markdown:
    rows = [
        (
            references.link(page, "relation", name, name.name),
            code(policy.name),
            Markdown(
                _COMMANDS.get(policy.command, policy.command) + ("" if policy.permissive else "<br>**restrictive**")
            ),
            role_names(policy.roles),
            expression_cell(policy),
        )
        for name in names
        for policy in references.relations[name].policies
    ]
    return table(rows, "Table", "Policy", "For", "To", "Rows")


def _functions(names: list[Name], references: References, page: str) -> Markdown:
    """The routines that work on the component's relations, and those that its relations call."""
    reasons: dict[Name, set[str]] = {}
    for name in names:
        relation = references.relations[name]
        for trigger in relation.triggers:
            reasons.setdefault(trigger.function, set()).add("trigger")
        for use in relation.uses:
            if use.kind == "routine":
                reasons.setdefault(use.name, set()).add(use.via.partition(" ")[0])
        for user in references.users.get(("relation", name), []):
            if user.name in references.routines and user.name not in references.relations:
                reasons.setdefault(user.name, set()).add("works on the tables")
    rows = []
    for name in sorted(reasons):
        comment = next((one.comment for one in references.routines.get(name, []) if one.comment), "")
        described = first_sentence(comment) if comment else Markdown("")
        rows.append(
            (references.link(page, "routine", name), Markdown.escape(", ".join(sorted(reasons[name]))), described)
        )
    return table(rows, "Function", "Through", "Description")


def _neighbours(component: ComponentStatus, names: list[Name], references: References, page: str) -> Markdown:
    """The other components that foreign keys reach, or that reach this one."""
    found: dict[str, tuple[ComponentStatus, set[str]]] = {}
    for other, direction in _beyond(names, references):
        for neighbour in references.components.get(references.root(other), []):
            if neighbour.page != component.page:
                found.setdefault(neighbour.page, (neighbour, set()))[1].add(direction)
    rows = [
        (
            link(page, f"{path}.md", Markdown.escape(neighbour.name)),
            Markdown(" and ".join(sorted(directions))),
        )
        for path, (neighbour, directions) in sorted(found.items())
    ]
    return table(rows, "Component", "Foreign keys")


def _beyond(names: list[Name], references: References) -> Iterator[tuple[Name, str]]:
    for name in names:
        for constraint in references.relations[name].constraints:
            if constraint.references:
                yield constraint.references.table, "point from here to there"
        for one in references.incoming.get(name, []):
            yield one.name, "point from there to here"

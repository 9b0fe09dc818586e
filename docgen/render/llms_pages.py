"""Pages for language models: llms.txt with one line for each relation, and a context file for each component."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from docgen.model.relation import Relation
from docgen.model.status import ComponentStatus
from docgen.render.document import Document, Page
from docgen.render.environment import Environment
from docgen.render.filters import Markdown, code, count, first_sentence, text
from docgen.render.links import slug
from docgen.render.references import References

# Up to this many relations llms.txt names every column.
_WITH_COLUMNS = 300
# A token is about four characters of English and of SQL.
_CHARACTERS_PER_TOKEN = 4


def llms_pages(document: Document, environment: Environment) -> Iterator[Page]:
    """llms.txt, and llms/NAME.txt for each component, within the budget of tokens that the document sets."""
    references = environment.references
    shown = [relation for relation in document.catalog.relations if references.root(relation.id) == relation.id]
    detailed = len(shown) <= _WITH_COLUMNS
    yield environment.page(
        "llms.txt.j2",
        "llms.txt",
        document=document,
        components=[
            (component, Markdown(f"{component.page}.md"), Markdown(_path(component)))
            for component in document.status.components
        ],
        schemas=[
            (schema, [_line(relation, references, detailed=detailed) for relation in group])
            for schema, group in groupby(shown, key=lambda relation: relation.schema)
        ],
        routines=[
            (name, Markdown(references.target("routine", name) or ""), overloads[0])
            for name, overloads in references.routines.items()
        ],
    )
    for component in document.status.components:
        relations = [references.relations[one] for one in component.relations if one in references.relations]
        whole, level = _fitting(relations, document.token_budget * _CHARACTERS_PER_TOKEN)
        yield environment.page(
            "llms_component.txt.j2", _path(component), component=component, relations=whole, level=level
        )


def _path(component: ComponentStatus) -> str:
    return f"llms/{slug(component.page.replace('/', '_'))}.txt"


def _fitting(relations: Sequence[Relation], budget: int) -> tuple[list[Markdown], str]:
    """The relations in the richest form that is no longer than ``budget`` characters, and the name of that form."""
    forms = (("", _in_full), ("policies, constraints and descriptions of columns", _columns), ("columns", _head))
    told: list[Markdown] = []
    left_out = ""
    for left_out, form in forms:
        told = [form(relation) for relation in relations]
        if sum(map(len, told)) <= budget:
            return told, left_out
    kept: list[Markdown] = []
    for one in told:
        budget -= len(one)
        if budget < 0:
            break
        kept.append(one)
    more = count(len(told) - len(kept), "relation")
    return kept, f"{left_out}, and {more} altogether"


def _head(relation: Relation) -> Markdown:
    sentence = f": {first_sentence(relation.comment)}" if relation.comment else ""
    return Markdown(f"## {code(str(relation.id))} ({relation.kind}){sentence}")


def _columns(relation: Relation) -> Markdown:
    lines = [f"- {code(_typed(relation, number))}" for number in range(len(relation.columns))]
    return Markdown("\n".join([str(_head(relation)), *lines]))


def _in_full(relation: Relation) -> Markdown:
    lines = [f"## {code(str(relation.id))} ({relation.kind})"]
    if relation.comment:
        lines.append(str(text(relation.comment)))
    for number, column in enumerate(relation.columns):
        lines.append(f"- {code(_typed(relation, number))}" + (f": {text(column.comment)}" if column.comment else ""))
    lines += [f"- {code(f'{one.name}: {one.definition}')}" for one in relation.constraints if one.kind != "not null"]
    for one in relation.policies:
        roles = ", ".join(one.roles)
        lines.append(f"- {code(f'policy {one.name} for {one.command} to {roles}')}")
    return Markdown("\n".join(lines))


def _typed(relation: Relation, number: int) -> str:
    column = relation.columns[number]
    return f"{column.name} {column.type}" + (" not null" if column.not_null else "")


def _line(relation: Relation, references: References, *, detailed: bool) -> Markdown:
    """One relation on one line: link, kind, description, and its columns with their keys."""
    shown = f"{references.link('', 'relation', relation.id)}: {relation.kind}"
    if relation.comment:
        shown += f". {first_sentence(relation.comment)}"
    if not detailed:
        return Markdown(f"{shown} ({count(len(relation.columns), 'column')})")
    foreign = {
        column: f"{constraint.references.table}"
        for constraint in relation.constraints
        if constraint.references
        for column in constraint.columns
    }
    columns = [
        f"{column.name} {column.type}" + (f" → {foreign[column.name]}" if column.name in foreign else "")
        for column in relation.columns
    ]
    return Markdown(f"{shown} Columns: {code(', '.join(columns))}" if columns else shown)

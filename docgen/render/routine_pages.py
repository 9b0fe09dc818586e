"""Routine pages: one for each name of functions, procedures and aggregates, its overloads together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docgen.model.catalog import Routine
from docgen.model.name import Name
from docgen.render.access_words import role_name
from docgen.render.ddl import routine_comment_statements
from docgen.render.document import Document, Page
from docgen.render.environment import Environment
from docgen.render.filters import Markdown, block, code, codes, join, paragraph, table
from docgen.render.history import history_table
from docgen.render.lineage import routine_lineage
from docgen.render.links import anchor, page_path
from docgen.render.notes import note
from docgen.render.references import References
from docgen.render.trail import trail_of
from docgen.render.usage import used_by, uses


def routine_pages(document: Document, environment: Environment) -> Iterator[Page]:
    """The page of every name of routines, in the catalog's order."""
    references = environment.references
    for name, overloads in references.routines.items():
        page = page_path("routine", name)
        yield environment.page(
            "routine.md.j2",
            page,
            *trail_of(page, "routine", name, references),
            name=name,
            kinds=" and ".join(sorted({routine.kind for routine in overloads})).capitalize(),
            notes=note(document, page, *overloads),
            overloads=[_overload(routine, references, page, alone=len(overloads) == 1) for routine in overloads],
            triggers=_triggers(name, references, page),
            used_by=used_by("routine", name, references, page),
            comments=block(comments) if (comments := routine_comment_statements(overloads)) else Markdown(""),
            history=history_table(references.history("function", name), name, page),
        )


def signature_anchor(routine: Routine) -> str:
    """The identifier of an overload's place on its page, stable when other overloads come and go."""
    return anchor("signature", routine.signature or "none")


def _overload(routine: Routine, references: References, page: str, *, alone: bool) -> dict[str, object]:
    facts = _facts(routine)
    return {
        "routine": routine,
        "alone": alone,
        "anchor": Markdown(signature_anchor(routine)),
        "title": code(f"{routine.name}({routine.signature})"),
        "comment": paragraph(routine.comment),
        "facts": table(facts[1:], *facts[0]),
        "warnings": _warnings(routine),
        "lineage": routine_lineage(routine, references, page),
        "uses": uses(routine.id, routine.uses, references, page),
        "body": block(routine.definition) if routine.definition else Markdown(""),
    }


def _facts(routine: Routine) -> list[tuple[Markdown, Markdown]]:
    facts = [
        ("Arguments", code(routine.arguments) or "none"),
        ("Result", code(routine.result)),
        ("Language", code(routine.language)),
        ("Volatility", _volatility(routine)),
        ("Runs with the rights of", f"its owner {code(routine.owner)}" if routine.security_definer else "the caller"),
        ("Settings", codes(routine.settings, "<br>")),
        ("May execute", executors(routine)),
        ("Parallel", routine.parallel if routine.parallel != "unsafe" else ""),
        ("On null arguments", "returns null without being called" if routine.strict else ""),
        ("Leakproof", "yes" if routine.leakproof else ""),
    ]
    return [(Markdown(f"**{label}**"), Markdown(value)) for label, value in facts if value]


def _volatility(routine: Routine) -> str:
    if routine.kind == "procedure":
        return ""
    return {
        "immutable": "immutable: the same arguments always give the same result",
        "stable": "stable: the same result within one statement",
    }.get(routine.volatility, "volatile")


def executors(routine: Routine) -> Markdown:
    """Who may call a routine, its owner first."""
    others = [grant.grantee for grant in routine.grants if {"execute", "all"} & set(grant.privileges)]
    roles = [role for role in others if role != routine.owner]
    return join([role_name(role) for role in roles] or [Markdown(f"only its owner {code(routine.owner)}")])


def _warnings(routine: Routine) -> list[Markdown]:
    bound = routine.language == "sql" and "\nAS " not in routine.definition  # names were looked up when it was made
    if (
        routine.security_definer
        and not bound
        and not any(setting.startswith("search_path") for setting in routine.settings)
    ):
        return [
            Markdown(
                "It runs with its owner's rights but without a `search_path` of its own: a caller can slip in "
                "objects of the same name."
            )
        ]
    return []


def _triggers(name: Name, references: References, page: str) -> Markdown:
    rows: Sequence[tuple[Markdown, ...]] = [
        (
            code(trigger.name),
            references.link(page, "relation", relation.id),
            Markdown.escape(f"{trigger.timing} {' or '.join(trigger.events)}"),
        )
        for relation, trigger in references.trigger_users.get(name, [])
    ]
    return table(rows, "Trigger", "On", "Runs")

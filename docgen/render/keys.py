"""Keys: constraints and indexes in words, what points at a table, and what deleting a row does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from docgen.analysis.indexes import finds, needless
from docgen.model.name import Name
from docgen.model.relation import Constraint, Index, Relation
from docgen.render import words
from docgen.render.filters import Markdown, cell, code, codes, table
from docgen.render.references import Incoming, References

_CASCADE_LIMIT = 200
_ORDER = {"primary key": 0, "unique": 1, "foreign key": 2, "check": 3, "exclude": 4, "not null": 5, "trigger": 6}


def constraint_table(relation: Relation, references: References, page: str, since: Mapping[str, Markdown]) -> Markdown:
    """Every constraint that a person should know of: kind, name, what it says, what is unusual, since when it is."""
    constraints = sorted(relation.constraints, key=lambda constraint: (_ORDER[constraint.kind], constraint.name))
    rows = []
    for constraint in constraints:
        remarks = words.constraint_state(constraint)
        if constraint.references is not None and not finds(relation, constraint.columns):
            remarks.append("no index begins with these columns")
        comment = [cell(constraint.comment)] if constraint.comment else []
        rows.append(
            (
                Markdown(constraint.kind),
                _statement(constraint, references, page),
                code(constraint.name),
                _remarks(comment, remarks, since.get(constraint.name)),
            )
        )
    return table(rows, "Kind", "What it says", "Name", "Remarks")


def _remarks(comment: list[Markdown], remarks: list[str], since: Markdown | None) -> Markdown:
    return Markdown("<br>".join([*comment, *(["; ".join(remarks)] if remarks else []), *([since] if since else [])]))


def _statement(constraint: Constraint, references: References, page: str) -> Markdown:
    reference = constraint.references
    if reference is None:
        if constraint.kind in ("primary key", "unique") and not constraint.without_overlaps:
            extra = " (nulls count as equal)" if "NULLS NOT DISTINCT" in constraint.definition else ""
            return Markdown("".join((codes(constraint.columns), extra)))
        if constraint.kind == "not null":
            return codes(constraint.columns)
        definition = constraint.definition
        for ending in (" NOT VALID", " NOT ENFORCED", " NO INHERIT"):
            definition = definition.removesuffix(ending)
        return code(definition.removeprefix("CHECK ").removeprefix("EXCLUDE ").strip())
    target = references.link(page, "relation", reference.table)
    parts = [f"{codes(constraint.columns)} → {target} ({codes(reference.columns)})", words.on_delete_here(reference)]
    updated = words.on_update(reference)
    if updated:
        parts.append(updated)
    if reference.match != "simple":
        parts.append(f"match {reference.match}")
    return Markdown(parts[0] + "<br>" + "; ".join(parts[1:]))


class Referenced(NamedTuple):
    """What points at a table."""

    table: Markdown
    closure: Markdown  # one sentence on what a delete reaches, "" where it reaches nothing


def referenced_by(relation: Relation, references: References, page: str) -> Referenced:
    """The foreign keys that point at ``relation``, and how far deleting a row reaches."""
    incoming = references.incoming.get(relation.id, [])
    rows = [
        (
            references.link(page, "relation", one.name),
            Markdown(f"{codes(one.constraint.columns)} → {codes(_remote(one))}"),
            Markdown(words.on_delete_there(one.constraint)),
            code(one.constraint.name),
        )
        for one in incoming
    ]
    return Referenced(
        table(rows, "From", "Columns", "Deleting a row here", "Constraint"), _closure(relation.id, references)
    )


def _remote(incoming: Incoming) -> tuple[str, ...]:
    reference = incoming.constraint.references
    return reference.columns if reference else ()


def _closure(name: Name, references: References) -> Markdown:
    direct = {one.name for one in references.incoming.get(name, []) if _cascades(one)} - {name}
    if not direct:
        return Markdown("")
    reached, waiting = set(direct), list(direct)
    while waiting and len(reached) < _CASCADE_LIMIT:
        for one in references.incoming.get(waiting.pop(), []):
            if _cascades(one) and one.name != name and one.name not in reached:
                reached.add(one.name)
                waiting.append(one.name)
    further = len(reached) - len(direct)
    if len(reached) >= _CASCADE_LIMIT:
        return Markdown(f"Deleting a row here can delete rows of more than {_CASCADE_LIMIT} tables.")
    own = "1 table" if len(direct) == 1 else f"{len(direct)} tables"
    more = f", and through {'it' if len(direct) == 1 else 'them'} of {further} more" if further else ""
    return Markdown(f"Deleting a row here can delete rows of {own}{more}.")


def _cascades(incoming: Incoming) -> bool:
    reference = incoming.constraint.references
    return reference is not None and reference.on_delete == "cascade"


def index_table(relation: Relation, since: Mapping[str, Markdown]) -> Markdown:
    """Every index: keys as PostgreSQL writes them, method, condition, what is special or redundant, since when."""
    others = needless(relation)
    rows = []
    for index in relation.indexes:
        remarks = words.index_state(index)
        if index.name in others:
            remarks.append(f"redundant: {code(others[index.name])} serves the same searches")
        comment = [cell(index.comment)] if index.comment else []
        keys = code(", ".join(key_list(index)))
        rows.append(
            (
                code(index.name),
                Markdown(f"{keys}<br>include {codes(index.include)}") if index.include else keys,
                code(index.predicate),
                Markdown(index.method),
                _remarks(comment, remarks, since.get(index.name)),
            )
        )
    return table(rows, "Index", "Keys", "Where", "Method", "Remarks")


def key_list(index: Index) -> tuple[str, ...]:
    """The keys of an index with their order, operator class and collation, as its definition writes them."""
    if index.columns and "" not in index.columns:
        simple = f" USING {index.method} ({', '.join(index.columns)})"
        if simple in index.definition:
            return index.columns
    start = max(0, index.definition.find("(", max(0, index.definition.find(" USING "))))
    keys, depth, begin, quote = [], 0, start + 1, ""
    for position in range(start, len(index.definition)):
        character = index.definition[position]
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character == "(":
            depth += 1
        elif character == ")" or (character == "," and depth == 1):
            if depth == 1:
                keys.append(index.definition[begin:position].strip())
                begin = position + 1
            depth -= character == ")"
            if not depth:
                break
    return tuple(keys) or tuple(column or "(expression)" for column in index.columns)

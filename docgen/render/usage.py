"""Usage: what rests on an object, what it rests on, its triggers, partitions and children."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from docgen.model.name import Name
from docgen.model.relation import Relation, Trigger, Use
from docgen.render import words
from docgen.render.filters import Markdown, cell, code, codes, join, table
from docgen.render.links import OBJECTS, anchor, link
from docgen.render.references import References

_PUBLICATION = (Markdown("publication"), Markdown(""), Markdown(""))
_RELATIONS = ("table", "partitioned table", "view", "materialized view", "foreign table")


def used_by(kind: str, name: Name, references: References, page: str) -> Markdown:
    """The objects that rest on this one, through what, and on which of its columns."""
    rows: list[tuple[Markdown, ...]] = []
    for user in references.users.get((kind, name), []):
        if kind == "relation" and user.name == name:
            continue
        target = "relation" if user.kind in _RELATIONS else "routine"
        rows.append(
            (references.link(page, target, user.name), Markdown(user.kind), via(user.use), codes(user.use.columns))
        )
    if kind == "relation":
        for publication in references.publications.get(name, []):
            target = f"{OBJECTS}#{anchor('publication', publication.name)}"
            rows.append((link(page, target, code(publication.name)), *_PUBLICATION))
    return table(rows, "Object", "Kind", "Through", "Columns used")


def uses(own: Name, used: tuple[Use, ...], references: References, page: str) -> Markdown:
    """The objects that this one rests on, each once."""
    groups: dict[tuple[str, Name], list[Use]] = {}
    for use in used:
        if use.name != own:
            groups.setdefault((use.kind, use.name), []).append(use)
    rows = [
        (
            references.link(page, kind, name),
            Markdown(_kind(group[0], references)),
            Markdown("<br>".join([via(use) for use in group])),
            codes(dict.fromkeys(column for use in group for column in use.columns)),
        )
        for (kind, name), group in groups.items()
    ]
    return table(rows, "Object", "Kind", "Through", "Columns used")


def via(use: Use) -> Markdown:
    """Through what an object is used; a policy's name is code."""
    word, _, name = use.via.partition(" ")
    if word in ("policy", "trigger", "index", "rule") and name:
        return Markdown(f"{word} {code(name)}")
    return cell(use.via)


def _kind(use: Use, references: References) -> str:
    if use.kind == "relation":
        relation = references.relations.get(use.name)
        return relation.kind if relation else "relation"
    if use.kind == "routine":
        overloads = references.routines.get(use.name)
        return overloads[0].kind if overloads else "function"
    return use.kind


def trigger_table(relation: Relation, references: References, page: str, since: Mapping[str, Markdown]) -> Markdown:
    """Every trigger: when it runs, under which condition, which function, its enabled state, since when it is."""
    rows = [
        (
            code(trigger.name),
            cell(words.trigger_moment(trigger)),
            code(condition(trigger)),
            references.link(page, "routine", trigger.function),
            words.enabled(trigger.enabled),
            join(
                [
                    *(["constraint trigger"] if trigger.constraint else []),
                    *(["inherited"] if trigger.inherited else []),
                    *([cell(trigger.comment)] if trigger.comment else []),
                    *([since[trigger.name]] if trigger.name in since else []),
                ],
                "<br>",
            ),
        )
        for trigger in relation.triggers
    ]
    return table(rows, "Trigger", "Runs", "When", "Function", "State", "Remarks")


def condition(trigger: Trigger) -> str:
    """The WHEN condition of a trigger, "" without one."""
    _, found, rest = trigger.definition.partition(" WHEN (")
    return rest.rpartition(") EXECUTE ")[0] if found else ""


def rule_table(relation: Relation) -> Markdown:
    """The rewrite rules that a person made."""
    rows = [
        (code(rule.name), cell(rule.event), code(rule.definition), words.enabled(rule.enabled), cell(rule.comment))
        for rule in relation.rules
    ]
    return table(rows, "Rule", "On", "Definition", "State", "Description")


def statistics_table(relation: Relation) -> Markdown:
    """The extended statistics."""
    rows = [(code(str(one.name)), code(one.definition), cell(one.comment)) for one in relation.statistics]
    return table(rows, "Statistics", "Definition", "Description")


def partition_table(relation: Relation, references: References) -> Markdown:
    """Every partition below ``relation``, at any depth, with its bounds; each has its place here."""
    rows = [
        (
            Markdown(f'<a id="{partition_anchor(partition.id)}"></a>{code(str(partition.id))}'),
            code(partition.partition_bound),
            code(partition.partition_key),
            code(str(partition.partition_of)) if partition.partition_of != relation.id else Markdown(""),
            cell(partition.comment),
        )
        for partition in descendants(relation, references)
    ]
    return table(rows, "Partition", "Holds", "Partitioned again by", "Below", "Description")


def partition_anchor(name: Name) -> str:
    """The identifier of a partition's place on the page of its topmost parent."""
    return anchor("partition", f"{name.schema}.{name.name}")


def descendants(relation: Relation, references: References) -> Iterator[Relation]:
    """The partitions below ``relation``, depth first."""
    for partition in references.partitions.get(relation.id, []):
        yield partition
        yield from descendants(partition, references)

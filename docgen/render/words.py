"""Words: PostgreSQL's keywords as sentences that a reader understands."""

from __future__ import annotations

from collections.abc import Sequence

from docgen.model.relation import Constraint, Index, Reference, Relation, Trigger
from docgen.render.filters import Markdown, code, codes

KIND_TITLES = {
    "table": "Table",
    "partitioned table": "Partitioned table",
    "view": "View",
    "materialized view": "Materialized view",
    "foreign table": "Foreign table",
}
_ON_DELETE_THERE = {"cascade": "**deletes** the rows that point at it", "restrict": "is refused"}


def on_delete_here(reference: Reference) -> str:
    """What a foreign key does to the referencing rows, told on the page of the table that holds the key."""
    columns = codes(reference.set_columns) if reference.set_columns else "these columns"
    return {
        "cascade": "deleting the referenced row deletes these rows too",
        "restrict": "a referenced row cannot be deleted",
        "set null": f"deleting the referenced row sets {columns} to null",
        "set default": f"deleting the referenced row sets {columns} to their default",
    }.get(reference.on_delete, "a referenced row cannot be deleted while rows point at it")


def on_delete_there(constraint: Constraint) -> str:
    """What deleting a row does, told on the page of the referenced table."""
    reference = constraint.references
    if reference is None:
        return ""
    if reference.on_delete not in ("set null", "set default"):
        return _ON_DELETE_THERE.get(reference.on_delete, "is refused while rows point at it")
    columns = codes(reference.set_columns or constraint.columns)
    return f"sets {columns} to {'null' if reference.on_delete == 'set null' else 'the default'}"


def on_update(reference: Reference) -> str:
    """What a change of the referenced key does; "" for the usual refusal."""
    return {
        "cascade": "a changed key is followed",
        "set null": "a changed key sets these columns to null",
        "set default": "a changed key sets these columns to their default",
        "restrict": "a referenced key cannot be changed",
    }.get(reference.on_update, "")


def constraint_state(constraint: Constraint) -> list[str]:
    """What is unusual about a constraint, one phrase each."""
    phrases = []
    if not constraint.enforced:
        phrases.append("**not enforced**")
    elif not constraint.validated:
        phrases.append("**not valid**: old rows were never checked")
    if constraint.deferrable:
        phrases.append("checked at commit" if constraint.initially_deferred else "can be deferred to commit")
    if constraint.without_overlaps:
        phrases.append("without overlaps")
    if constraint.no_inherit:
        phrases.append("not inherited by children")
    if constraint.inherited:
        phrases.append("inherited")
    return phrases


def index_state(index: Index) -> list[str]:
    """What is special about an index, one phrase each."""
    phrases = []
    if not index.valid:
        phrases.append("**invalid**: never used, still kept up to date")
    if index.primary:
        phrases.append("primary key")
    elif index.constraint:
        phrases.append(f"made by constraint {code(index.constraint)}")
    elif index.unique:
        phrases.append("unique")
    if index.nulls_not_distinct:
        phrases.append("nulls not distinct")
    if index.clustered:
        phrases.append("clustered on")
    if index.replica_identity:
        phrases.append("replica identity")
    return phrases


def trigger_moment(trigger: Trigger) -> str:
    """When a trigger runs: before insert or update of a, for each row."""
    return f"{trigger.timing} {' or '.join(trigger.events)}, for each {trigger.level}"


def enabled(state: str) -> Markdown:
    """The enabled state of a trigger or rule; "" for the usual one."""
    return Markdown(
        {
            "disabled": "**disabled**",
            "always": "always, replicas included",
            "replica": "only on replicas",
        }.get(state, "")
    )


def relation_options(relation: Relation) -> list[Markdown]:
    """What is unusual about a relation as a whole, one phrase each."""
    phrases: list[str] = []
    if relation.persistence != "permanent":
        phrases.append(f"**{relation.persistence}**")
    if relation.access_method:
        phrases.append(f"access method {code(relation.access_method)}")
    if relation.tablespace:
        phrases.append(f"tablespace {code(relation.tablespace)}")
    if relation.replica_identity:
        phrases.append(f"replica identity {relation.replica_identity}")
    if relation.check_option:
        phrases.append(f"check option {relation.check_option}")
    if not relation.populated:
        phrases.append("**not populated**: unreadable until refreshed")
    if relation.server:
        phrases.append(f"on server {code(relation.server)}")
    phrases += [str(code(option)) for option in (*relation.options, *relation.server_options)]
    return [Markdown(phrase) for phrase in phrases]


def listed(values: Sequence[str], last: str = "and") -> str:
    """a, b and c."""
    return f"{', '.join(values[:-1])} {last} {values[-1]}" if len(values) > 1 else "".join(values)

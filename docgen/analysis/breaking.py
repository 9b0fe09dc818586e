"""Breaking: which change of a schema can fail what worked before, and which one changes who may do what."""

from __future__ import annotations

from typing import Literal, NamedTuple

from docgen.model.catalog import Catalog
from docgen.model.change import Change
from docgen.model.relation import Column

Weight = Literal["breaking", "access", "plain"]


class Judgement(NamedTuple):
    """How much a change weighs, and the reason in a sentence; "" for a plain one."""

    weight: Weight
    reason: str = ""


_PLAIN = Judgement("plain")
_RELATIONS = frozenset(("table", "partitioned table", "view", "materialized view", "foreign table"))
_ROUTINES = frozenset(("function", "procedure", "aggregate", "window"))
_NAMED = _RELATIONS | _ROUTINES | {"column", "sequence", "schema", "attribute"}
_TYPES = frozenset(("enum", "domain", "composite", "range"))
_ACCESS_ATTRIBUTES = {
    "grants": "who may do what has changed",
    "row security": "which rows a role sees has changed",
    "force row security": "which rows the owner sees has changed",
    "security definer": "with whose rights it runs has changed",
    "roles": "to whom the policy applies has changed",
    "using": "which rows the policy lets through has changed",
    "check": "which rows the policy lets be written has changed",
    "permissive": "the policy restricts where it permitted, or the other way round",
    "command": "the policy applies to other commands",
    "owner": "it belongs to another role",
}
_POLICY_ONLY = frozenset(("roles", "using", "check", "permissive", "command"))
_REFUSING = {
    "check": "rows that do not hold it are refused",
    "unique": "rows that repeat the key are refused",
    "primary key": "rows that repeat the key are refused",
    "foreign key": "rows whose parent is missing are refused",
    "exclude": "rows that exclude each other are refused",
}


def judge(change: Change, before: Catalog, after: Catalog) -> Judgement:
    """What ``change`` from ``before`` to ``after`` means for those who use the schema.

    Breaking is what can make a statement fail that worked before; access is what changes whom the server lets do
    what. What a change may do to results or speed alone is plain.
    """
    if change.kind == "missing":
        return _removed(change)
    if change.kind == "unexpected":
        return _added(change, before, after)
    return _different(change, before, after)


def _removed(change: Change) -> Judgement:
    if change.object_kind in _NAMED:
        return Judgement("breaking", "statements that name it fail")
    if change.object_kind in _TYPES:
        return Judgement("breaking", "statements and columns that name the type fail")
    if change.object_kind == "extension":
        return Judgement("breaking", "its functions and types are gone")
    if change.object_kind == "policy":
        return Judgement("access", "the rows that it let through or held back are no longer told apart")
    if change.object_kind == "default privileges":
        return Judgement("access", "new objects are made with other privileges")
    return _PLAIN


def _added(change: Change, before: Catalog, after: Catalog) -> Judgement:
    if change.object_kind == "policy":
        return Judgement("access", "other rows are let through or held back")
    if change.object_kind == "default privileges":
        return Judgement("access", "new objects are made with other privileges")
    known = {str(relation.id) for relation in before.relations}
    if change.relation not in known:
        return _PLAIN
    if change.object_kind == "column":
        column = _column(change, after)
        if column and column.not_null and not (column.default or column.identity or column.generated):
            return Judgement("breaking", "inserts that do not name it fail: it is not null and has no default")
    if change.object_kind == "constraint":
        return _new_constraint(change, after)
    if change.object_kind == "index" and change.actual.startswith("CREATE UNIQUE"):
        return Judgement("breaking", "rows that repeat the key are refused")
    return _PLAIN


def _new_constraint(change: Change, after: Catalog) -> Judgement:
    for relation in after.relations:
        if str(relation.id) == change.relation:
            for one in relation.constraints:
                if change.object.endswith(f".{one.name}") or change.object.endswith(f'."{one.name}"'):
                    reason = _REFUSING.get(one.kind, "")
                    return Judgement("breaking", reason) if reason and one.enforced else _PLAIN
    return _PLAIN


def _different(change: Change, before: Catalog, after: Catalog) -> Judgement:
    attribute = change.attribute
    if attribute == "type":
        return Judgement("breaking", "clients read and write another type")
    if attribute == "not null" and change.actual == "yes":
        return Judgement("breaking", "inserts and updates without a value fail")
    if attribute == "default" and not change.actual:
        column = _column(change, after)
        if column and column.not_null:
            return Judgement("breaking", "inserts that do not name it fail: it is not null and has no default")
    if attribute == "identity" and change.actual == "always":
        return Judgement("breaking", "inserts that give it a value fail")
    if attribute == "generated" and change.actual:
        return Judgement("breaking", "statements that give it a value fail")
    if attribute == "labels":
        gone = [label for label in _listed(change.expected) if label not in _listed(change.actual)]
        return Judgement("breaking", f"no longer a label: {', '.join(gone)}") if gone else _PLAIN
    if attribute in ("result", "returns") or (attribute == "kind" and change.object_kind in _ROUTINES):
        return Judgement("breaking", "callers get another type")
    if attribute == "name":
        return _PLAIN
    if change.object_kind == "constraint" and attribute == "definition":
        return Judgement("breaking", "rows that held the old one may be refused")
    if attribute in _POLICY_ONLY and change.object_kind != "policy":
        return _PLAIN
    reason = _ACCESS_ATTRIBUTES.get(attribute, "")
    return Judgement("access", reason) if reason else _PLAIN


def _listed(text: str) -> list[str]:
    return text.split(", ") if text else []


def _column(change: Change, catalog: Catalog) -> Column | None:
    for relation in catalog.relations:
        if str(relation.id) == change.relation:
            tail = change.object[len(change.relation) + 1 :]
            return next((one for one in relation.columns if tail in (one.name, f'"{one.name}"')), None)
    return None

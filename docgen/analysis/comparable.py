"""Comparable: values of the catalog without the differences that mean nothing, and as text for a reader."""

from __future__ import annotations

import re

from docgen.model.catalog import PublishedTable
from docgen.model.name import Name, quote
from docgen.model.relation import Grant

# A dump and reload turns the cast of an array of literals into an array of casts; both mean the same.
_LITERAL = re.compile(r"'(?:[^']|'')*'::character varying")
_CAST_ARRAY = re.compile(rf"\(\(ARRAY\[({_LITERAL.pattern}(?:, {_LITERAL.pattern})*)\]\)::text\[\]\)")
_STATE = re.compile(r" NOT (?:VALID|ENFORCED)\Z")  # fields of their own
_BODY = re.compile(r"\n(?:AS \$|AS '|BEGIN ATOMIC| ?RETURN )")
# How the catalog calls the states of a trigger, and how a reader does.
_FIRES = {"origin": "yes", "always": "always, also on a replica", "replica": "only on a replica", "disabled": "no"}
_EXPRESSIONS = frozenset(("definition", "default", "using", "check", "predicate"))


def comparable(field: str, value: object) -> object:
    """``value`` in a form that is equal for two catalogs that mean the same by it.

    Of a routine's definition only the body counts: what stands before it has fields of its own.
    """
    if not isinstance(value, str) or field not in _EXPRESSIONS:
        return value
    if value.startswith("CREATE OR REPLACE "):
        body = _BODY.search(value)
        return value[body.start() :] if body else value
    value = _STATE.sub("", value)
    return _CAST_ARRAY.sub(lambda match: f"(ARRAY[{_LITERAL.sub(_cast, match[1])}])", value)


def text(field: str, value: object) -> str:
    """A field's ``value`` as a reader wants to see it: yes and no, lists with commas, nothing for none."""
    if value is None:
        return ""
    if field == "enabled" and isinstance(value, str):
        return _FIRES[value]
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Grant):
        own = [f"{word} (grantable)" if word in value.grantable else word for word in value.privileges]
        return f"{value.grantee}: {', '.join(own)}"
    if isinstance(value, Name):
        return str(value)
    if isinstance(value, PublishedTable):
        columns = f" ({', '.join(quote(column) for column in value.columns)})" if value.columns else ""
        return f"{value.name}{columns}" + (f" where {value.condition}" if value.condition else "")
    if isinstance(value, tuple):
        separator = "; " if value and isinstance(value[0], Grant) else ", "
        return separator.join(text(field, one) for one in value)
    return str(value)


def _cast(match: re.Match[str]) -> str:
    return f"({match[0]})::text"

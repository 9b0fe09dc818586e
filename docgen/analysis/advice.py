"""Advice: what one check of the catalog says of one object, and the roles that a web API lends to strangers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from docgen.model.catalog import Catalog
from docgen.model.finding import Severity
from docgen.model.name import Name
from docgen.model.relation import Grant

API_ROLES = frozenset(("anon", "authenticated"))
_READ = frozenset(("all", "select"))


class Advice(NamedTuple):
    """One object and the sentence that says what is wrong with it."""

    object: str
    message: str


class Advisor(NamedTuple):
    """One check: its name, what it means, how grave it is, the query that shows it and what to do."""

    name: str
    meaning: str
    severity: Severity
    query: str
    remedy: str
    check: Callable[[Catalog], Iterator[Advice]]
    opt_in: bool = False  # runs only where it is asked for by name


def has_api_roles(catalog: Catalog) -> bool:
    """Whether the database serves an API by the roles ``anon`` and ``authenticated``."""
    return any(role.name in API_ROLES for role in catalog.roles)


def api_grantees(grants: Iterable[Grant], privileges: frozenset[str]) -> str:
    """The API's roles that hold one of ``privileges``, in words; "" for none. A grant to public is one to both."""
    held = sorted({one.grantee for one in grants if not privileges.isdisjoint(one.privileges)} & {*API_ROLES, "public"})
    return " and ".join(held)


def open_to_the_api(catalog: Catalog, kind: str) -> Iterator[tuple[Name, str]]:
    """The relations of one kind that the API's roles may read, each with these roles in words."""
    for relation in catalog.relations if has_api_roles(catalog) else ():
        readers = api_grantees(relation.grants, _READ) if relation.kind == kind else ""
        if readers:
            yield relation.id, readers

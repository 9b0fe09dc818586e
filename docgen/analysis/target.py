"""Target: a place where a PostgreSQL database can live, and what it offers there; one file each in ``targets``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from docgen.model.portability import Source


class Target(NamedTuple):
    """One kind of server. Facts are dated: what a service offers changes with every release."""

    title: str
    dated: str  # ISO date or month of the newest source
    major: int  # the newest major of PostgreSQL that the extensions are known of
    sources: tuple[Source, ...]
    unsure: tuple[str, ...]
    extensions: Mapping[str, str]  # name: version, "" where only the name is known
    any_extension: bool = False  # whatever can be installed on the machine
    superuser: bool = False  # the customer is one
    administrator: str = "superuser"  # the role that stands in for one
    reserved_roles: tuple[str, ...] = ()  # names and prefixes (ending in "*") that a customer may not create
    event_triggers: bool | None = True  # None: not found out
    tablespaces: bool = True
    replication: str = "Set wal_level = logical and restart."  # how logical replication is switched on
    replication_role: str = ""  # what stands in for the attribute REPLICATION
    bypass_row_security: str = ""  # what is known of the attribute BYPASSRLS where nobody is a superuser
    allow_list: str = ""  # the parameter that an extension has to be in before CREATE EXTENSION
    preload: str = "shared_preload_libraries"  # where libraries that start with the server are named
    replacements: Mapping[str, str] = {}  # extension: what the service has in its stead


def table(text: str) -> dict[str, str]:
    """A table of extensions from text: ``name version``, separated by commas or line ends; some have no version."""
    entries = (entry.split() for entry in text.replace("\n", ",").split(",") if entry.strip())
    return {name: "".join(version) for name, *version in entries}

"""Superuser: what only one may create or set, and what needs the server's machine."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.analysis.portability.dependents import Dependents, routine_name
from docgen.analysis.portability.obstacle import obstacle
from docgen.analysis.target import Target
from docgen.model.catalog import Catalog, OtherObject
from docgen.model.name import Name, quote
from docgen.model.portability import Dependent, Obstacle

_UNTRUSTED = frozenset(("c", "internal", "plperlu", "plpython3u", "plpythonu", "plpython2u", "pltclu"))
_BUILT_IN = frozenset(("c", "internal", "sql", "plpgsql"))
# Kinds whose CREATE statement asks for a superuser, as the manual says on its page.
_OTHERS = frozenset((
    "access method", "foreign data wrapper", "operator class", "operator family", "text search parser",
    "text search template",
))  # fmt: skip
# Parameters of the context "superuser" that people set on roles and functions.
_SETTINGS = frozenset((
    "allow_system_table_mods", "backtrace_functions", "deadlock_timeout", "dynamic_library_path", "lc_messages",
    "ignore_checksum_failure", "lo_compat_privileges", "log_duration", "log_error_verbosity", "log_executor_stats",
    "log_lock_waits", "log_min_duration_statement", "log_min_error_statement", "log_min_messages", "log_parser_stats",
    "log_planner_stats",
    "log_statement", "log_statement_stats", "log_temp_files", "max_stack_depth", "session_preload_libraries",
    "session_replication_role", "temp_file_limit", "track_activities", "track_counts", "track_functions",
    "track_io_timing", "zero_damaged_pages",
))  # fmt: skip
_PREFIXES = ("auto_explain.", "pg_stat_statements.", "pgaudit.")


def superuser(catalog: Catalog, dependents: Dependents, target: Target) -> Iterator[Obstacle]:
    """Everything of this family that the catalog holds."""
    yield from _languages(catalog, target)
    yield from _event_triggers(catalog, target)
    yield from _tablespaces(catalog, target)
    yield from _foreign(catalog)
    if not target.superuser:
        yield from _kinds(catalog, dependents, target)
        yield from _settings(catalog, target)
        yield from _routines(catalog, target)
    for other in catalog.others:
        if other.kind == "subscription":
            yield _subscription(other, target)


def _languages(catalog: Catalog, target: Target) -> Iterator[Obstacle]:
    for language in sorted({routine.language for routine in catalog.routines if routine.kind != "aggregate"}):
        users = [
            Dependent(object=routine_name(one), via="language") for one in catalog.routines if one.language == language
        ]
        if language in _UNTRUSTED and not target.superuser:
            message = f"Language {quote(language)} is not trusted: only a superuser may write functions in it."
            suggestion = (
                "Rewrite them in PL/pgSQL or SQL, or in a trusted language that the target has, or move them out."
            )
            yield obstacle("blocks", "language", language, message, suggestion, users)
        elif language in ("c", "internal"):
            message = f"Functions in {language} need their library on the new machine, for its PostgreSQL."
            yield obstacle("decision", "language", language, message, "Build and install the library first.", users)
        elif (
            language not in _BUILT_IN
            and language not in target.extensions
            and language not in {extension.name for extension in catalog.extensions}
        ):
            message = f"{target.title} does not list language {quote(language)}."
            yield obstacle("blocks", "language", language, message, "Rewrite its functions in PL/pgSQL or SQL.", users)


def _event_triggers(catalog: Catalog, target: Target) -> Iterator[Obstacle]:
    for event in catalog.event_triggers:
        uses = [Dependent(object=f"{event.function}()", via="function")]
        if target.event_triggers is None:
            message = (
                f"Event trigger {quote(event.name)} needs a superuser in PostgreSQL; whether {target.administrator} "
            )
            message += "may create it is not known."
            yield obstacle(
                "decision", "event trigger", event.name, message, "Try it before the move, or drop it.", uses
            )
        elif not target.superuser:
            message = f"Event trigger {quote(event.name)} is created by {target.administrator} alone."
            suggestion = "Load the script as the administrator; drop event triggers before a major upgrade."
            yield obstacle("note", "event trigger", event.name, message, suggestion, uses)


def _tablespaces(catalog: Catalog, target: Target) -> Iterator[Obstacle]:
    places: dict[str, list[Dependent]] = {}
    for relation in catalog.relations:
        if relation.tablespace:
            places.setdefault(relation.tablespace, []).append(Dependent(object=str(relation.id), via="table"))
        for index in relation.indexes:
            if index.tablespace:
                name = str(Name(relation.schema, index.name))
                places.setdefault(index.tablespace, []).append(Dependent(object=name, via="index"))
    for tablespace, users in sorted(places.items()):
        message = f"Tablespace {quote(tablespace)} is a folder on the old machine."
        if target.tablespaces:
            yield obstacle("decision", "tablespace", tablespace, message, "Create it first, on a folder there.", users)
        else:
            message += f" {target.title} keeps everything on storage of its own."
            suggestion = "Take the TABLESPACE clauses out of the script."
            yield obstacle("blocks", "tablespace", tablespace, message, suggestion, users)


def _foreign(catalog: Catalog) -> Iterator[Obstacle]:
    for server in catalog.servers:
        tables = [
            Dependent(object=str(one.id), via="foreign table") for one in catalog.relations if one.server == server.name
        ]
        message = f"Server {quote(server.name)} ({server.wrapper}) needs a way there; passwords never travel."
        suggestion = "Open the network from the new server, then create the user mappings by hand."
        yield obstacle("decision", "server", server.name, message, suggestion, tables)


def _kinds(catalog: Catalog, dependents: Dependents, target: Target) -> Iterator[Obstacle]:
    suggestion = "Do without it: a domain, a plain function or an extension that the target has."
    for other in catalog.others:
        if other.kind in _OTHERS:
            message = f"{other.kind.capitalize()} {other.spelling}: only a superuser may create one."
            yield obstacle("blocks", other.kind, other.spelling, f"{message}", suggestion)
        elif other.kind == "language" and other.name in _UNTRUSTED:
            message = f"Language {quote(other.name)} is not trusted: {target.administrator} may not create it."
            yield obstacle("blocks", "language", other.name, message, suggestion)
    for one in catalog.types:
        if one.kind == "base":
            name = Name(one.schema, one.name)
            message = f"Type {name} is a base type: only a superuser may create one."
            users = dependents.resting_on(lambda used, name=name: used == name)  # type: ignore[misc]
            yield obstacle("blocks", "type", str(name), message, suggestion, users)


def _settings(catalog: Catalog, target: Target) -> Iterator[Obstacle]:
    found: dict[str, list[Dependent]] = {}
    for role in catalog.roles:
        for setting in role.settings:
            found.setdefault(setting.partition("=")[0], []).append(Dependent(object=quote(role.name), via="role"))
    for routine in catalog.routines:
        for setting in routine.settings:
            found.setdefault(setting.partition("=")[0], []).append(
                Dependent(object=routine_name(routine), via="function")
            )
    for setting, users in sorted(found.items()):
        if setting in _SETTINGS or setting.startswith(_PREFIXES):
            message = f"Setting {setting} is a superuser's: {target.administrator} may be refused it."
            yield obstacle(
                "decision",
                "setting",
                setting,
                message,
                "Set it for the whole server in its parameters, or leave it out.",
                users,
            )


def _routines(catalog: Catalog, target: Target) -> Iterator[Obstacle]:
    leakproof = [Dependent(object=routine_name(one), via="attribute") for one in catalog.routines if one.leakproof]
    if leakproof:
        message = "Only a superuser may call a function LEAKPROOF."
        yield obstacle("blocks", "routine", "LEAKPROOF", message, "Create them without the attribute.", leakproof)
    owners = {role.name for role in catalog.roles if role.superuser}
    definers = [
        Dependent(object=routine_name(one), via=f"owner {one.owner}")
        for one in catalog.routines
        if one.security_definer and one.owner in owners
    ]
    if definers:
        yield obstacle(
            "note", "routine", "SECURITY DEFINER",
            f"These functions run as a superuser here; {target.administrator} owns them there and may do less.",
            "Test each; one that reads past row security needs to own the tables that it reads.", definers,
        )  # fmt: skip


def _subscription(other: OtherObject, target: Target) -> Obstacle:
    message = f"Subscription {other.spelling} holds a connection and a position, which do not travel."
    needs = "It takes a superuser or pg_create_subscription" + (
        f" ({target.administrator} there)." if not target.superuser else "."
    )
    return obstacle("decision", "subscription", other.spelling, message, f"Create it anew after the copy. {needs}")

"""Explain: what to do about a statement that the shadow refused, and which earlier failure is behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from docgen.model.migration import ReplayFailure
from docgen.sql.parse import parse
from docgen.sql.statement import Action

PLATFORM_ROLES = frozenset(
    {
        "anon", "authenticated", "authenticator", "dashboard_user", "pgbouncer", "service_role", "supabase_admin",
        "supabase_auth_admin", "supabase_functions_admin", "supabase_read_only_user", "supabase_realtime_admin",
        "supabase_replication_admin", "supabase_storage_admin",
    }
)  # fmt: skip
PLATFORM_SCHEMAS = frozenset(
    {
        "auth", "cron", "extensions", "graphql", "graphql_public", "net", "pgsodium", "realtime", "storage",
        "supabase_functions", "vault",
    }
)  # fmt: skip
_MISSING = {"42P01", "42704", "42703", "42883", "3F000", "22P02", "42P06"}
_EXTENSION = re.compile(
    r'extension "([^"]+)" (?:is not available|must be|has no)|extension control file ".*?/([^/"]+)\.control"'
)
_QUOTED_THING = re.compile(
    r'(?P<kind>[a-z ]+?) "(?P<name>[^"]+)"(?: (?:of|for) (?:relation|table) "(?P<relation>[^"]+)")?'
)
_BARE_THING = re.compile(r"(?P<kind>function|procedure|aggregate|routine|column|operator|type) (?P<name>[^\s(\"]+)")
_ENUM_VALUE = re.compile(r'invalid input value for enum (?P<relation>\S+): "(?P<name>[^"]*)"')
# What well-known extensions bring, because nothing in the migrations spells it.
_BROUGHT = {
    "postgis": re.compile(r"(geometry|geography|raster|box2d|box3d|st_\w+|postgis_\w+)$"),
    "timescaledb": re.compile(r"(create_hypertable|time_bucket|add_\w+_policy)$"),
    "pgmq": re.compile(r"pgmq$"),
    "h3": re.compile(r"h3\w*$"),
    "pgroonga": re.compile(r"pgroonga\w*$"),
    "pg_partman": re.compile(r"(partman|create_parent)$"),
    "age": re.compile(r"(ag_catalog|cypher|agtype)$"),
}


def hint(sqlstate: str, message: str, servers_hint: str = "", guarded: bool = False) -> str:
    """What a person can do about a refused statement, "" where only the statement itself can tell.

    ``guarded``: the server is docgen's own, on which migrations run as an ordinary role.
    """
    extension = _EXTENSION.search(message)
    if extension:
        name = extension[1] or extension[2]
        return (
            f'The scratch server lacks the extension "{name}": set [shadow].url to a server that has it, '
            f"or make what the migrations use of it in a file named in [shadow].setup."
        )
    thing = _missing(message)
    if thing and sqlstate in _MISSING and (thing.name in PLATFORM_ROLES or thing.schema in PLATFORM_SCHEMAS):
        return 'This comes with the platform: set [shadow].preset to "supabase".'
    if thing and sqlstate == "3F000" and thing.name in PLATFORM_SCHEMAS:
        return 'This comes with the platform: set [shadow].preset to "supabase".'
    if thing and sqlstate == "42704" and thing.kind == "role":
        return f'Create the role "{thing.name}" in a file named in [shadow].setup.'
    if sqlstate == "42501" and guarded:
        return (
            "On docgen's own server migrations run as an ordinary role that owns the database: files, programs and "
            "the server itself are out of reach. If the statement must run, set [shadow].url to a server of yours."
        )
    if sqlstate == "42501":
        return "The role of [shadow].url lacks a privilege: use one that has it, or docgen's own server."
    if sqlstate == "57014":
        return "It ran into the time limit for one statement on the scratch server."
    if "ICU is not supported" in message:
        return "docgen's own server has no ICU: set [shadow].version to an installation with it, or [shadow].url."
    return servers_hint


@dataclass(frozen=True)
class _Thing:
    """What a message calls missing."""

    kind: str
    name: str
    schema: str = ""
    relation: str = ""


@dataclass
class Causes:
    """The failures so far, each with what its statement would have made."""

    _made: list[tuple[str, str, tuple[Action, ...]]] = field(default_factory=list)

    def find(self, sqlstate: str, message: str) -> str:
        """path:line of the first failure whose statement would have made what the message calls missing."""
        thing = _missing(message) if sqlstate in _MISSING else None
        if thing is None:
            return ""
        for place, text, actions in self._made:
            if any(_makes(action, thing) for action in actions):
                return place
            hidden = not actions and re.search(rf"\bcreate\b.*\b{re.escape(thing.name)}\b", text, re.I | re.S)
            if hidden:
                return place
        return ""

    def add(self, failure: ReplayFailure, text: str) -> None:
        """Remembers a failure; what it would have made counts as missing because of its own cause, if it has one."""
        actions = tuple(action for action in _actions(text) if action.verb in ("create", "add", "rename", "set"))
        self._made.append((failure.cause or f"{failure.path}:{failure.line}", text, actions))


def _actions(text: str) -> Iterator[Action]:
    for statement in parse(text):
        yield from (action for action in statement.actions if not action.inline)
        for inner in statement.inner:
            yield from (action for action in inner.actions if not action.inline)


def _makes(action: Action, thing: _Thing) -> bool:
    if action.kind == "extension":
        brought = _BROUGHT.get(action.name)
        own = action.name in (thing.name, thing.schema)  # many keep to a schema of their own name: pgmq.create
        return own or bool(brought and brought.match(thing.name))
    if thing.kind == "column":
        same = not thing.relation or thing.relation == action.relation
        return action.kind == "column" and same and thing.name in (action.name, action.new_name)
    return action.kind != "column" and thing.name in (action.name, action.new_name)


def _missing(message: str) -> _Thing | None:
    match = _ENUM_VALUE.search(message)
    if match:
        return _Thing("enum value", match["name"], relation=match["relation"])
    if "does not exist" not in message:
        return None
    match = _QUOTED_THING.search(message)
    bare = _BARE_THING.search(message)
    if bare and (match is None or bare.start() < match.start()):
        parts = bare["name"].split(".")
        relation = parts[-2] if bare["kind"] == "column" and len(parts) > 1 else ""
        return _Thing(bare["kind"], parts[-1], parts[0] if len(parts) > 1 and not relation else "", relation)
    if match is None:
        return None
    parts = match["name"].split(".")
    schema = parts[0] if len(parts) > 1 else ""
    return _Thing(match["kind"].strip().split()[-1], parts[-1], schema, match["relation"] or "")

"""Privileges: owners, GRANT and REVOKE of every kind of object, and default privileges."""

from __future__ import annotations

from collections.abc import Sequence

from docgen.analysis.ddl.identifiers import identifier
from docgen.analysis.ddl.statement import Ddl, Form
from docgen.model.catalog import DefaultPrivilege
from docgen.model.relation import Column, Grant

SECTION = "Privileges"
DEFAULTS = "Default privileges"
# What everyone gets on a new object, and the word of ALTER DEFAULT PRIVILEGES for its kind.
_PUBLIC = {"functions": ("execute",), "types": ("usage",)}
_EVERYTHING = ("all",)
_ON_TABLES = ("select", "insert", "update", "delete", "truncate", "references", "trigger")


def owner(section: str, kind: str, name: str, role: str, form: Form, before: str | None = None) -> list[Ddl]:
    """ALTER ... OWNER, where the role that runs the script does not own the object anyway."""
    if not form.owners or role in (before if before is not None else form.role, ""):
        return []
    return [Ddl(section=section, object=name, text=f"ALTER {kind} {name} OWNER TO {identifier(role)};", attached=True)]


def at_creation(kind: str, schema: str, form: Form) -> tuple[Grant, ...]:
    """What a new object gets by itself: ``kind`` is tables, sequences, functions, types or schemas."""
    public = _PUBLIC.get(kind)
    held = {"public": public} if public else {}
    for privilege in form.given.default_privileges:
        if privilege.kind != kind or privilege.role != form.role or privilege.schema not in ("", schema):
            continue
        if not privilege.schema:
            held = {}
        for grant in privilege.grants:
            held[grant.grantee] = tuple(sorted({*held.get(grant.grantee, ()), *grant.privileges}))
    return tuple(
        Grant(grantee=name, privileges=_EVERYTHING if "all" in words or kind in _PUBLIC else words)
        for name, words in sorted(held.items())
    )


def privileges(kind: str, name: str, role: str, wanted: Sequence[Grant], held: Sequence[Grant]) -> list[Ddl]:
    """REVOKE and GRANT that lead from ``held`` to ``wanted`` on the object ``name`` (in SQL) that ``role`` owns."""
    before = {grant.grantee: grant for grant in held}
    after = {grant.grantee: grant for grant in wanted}
    statements = []
    for grantee in sorted({*before, *after}):
        had, has = before.get(grantee), after.get(grantee)
        if had == has:
            continue
        is_owner = grantee == role
        if is_owner and has is None:
            has = Grant(grantee=grantee, privileges=_EVERYTHING)
        if has is not None and (lost := _lost(kind, had, has, is_owner)):
            statements.append(f"REVOKE {lost} ON {kind} {name} FROM {_grantee(grantee)};")
            continue
        has_all = is_owner and has is not None and has.privileges == _EVERYTHING
        if not has_all and (is_owner or (had is not None and not _within(had, has))):
            statements.append(f"REVOKE ALL ON {kind} {name} FROM {_grantee(grantee)};")
        if has is not None:
            statements += _grant(f"{kind} {name}", has)
    return [Ddl(section=SECTION, object=name, text=text, attached=number > 0) for number, text in enumerate(statements)]


def column_privileges(table: str, columns: Sequence[Column], before: Sequence[Column] = ()) -> list[Ddl]:
    """GRANT on columns, all columns with the same rights in one statement."""
    held = {(column.name, grant) for column in before for grant in column.grants}
    words: dict[tuple[str, bool], dict[str, list[str]]] = {}
    for column in columns:
        for grant in column.grants:
            if (column.name, grant) in held:
                continue
            plain = [word for word in grant.privileges if word not in grant.grantable]
            for privileges_, grantable in ((plain, False), (list(grant.grantable), True)):
                for word in privileges_:
                    words.setdefault((grant.grantee, grantable), {}).setdefault(word, []).append(column.name)
    statements = []
    for (grantee, grantable), granted in sorted(words.items()):
        rights = ", ".join(f"{word.upper()} ({', '.join(map(identifier, names))})" for word, names in granted.items())
        option = " WITH GRANT OPTION" if grantable else ""
        statements.append(f"GRANT {rights} ON TABLE {table} TO {_grantee(grantee)}{option};")
    return [Ddl(section=SECTION, object=table, text=text, attached=True) for text in statements]


def default_privilege(privilege: DefaultPrivilege) -> list[Ddl]:
    """ALTER DEFAULT PRIVILEGES of one role, schema and kind."""
    place = f" IN SCHEMA {identifier(privilege.schema)}" if privilege.schema else ""
    start = f"ALTER DEFAULT PRIVILEGES FOR ROLE {identifier(privilege.role)}{place}"
    kind = privilege.kind.upper()
    statements = []
    grantees = {grant.grantee for grant in privilege.grants}
    if not privilege.schema and privilege.kind in _PUBLIC and "public" not in grantees:
        statements.append(f"{start} REVOKE ALL ON {kind} FROM PUBLIC;")
    for grant in privilege.grants:
        if grant.grantee == privilege.role:
            statements.append(f"{start} REVOKE ALL ON {kind} FROM {identifier(grant.grantee)};")
        statements += [text.replace("GRANT ", f"{start} GRANT ", 1) for text in _grant(kind, grant)]
    return [
        Ddl(section=DEFAULTS, object=privilege.role, text=text, attached=number > 0)
        for number, text in enumerate(statements)
    ]


def _grant(what: str, grant: Grant) -> list[str]:
    every = grant.grantable == _EVERYTHING
    plain = () if every else tuple(word for word in grant.privileges if word not in grant.grantable)
    pairs = ((plain, ""), (grant.grantable, " WITH GRANT OPTION"))
    return [
        f"GRANT {', '.join(word.upper() for word in words)} ON {what} TO {_grantee(grant.grantee)}{option};"
        for words, option in pairs
        if words
    ]


def _lost(kind: str, had: Grant | None, has: Grant, is_owner: bool) -> str:
    """What is taken from one who had everything on a table, where that can be said without naming MAINTAIN.

    PostgreSQL knows that word since 17: a script from a newer server would not run on an older one.
    """
    had_all = is_owner or (had is not None and had.privileges == _EVERYTHING and not had.grantable)
    if kind != "TABLE" or not had_all or has.grantable or "maintain" not in has.privileges:
        return ""
    return ", ".join(word.upper() for word in _ON_TABLES if word not in has.privileges)


def _within(had: Grant, has: Grant | None) -> bool:
    if has is None or had.grantable not in ((), has.grantable):
        return False
    return has.privileges == _EVERYTHING or set(had.privileges) <= set(has.privileges)


def _grantee(name: str) -> str:
    return "PUBLIC" if name == "public" else identifier(name)

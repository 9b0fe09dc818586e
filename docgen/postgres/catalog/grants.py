"""Grants: access control lists of the catalog as who may do what, in the same words on every server version."""

from __future__ import annotations

from collections.abc import Sequence

from docgen.model.relation import Grant

_WORDS = {
    "a": "insert",
    "r": "select",
    "w": "update",
    "d": "delete",
    "D": "truncate",
    "x": "references",
    "t": "trigger",
    "m": "maintain",
    "X": "execute",
    "U": "usage",
    "C": "create",
    "c": "connect",
    "T": "temporary",
}
_EVERYTHING = {
    "table": "arwdDxt",  # and m from PostgreSQL 17
    "column": "arwx",
    "sequence": "rwU",
    "routine": "X",
    "type": "U",
    "schema": "UC",
    "server": "U",
    "language": "U",
    "foreign data wrapper": "U",
    "large object": "rw",
}
# What everyone may do while the catalog holds no list: the server grants it at CREATE.
_PUBLIC = {"routine": "X", "type": "U", "language": "U"}


class GrantReader:
    """Turns lists of aclitem texts into grants; equal lists are read once and share their grants."""

    def __init__(self, major: int) -> None:
        self._everything = {
            kind: frozenset(letters + ("m" if kind == "table" and major >= 17 else ""))
            for kind, letters in _EVERYTHING.items()
        }
        self._known: dict[tuple[str, str, tuple[str, ...] | None], tuple[Grant, ...]] = {}
        self.roles: set[str] = set()

    def read(self, kind: str, owner: str, acl: Sequence[str] | None) -> tuple[Grant, ...]:
        """The grants on an object of ``kind`` (table, column, sequence, routine, type, schema, server ...).

        ``acl`` null stands for the server's default. The owner's own full set is implied and left out; an owner who
        lost a part has a grant of the rest. Sorted by grantee. The roles met are collected in ``roles``.
        """
        key = (kind, owner, None if acl is None else tuple(acl))
        grants = self._known.get(key)
        if grants is None:
            grants = self._known[key] = self._read(kind, owner, acl)
            self.roles.update(grant.grantee for grant in grants if grant.grantee != "public")
        return grants

    def _read(self, kind: str, owner: str, acl: Sequence[str] | None) -> tuple[Grant, ...]:
        everything = self._everything[kind]
        if acl is None:
            return tuple(
                _grant("public", set(letters), set(), everything) for letters in [_PUBLIC.get(kind)] if letters
            )
        held: dict[str, tuple[set[str], set[str]]] = {}
        if kind != "column":
            held[owner] = (set(), set())
        for item in acl:
            grantee, letters, grantable = _item(item)
            privileges, options = held.setdefault(grantee or "public", (set(), set()))
            privileges |= letters
            options |= grantable
        return tuple(
            _grant(grantee, privileges, options, everything)
            for grantee, (privileges, options) in sorted(held.items())
            if grantee != owner or not privileges >= everything
        )


def _grant(grantee: str, privileges: set[str], options: set[str], everything: frozenset[str]) -> Grant:
    return Grant(grantee=grantee, privileges=_words(privileges, everything), grantable=_words(options, everything))


def _words(letters: set[str], everything: frozenset[str]) -> tuple[str, ...]:
    if letters >= everything:
        return ("all",)
    return tuple(sorted(_WORDS.get(letter, letter) for letter in letters))


def _item(text: str) -> tuple[str, set[str], set[str]]:
    """Grantee ("" for everyone), privilege letters and those with grant option of ``grantee=arw*/grantor``."""
    grantee, end = "", 0
    quoted = False
    while end < len(text) and (quoted or text[end] != "="):
        if text[end] == '"':
            doubled = quoted and text[end + 1 : end + 2] == '"'
            if doubled:
                grantee += '"'
                end += 1
            else:
                quoted = not quoted
        else:
            grantee += text[end]
        end += 1
    letters, grantable = set[str](), set[str]()
    previous = ""
    for character in text[end + 1 :]:
        if character == "/":
            break
        if character == "*":
            grantable.add(previous)
        else:
            letters.add(character)
        previous = character
    return grantee, letters, grantable

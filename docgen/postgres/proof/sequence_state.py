"""Sequence state: where the sequences stand before a transaction that is rolled back, and put back there after it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from docgen.postgres.prepared import Prepared, Query, Rows
from docgen.postgres.replay.script import Piece, first_words

Positions = Mapping[int, tuple[int | None, int]]  # by oid: last value, None where there is none yet; start

READ_SEQUENCES = Query("""
select c.oid::int8, pg_catalog.pg_sequence_last_value(c.oid), s.seqstart
from pg_catalog.pg_sequence s
join pg_catalog.pg_class c on c.oid = s.seqrelid and c.relpersistence <> 't'
""")
_RESTORE = "select pg_catalog.setval(%s::bigint::regclass, %s, %s)"
_RUNS = frozenset(("insert", "update", "delete", "merge", "copy", "select", "with", "values", "do", "call", "execute"))
# Definitions that are not run when they are made; of what else makes or alters something, the text counts.
_DEFINES = frozenset(("policy", "function", "procedure", "trigger", "view", "type", "role", "schema", "rule", "domain"))
_ADVANCES = re.compile(r"\b(insert|nextval|setval|copy|merge|do|call|execute|select|with|restart)\b", re.IGNORECASE)
_REPLACES = re.compile(r"create\s+or\s+replace\s+(\w+)", re.IGNORECASE)


def may_advance(pieces: Sequence[Piece]) -> bool:
    """Whether the pieces may move a sequence, which no rollback takes back."""
    return any(_may_advance(piece.text) for piece in pieces)


def _may_advance(text: str) -> bool:
    verb, noun = first_words(text)
    if verb in _RUNS:
        return True
    if noun == "or" and (replaced := _REPLACES.match(text)):
        noun = replaced[1].lower()
    if verb in ("comment", "grant", "revoke") or noun in _DEFINES:
        return False
    return _ADVANCES.search(text) is not None


def read_sequences(prepared: Prepared, pieces: Sequence[Piece]) -> Positions:
    """Where the sequences stand; nothing if the pieces move none."""
    return positions(prepared.ask(READ_SEQUENCES)) if may_advance(pieces) else {}


def positions(answers: Sequence[Rows]) -> Positions:
    """What ``READ_SEQUENCES`` gave, if it was asked."""
    return {oid: (last, start) for rows in answers for oid, last, start in rows}


def restore_sequences(prepared: Prepared, stood: Positions, stand: Positions) -> None:
    """Puts the sequences, which now ``stand`` somewhere, back to where they ``stood``."""
    for oid, (last, _) in stand.items():
        was, start = stood.get(oid, (last, 0))
        if was != last:
            prepared.connection.execute(_RESTORE, [oid, start if was is None else was, was is not None])

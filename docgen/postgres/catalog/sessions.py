"""Sessions: the statements of one reading, sent over one session or over two that see the same moment.

A server works for one session on one processor; over two it is done in little more than half the time, while the
answers that are there already become nouns. The second session imports the first one's snapshot, so both together are
one consistent reading. Whatever keeps it from helping (a full pool, a proxy), the first one reads everything itself.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeAlias

import psycopg

from docgen.postgres.catalog.statements import Answer, Rows, rows, send
from docgen.postgres.connect import Connection, beside

# Whoever takes an answer from the network waits so long for whoever makes nouns of the last one.
_SWITCH = 0.0002


class Alone:
    """One session: each group of statements is sent when the first of its rows are asked for."""

    def __init__(self, connection: Connection, groups: Sequence[Sequence[str]], parameters: Mapping[str, Any]) -> None:
        self._connection = connection
        self._groups = {name: group for group in groups for name in group}
        self._parameters = parameters
        self._answers: dict[str, Answer] = {}

    def take(self, name: str) -> Rows:
        """The rows of one statement, once. Raises DatabaseError."""
        if name not in self._answers:
            self._answers |= send(self._connection, self._groups[name], self._parameters)
        return rows(self._answers.pop(name))


class Together:
    """Two sessions, each in a thread, take groups of statements from one list; what is slow should stand first."""

    def __init__(
        self, first: Connection, snapshot: str, groups: Sequence[Sequence[str]], parameters: Mapping[str, Any]
    ) -> None:
        self._first = first
        self._snapshot = snapshot
        self._parameters = parameters
        self._waiting = list(groups)
        self._busy: list[Connection] = []  # the sessions that wait for an answer
        self._answers: dict[str, Answer] = {}
        self._error: Exception | None = None
        self._ended = False
        self._changed = threading.Condition()
        self._worker = threading.Thread(target=self._work, args=(first,), daemon=True)
        self._worker.start()
        threading.Thread(target=self._help, daemon=True).start()

    def take(self, name: str) -> Rows:
        """The rows of one statement, once, as soon as they are there. Raises DatabaseError."""
        with self._changed:
            self._changed.wait_for(lambda: name in self._answers or self._error)
            if self._error is not None:
                raise self._error
            return rows(self._answers.pop(name))

    def end(self) -> None:
        """Leave the first session to its owner, whatever it was doing; the second one is closed by itself."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()
            # Only what is being answered may be cancelled: a request that comes late would hit the owner's next query.
            if self._first in self._busy:
                self._first.cancel()
        self._worker.join()

    def _work(self, connection: Connection) -> None:
        while (group := self._next(connection)) is not None:
            try:
                answers = send(connection, group, self._parameters)
            except Exception as error:  # whatever it is, somebody waits for the answer
                with self._changed:
                    self._busy.remove(connection)
                    self._changed.notify_all()
                    if connection is self._first:
                        self._error = error
                    else:
                        self._waiting.insert(0, group)
                return
            with self._changed:
                self._busy.remove(connection)
                self._answers |= answers
                self._changed.notify_all()

    def _next(self, connection: Connection) -> Sequence[str] | None:
        """The next group; None when all are answered. What the other session is busy with may come back."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or not self._busy or self._ended)
            if self._ended or not self._waiting:
                return None
            self._busy.append(connection)
            return self._waiting.pop(0)

    def _help(self) -> None:
        try:
            second = beside(self._first, self._snapshot)
        except psycopg.Error:
            return
        with second:
            self._work(second)


Reading: TypeAlias = Alone | Together


@contextmanager
def sessions(
    first: Connection, snapshot: str | None, groups: Sequence[Sequence[str]], parameters: Mapping[str, Any]
) -> Iterator[Reading]:
    """Who sends ``groups`` of statements: two sessions where there is the name of a ``snapshot``, else ``first``."""
    if snapshot is None:
        yield Alone(first, groups, parameters)
        return
    interval = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH)
    both = Together(first, snapshot, groups, parameters)
    try:
        yield both
    finally:
        both.end()
        sys.setswitchinterval(interval)

"""A line to a server that is cut after a number of bytes, as a network or a restarted server would."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo


class Line:
    """What passed from the server so far, and after how many bytes the line is cut."""

    def __init__(self, limit: int | None) -> None:
        self.limit = limit
        self.passed = 0

    def carry(self, data: bytes) -> bytes:
        """The part of ``data`` that still gets through."""
        if self.limit is not None:
            data = data[: max(0, self.limit - self.passed)]
        self.passed += len(data)
        return data

    @property
    def cut(self) -> bool:
        """Whether nothing passes any more."""
        return self.limit is not None and self.passed >= self.limit


@contextmanager
def line_to(url: str, folder: Path, limit: int | None = None) -> Iterator[tuple[str, Line]]:
    """The URL of a socket in ``folder`` that leads to the server of ``url``, cut after ``limit`` bytes of answers."""
    given = conninfo_to_dict(url)
    target = f"{given['host']}/.s.PGSQL.{given['port']}"
    line = Line(limit)
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(folder / ".s.PGSQL.5432"))
        door.listen()
        threading.Thread(target=_serve, args=(door, target, line), daemon=True).start()
        yield make_conninfo(url, host=str(folder), port=5432), line


def _serve(door: socket.socket, target: str, line: Line) -> None:
    with suppress(OSError):
        while True:
            client, _ = door.accept()
            server = socket.socket(socket.AF_UNIX)
            server.connect(target)
            threading.Thread(target=_pass, args=(client, server, Line(None)), daemon=True).start()
            threading.Thread(target=_pass, args=(server, client, line), daemon=True).start()


def _pass(source: socket.socket, target: socket.socket, line: Line) -> None:
    with suppress(OSError):
        while not line.cut and (data := source.recv(65536)):
            target.sendall(line.carry(data))
    for end in (source, target):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)

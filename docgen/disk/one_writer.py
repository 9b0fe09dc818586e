"""One writer: nobody else writes a folder while this docgen does."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from docgen.errors import OutputError


@contextlib.contextmanager
def alone(folder: Path, doing: str) -> Iterator[None]:
    """Nobody else holds ``folder`` inside the block; ``doing`` is what the other one does: writes, consolidates.

    The system gives it back however the process ends. Raises OutputError where somebody holds it.
    """
    with _held(folder, wait=False) as free:
        if not free:
            message = f"another docgen {doing} {folder}: nothing was written"
            raise OutputError(message, "Wait until it has ended, then run it again.")
        yield


@contextlib.contextmanager
def in_turn(folder: Path) -> Iterator[None]:
    """Nobody else holds ``folder`` inside the block, which begins when whoever holds it has given it back."""
    with _held(folder, wait=True):
        yield


@contextlib.contextmanager
def _held(folder: Path, wait: bool) -> Iterator[bool]:
    if os.name != "posix":
        yield True  # no such lock, and a folder cannot be opened
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise OutputError(f"cannot open {folder}: {error.strerror}", "Check the folder and its permissions.") from None
    try:
        yield _taken(handle, wait)
    finally:
        os.close(handle)


def _taken(handle: int, wait: bool) -> bool:
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        pass  # a file system without locks
    return True

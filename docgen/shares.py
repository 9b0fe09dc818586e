"""Shares: one job done by several processes at once, each its share, where the machine and its system allow."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from typing import NamedTuple, TypeVar

Result = TypeVar("Result")


class Share(NamedTuple):
    """One part of a job: ``number`` of ``of`` parts, counted from 0."""

    number: int = 0
    of: int = 1

    def has(self, index: int) -> bool:
        """Whether the item at ``index`` belongs to this share; the first has less, for it does the rest as well."""
        return self.of == 1 or (index % 7 < 3) == (self.number == 0)


def processes(items: int) -> int:
    """How many processes a job of that many pages deserves: two for a large one, where there are two processors.

    Forking is safe on Linux only; elsewhere and for small jobs one does it all.
    """
    if sys.platform != "linux" or items < 200:
        return 1
    return min(2, len(os.sched_getaffinity(0)))


def in_shares(job: Callable[[Share], Result], parts: int) -> list[Result]:
    """What ``job`` gives for each share; the shares after the first are done by forked processes meanwhile.

    An exception of any share is raised here.
    """
    with collector_at_rest():
        if parts == 1:
            return [job(Share())]
        import multiprocessing

        context = multiprocessing.get_context("fork")
        receiving, sending = context.Pipe(duplex=False)
        helper = context.Process(target=_work, args=(job, Share(1, 2), sending))
        helper.start()
        sending.close()
        try:
            first = job(Share(0, 2))
            second = receiving.recv()
        except BaseException as error:
            helper.terminate()
            if isinstance(error, EOFError):
                raise RuntimeError("a process that rendered pages was killed") from None
            raise
        finally:
            helper.join()
    if isinstance(second, BaseException):
        raise second
    return [first, second]


def _work(job: Callable[[Share], Result], share: Share, sending: Connection) -> None:
    try:
        answer: object = job(share)
    except BaseException as error:
        answer = error
    sending.send(answer)


@contextlib.contextmanager
def collector_at_rest() -> Iterator[None]:
    """A catalog and its pages leave no cycles worth looking for: the collector would only walk them again and again."""
    enabled = gc.isenabled()
    gc.disable()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
        if enabled:
            gc.enable()

"""Shares: one job done by two processes at once where the machine and its system allow; each takes what is next."""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterator
from typing import Generic, NoReturn, TypeVar, cast

Result = TypeVar("Result")

_CHUNK = 8  # so many items are taken at once
_MOST_CHUNKS = 16_000  # of two bytes each: half of what a pipe holds without a reader


class Share:
    """The part of a job that one process does; ``number`` 0 is the one that also does what cannot be parted.

    Every process asks ``has`` of all items in rising order. Whoever comes first to a few of them has them, so that
    nobody waits for the other in the end.
    """

    def __init__(self, number: int = 0, queue: int | None = None, chunks: int = 0) -> None:
        self.number = number
        self._queue = queue  # gives the numbers of the chunks, each to one reader; None: all items are ours
        self._chunks = chunks
        self._taken = -1

    def has(self, index: int) -> bool:
        """Whether the item at ``index`` belongs to this share."""
        chunk = index // _CHUNK
        if self._queue is None or chunk >= self._chunks:
            return not self.number
        while self._taken < chunk:
            number = os.read(self._queue, 2)
            self._taken = int.from_bytes(number, "big") if number else self._chunks
        return self._taken == chunk


def processes(items: int) -> int:
    """How many processes a job of that many pages deserves: two for a large one, where there are two processors.

    Forking is safe on Linux only; elsewhere and for small jobs one does it all.
    """
    if sys.platform != "linux" or items < 200:
        return 1
    return min(2, len(os.sched_getaffinity(0)))


def in_shares(job: Callable[[Share], Result], parts: int) -> list[Result]:
    """What ``job`` gives for each share; the second of two is done by a forked process meanwhile.

    An exception of any share is raised here.
    """
    with collector_at_rest():
        if parts == 1:
            return [job(Share())]
        queue, chunks = _queue()
        try:
            with beside(lambda: job(Share(1, queue, chunks)), parts) as second:
                return [job(Share(0, queue, chunks)), second()]
        finally:
            os.close(queue)


@contextlib.contextmanager
def beside(job: Callable[[], Result], parts: int) -> Iterator[Callable[[], Result]]:
    """What waits for the result of ``job``: with two ``parts`` a forked process begins with it at once.

    With one, the job is done when its result is asked for. What it raises is raised there too. The process is gone
    when the block ends, however it ends.
    """
    if parts == 1:
        yield job
        return
    helper = _Helper(job)
    try:
        yield helper.answer
    finally:
        helper.end()


class _Helper(Generic[Result]):
    """A forked process that does one job."""

    def __init__(self, job: Callable[[], Result]) -> None:
        self._receiving, sending = os.pipe()
        self._pid = os.fork()
        if not self._pid:
            _work(job, sending)
        os.close(sending)

    def answer(self) -> Result:
        """What the job gave, as soon as it is done. Raises what it raised."""
        with open(self._receiving, "rb", closefd=False) as pipe:
            sent = pipe.read()
        if not sent:
            raise RuntimeError("a process that docgen started was killed")
        result = pickle.loads(sent)  # noqa: S301 (it comes from our own process)
        if isinstance(result, BaseException):
            raise result
        return cast(Result, result)

    def end(self) -> None:
        """End the process, whatever it is doing."""
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        os.close(self._receiving)


def _queue() -> tuple[int, int]:
    """A pipe that holds the numbers of the chunks and then ends, and how many there are."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)  # where the system grants less room, there are fewer chunks
    written = os.write(writing, b"".join(number.to_bytes(2, "big") for number in range(_MOST_CHUNKS)))
    os.close(writing)
    return reading, written // 2


def _work(job: Callable[[], object], sending: int) -> NoReturn:
    """Do the job, send what it gives or raises, and end without a word, whatever happens."""
    try:
        try:
            answer = job()
        except BaseException as error:
            answer = error
        with open(sending, "wb") as pipe:
            pickle.dump(answer, pipe, pickle.HIGHEST_PROTOCOL)
    finally:
        os._exit(0)


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

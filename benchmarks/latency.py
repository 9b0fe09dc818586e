"""Latency: a server at a distance; a socket that hands everything on to another one, later."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
import threading
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

_PIECE = 1 << 18


@contextlib.contextmanager
def distant(socket: Path, milliseconds: float) -> Iterator[Path]:
    """A folder whose socket leads to ``socket`` with so many milliseconds of round trip, while the block runs."""
    with tempfile.TemporaryDirectory(prefix="docgen-far-") as folder:
        near = Path(folder) / socket.name
        loop = asyncio.new_event_loop()
        server = loop.run_until_complete(asyncio.start_unix_server(_serve(socket, milliseconds / 2000), near))
        thread = threading.Thread(target=loop.run_forever, daemon=True)
        thread.start()
        try:
            yield Path(folder)
        finally:
            loop.call_soon_threadsafe(server.close)
            loop.call_soon_threadsafe(loop.stop)
            thread.join()


def _serve(socket: Path, seconds: float) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_unix_connection(socket)
        await asyncio.gather(_carry(reader, far_writer, seconds), _carry(far_reader, writer, seconds))

    return serve


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seconds: float) -> None:
    """Hands on every piece ``seconds`` after it came; pieces that are under way do not hold up the next."""
    loop = asyncio.get_running_loop()
    while piece := await reader.read(_PIECE):
        loop.call_later(seconds, writer.write, piece)
    loop.call_later(seconds, writer.close)

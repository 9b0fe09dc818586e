"""What answers took goes back to the system, as the system counts it."""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path

import pytest

from docgen.postgres.catalog.memory import give_back

BLOCK, BLOCKS = 64 << 10, 512


def resident() -> int:
    """Bytes of this process in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


@pytest.mark.skipif(sys.platform != "linux" or not hasattr(ctypes.CDLL(None), "malloc_trim"), reason="glibc's way")
def test_what_is_free_below_what_is_used_is_given_back() -> None:
    library = ctypes.CDLL(None)
    library.malloc.restype = ctypes.c_void_p
    library.free.argtypes = [ctypes.c_void_p]
    blocks = [library.malloc(BLOCK) for _ in range(BLOCKS)]
    for block in blocks:
        ctypes.memset(block, 1, BLOCK)
    last = library.malloc(BLOCK)
    for block in blocks:
        library.free(block)
    before = resident()
    give_back()
    given = before - resident()
    library.free(last)
    assert given > BLOCK * BLOCKS // 2

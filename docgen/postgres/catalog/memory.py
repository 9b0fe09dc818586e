"""Memory: what the answers of a server took, given back to the system."""

from __future__ import annotations

import contextlib


def give_back() -> None:
    """Have the C library return what is free: it keeps what threads held, and Python's own memory cannot use it.

    With ten thousand tables that is a third of the process. Only glibc knows the way; elsewhere nothing happens.
    """
    import ctypes

    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)

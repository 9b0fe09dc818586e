"""Early lineage: followed by a process beside, while the rest of a document is loaded and worked out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from docgen.model.catalog import Catalog
from docgen.write.shares import beside, processes

if TYPE_CHECKING:
    from docgen.analysis.lineage.graph import Lineage


@contextmanager
def early_lineage(catalog: Catalog) -> Iterator[Callable[[], Lineage]]:
    """What waits for the lineage of ``catalog``; of a small one it is followed when it is asked for."""
    with beside(partial(_followed, catalog), processes(len(catalog.relations))) as answer:
        yield lambda: _lineage(answer())


def _followed(catalog: Catalog) -> bytes:
    from docgen.analysis.lineage.graph import followed

    return msgspec.msgpack.encode(followed(catalog))  # a tenth of what pickling costs


def _lineage(sent: bytes) -> Lineage:
    from docgen.analysis.lineage.graph import Followed, Lineage

    return Lineage(msgspec.msgpack.decode(sent, type=Followed))

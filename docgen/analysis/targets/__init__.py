"""The places that ``docgen export report`` knows, one per file; a target's name is its file's stem."""

from __future__ import annotations

import functools
import importlib
import pkgutil

from docgen.analysis.target import Target


@functools.cache
def targets() -> dict[str, Target]:
    """All targets by name, sorted."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name: importlib.import_module(f"{__name__}.{name}").TARGET for name in names}

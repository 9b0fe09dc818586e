"""The checks of the catalog, one per file; found by listing this folder. A check's name is its file's stem."""

from __future__ import annotations

import functools
import importlib
import inspect
import pkgutil

from docgen.analysis.advice import Advisor
from docgen.model.catalog import Catalog
from docgen.model.finding import Finding


@functools.cache
def every() -> tuple[Advisor, ...]:
    """All checks, by name. What one means is the docstring of its file."""
    return tuple(_advisor(name) for name in sorted(module.name for module in pkgutil.iter_modules(__path__)))


def advisors(catalog: Catalog) -> tuple[Finding, ...]:
    """What the checks find in ``catalog``: family "schema", sorted by rule and object, with query and remedy."""
    return tuple(
        Finding(
            rule=advisor.name,
            family="schema",
            severity=advisor.severity,
            message=message,
            remedy=advisor.remedy,
            object=name,
            query=advisor.query,
        )
        for advisor in every()
        for name, message in sorted(advisor.check(catalog))
    )


def _advisor(stem: str) -> Advisor:
    module = importlib.import_module(f"{__name__}.{stem}")
    return Advisor(
        name=stem.replace("_", "-"),
        meaning=" ".join((inspect.getdoc(module) or "").split()),
        severity=module.SEVERITY,
        query=inspect.cleandoc(module.QUERY),
        remedy=module.REMEDY,
        check=module.check,
    )

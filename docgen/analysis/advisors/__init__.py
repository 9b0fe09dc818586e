"""The checks of the catalog, one per file; found by listing this folder. A check's name is its file's stem."""

from __future__ import annotations

import difflib
import fnmatch
import functools
import importlib
import inspect
import pkgutil
from collections.abc import Iterable, Sequence

from docgen.analysis.advice import Advisor
from docgen.errors import ConfigError
from docgen.model.catalog import Catalog
from docgen.model.finding import Finding


@functools.cache
def every() -> tuple[Advisor, ...]:
    """All checks, by name. What one means is the docstring of its file."""
    return tuple(_advisor(name) for name in sorted(module.name for module in pkgutil.iter_modules(__path__)))


def chosen(select: Iterable[str] = (), ignore: Iterable[str] = ()) -> tuple[Advisor, ...]:
    """The checks that run: the usual and those of ``select``, without those that ``ignore`` names whole.

    Raises ConfigError for names of no check.
    """
    select, ignore = set(select), tuple(ignore)
    for name in (*sorted(select), *(entry.partition(" ")[0] for entry in ignore)):
        _known(name)
    whole = {entry for entry in ignore if " " not in entry}
    return tuple(one for one in every() if one.name not in whole and (one.name in select or not one.opt_in))


def advisors(catalog: Catalog, select: Sequence[str] = (), ignore: Sequence[str] = ()) -> tuple[Finding, ...]:
    """What the checks find in ``catalog``: family "schema", sorted by rule and object, with query and remedy.

    ``select`` asks for checks by name, ``ignore`` leaves checks out, or "NAME PATTERN" objects of one.
    """
    left_alone = [(rule, pattern.strip()) for rule, _, pattern in (entry.partition(" ") for entry in ignore) if pattern]
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
        for advisor in chosen(select, ignore)
        for name, message in sorted(advisor.check(catalog))
        if not any(rule == advisor.name and fnmatch.fnmatchcase(name, pattern) for rule, pattern in left_alone)
    )


def _known(name: str) -> None:
    names = [advisor.name for advisor in every()]
    if name not in names:
        near = difflib.get_close_matches(name, names, 1)
        hint = f'Did you mean "{near[0]}"?' if near else "docgen rule lists them."
        raise ConfigError(f'[advisors]: there is no check "{name}"', hint)


def _advisor(stem: str) -> Advisor:
    module = importlib.import_module(f"{__name__}.{stem}")
    return Advisor(
        name=stem.replace("_", "-"),
        meaning=" ".join((inspect.getdoc(module) or "").split()),
        severity=module.SEVERITY,
        query=inspect.cleandoc(module.QUERY),
        remedy=module.REMEDY,
        check=module.check,
        opt_in=getattr(module, "OPT_IN", False),
    )

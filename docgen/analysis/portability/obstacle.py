"""How an obstacle is put into words: what every finder shares."""

from __future__ import annotations

from collections.abc import Iterable

from docgen.analysis.portability.dependents import distinct
from docgen.model.portability import Dependent, Obstacle, ObstacleSeverity


def obstacle(
    severity: ObstacleSeverity,
    kind: str,
    name: str,
    message: str,
    suggestion: str,
    dependents: Iterable[Dependent] = (),
) -> Obstacle:
    """An obstacle with its dependents sorted, each once."""
    return Obstacle(severity, kind, name, message, suggestion, distinct(dependents))

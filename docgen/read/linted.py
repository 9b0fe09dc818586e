"""What the linter says of a project's migrations, as its configuration and its baseline want it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from docgen.config.workspace import Workspace
from docgen.lint import baseline
from docgen.model.finding import Finding
from docgen.read.project import Project

if TYPE_CHECKING:
    from docgen.lint.plan import LintOptions


def findings(project: Project) -> tuple[Finding, ...]:
    """What the linter says of the project's migrations; what the baseline holds is marked as known."""
    workspace = project.workspace
    known = baseline.read(workspace.path(workspace.config.lint.baseline))
    lint_section = workspace.config.lint
    if not project.migrations.migrations and lint_section == type(lint_section)(baseline=lint_section.baseline):
        return ()  # nothing to judge, and no name of a rule that could be wrong: the rules need not be loaded
    from docgen.lint.run import lint

    return baseline.mark(lint(project.migrations.migrations, lint_options(workspace)), known)


def lint_options(workspace: Workspace) -> LintOptions:
    """Which rules the configuration wants, and how severe."""
    from docgen.lint.plan import LintOptions

    config = workspace.config.lint
    return LintOptions(select=config.select, ignore=config.ignore, severity=dict(config.severity))


def new_errors(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that close the gate: errors that the baseline does not hold."""
    return tuple(one for one in found if one.severity == "error" and not one.known)

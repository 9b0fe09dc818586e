"""Scaffold: the files that a project needs to use docgen, from what it already holds."""

from docgen.scaffold.look import Findings, look
from docgen.scaffold.plan import Plan, plan, preview
from docgen.scaffold.write import write

__all__ = ["Findings", "Plan", "look", "plan", "preview", "write"]

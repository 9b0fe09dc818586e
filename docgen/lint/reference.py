"""Reference: the pages of docs/rules, made from the rules' docstrings."""

from __future__ import annotations

from pathlib import Path

import msgspec

from docgen.lint.rule import FAMILIES, Rule, rules, rules_in_folder

_MARK = '<!-- Made from the rules\' docstrings. Do not edit: run "docgen rule --write docs/rules". -->\n\n'


def pages() -> dict[str, str]:
    """The text of every page by its name: README.md and one file a rule."""
    return {"README.md": _MARK + index()} | {f"{rule.name}.md": _MARK + page(rule) for rule in rules()}


def table() -> tuple[Path, str]:
    """The module that lists the rules, so that a run imports only those that it calls: its place and its text."""
    rows = [msgspec.structs.astuple(one) for one in rules_in_folder()]
    lines = [
        '"""Rule table: what the modules in rules/ say of themselves. Made from them: run make docs."""',
        "",
        "from __future__ import annotations",
        "",
        "from docgen.model.finding import Severity",
        "",
        "Row = tuple[str, str, Severity, tuple[tuple[str, str], ...], tuple[str, ...], tuple[str, ...], str, str]",
        "",
        "# fmt: off",
        "# ruff: noqa: E501",
        "TABLE: tuple[Row, ...] = (",
        *(f"    {_literal(row)}," for row in rows),
        ")",
    ]
    return Path(__file__).with_name("rule_table.py"), "\n".join(lines) + "\n"


def _literal(value: object) -> str:
    if isinstance(value, tuple):
        return f"({', '.join(map(_literal, value))}{',' * (len(value) == 1)})"
    return f'"{value}"'


def page(rule: Rule) -> str:
    """The Markdown page of one rule."""
    _, _, body = rule.page.partition("\n")
    facts = f"**{rule.title}**\n\nFamily `{rule.family}`, severity {rule.severity}.\n"
    return f"# {rule.name}\n\n{facts}\n{_plain_fences(body.strip())}\n"


def index() -> str:
    """The Markdown page that lists the rules by family."""
    parts = ["# Rules of the linter\n"]
    for family, meaning in FAMILIES.items():
        members = [rule for rule in rules() if rule.family == family]
        if members:
            rows = [f"| [{rule.name}]({rule.name}.md) | {rule.severity} | {rule.title} |" for rule in members]
            parts.append(
                "\n".join([f"## {family}\n", f"{meaning}\n", "| Rule | Severity | |", "|---|---|---|", *rows, ""])
            )
    parts.append(
        "Silence a rule for one statement with a comment above it or behind it, with a reason:\n\n"
        "```sql\n-- docgen: allow table-without-guard: the first migration, run once by hand\n```\n\n"
        "`-- docgen: allow-file RULE` speaks of the whole file; a family's name works like a rule's.\n"
    )
    return "\n".join(parts)


def listing() -> str:
    """The rules for a terminal: name, severity and title, by family."""
    width = max(len(rule.name) for rule in rules())
    lines = []
    for family, meaning in FAMILIES.items():
        members = [rule for rule in rules() if rule.family == family]
        lines += [f"{family}: {meaning}"] + [
            f"  {rule.name:<{width}}  {rule.title.replace('`', '')}" for rule in members
        ]
        lines.append("")
    return "\n".join(lines)


def _plain_fences(body: str) -> str:
    titles = {"setup": "Before:", "bad": "Bad:", "good": "Good:", "fixed": "Mended:", "later": "Later:"}
    for kind, title in titles.items():
        body = body.replace(f"```sql {kind}\n", f"{title}\n\n```sql\n")
    return body

"""Ways back: how each migration is undone: the newest in troubleshooting.md, all of a long chain on their own pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docgen.analysis.rollback import Rollback, rollbacks
from docgen.model.migration import file_name
from docgen.model.proof_file import KeptWay
from docgen.render.document import Document, Page
from docgen.render.environment import Environment
from docgen.render.filters import Markdown, block
from docgen.render.history import migration_link
from docgen.render.links import TROUBLESHOOTING, WAYS_BACK, link
from docgen.render.proofs import way_back_findings, way_back_mark, way_back_test

_NEWEST = 60
_ON_A_PAGE = 100
_MARKS = {"reversible": "↩ Reversible", "loses data": "⚠ Loses data", "irreversible": "⛔ Irreversible"}


def ways_back(document: Document) -> dict[str, object]:
    """What troubleshooting.md says of them: the newest, and the pages that hold all of a long chain."""
    pages = ways_back_titles(document).items()
    return {
        "rollbacks": _entries(document, _plans(document)[-_NEWEST:], TROUBLESHOOTING),
        "rollback_pages": [link(TROUBLESHOOTING, path, Markdown.escape(title)) for path, title in pages],
        "failed": Markdown("[failed](#failed-statements)"),
        "down_total": sum(1 for one in document.migrations if one.down.strip()),
        "tested_total": len(document.tested.verdicts),
    }


def ways_back_titles(document: Document) -> dict[str, str]:
    """The pages of a long chain's ways back with their titles, the newest first; none where one page holds all."""
    count = len(document.migrations)
    starts = range(0, count, _ON_A_PAGE) if count > _NEWEST else range(0)
    return {
        f"{WAYS_BACK}/{start // _ON_A_PAGE + 1}.md": f"Ways back {start + 1} to {start + _ON_A_PAGE}"
        for start in reversed(starts)
    }


def ways_back_pages(document: Document, environment: Environment) -> Iterator[Page]:
    """Pages of all, where troubleshooting.md does not hold them: counted from the oldest, so that none moves."""
    titles = ways_back_titles(document)
    plans = _plans(document) if titles else []
    for number, (path, title) in enumerate(reversed(titles.items())):
        yield environment.page(
            "migrations/ways-back.md.j2",
            path,
            title=title,
            troubleshooting=link(path, TROUBLESHOOTING, Markdown("Troubleshooting")),
            failed=link(path, f"{TROUBLESHOOTING}#failed-statements", Markdown("failed")),
            rollbacks=_entries(document, plans[number * _ON_A_PAGE : (number + 1) * _ON_A_PAGE], path),
        )


def _plans(document: Document) -> list[Rollback]:
    return list(rollbacks(document.migrations, _failed(document)))


def _failed(document: Document) -> set[tuple[str, int]]:
    replay = document.snapshot.replay
    return {(one.path, one.line) for one in (replay.failures if replay else ())}


def _entries(document: Document, plans: Sequence[Rollback], page: str) -> list[dict[str, object]]:
    """The way back from each migration, the newest first: its own down side, else what is computed."""
    down = {one.path: one.down.strip("\n") for one in document.migrations if one.down.strip()}
    broken = {path for path, _ in _failed(document)}
    tested = document.tested.verdicts
    return [
        {
            "name": file_name(plan.path),
            "migration": migration_link(plan.path, page),
            "mark": way_back_mark(document, plan.path, _MARKS[plan.effect], plan.path in broken),
            "test": way_back_test(tested.get(plan.path)),
            "down": block(down[plan.path]) if plan.path in down else Markdown(""),
            "sql": _way_back(plan) if plan.path not in down else Markdown(""),
            "lost": _lost(plan, tested.get(plan.path)),
            "caveats": [f"{step.note}: {step.sql}" for step in plan.steps if step.effect == "reversible" and step.note],
            "fails": not plan.steps and plan.path in broken,
        }
        for plan in reversed(plans)
    ]


def _lost(plan: Rollback, test: KeptWay | None) -> list[str]:
    """What the way back costs: as its test found, else as it is computed."""
    return way_back_findings(test) if test else [step.note for step in plan.steps if step.effect != "reversible"]


def _way_back(plan: Rollback) -> Markdown:
    statements = [step.sql for step in plan.steps if step.sql]
    return block("\n".join(statements)) if statements else Markdown("")

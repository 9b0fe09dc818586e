"""Next steps: what is open by the evidence, each with the command for it, then what people wrote."""

from __future__ import annotations

from typing import NamedTuple

from docgen.model.status import PhaseProgress, Verdict
from docgen.render.document import Document
from docgen.render.filters import Markdown, block, code, count
from docgen.render.links import CURRENT_STATE, MOVE, STATUS, TROUBLESHOOTING, link

APPLY = {  # how each tool applies what is pending
    "dbmate": "dbmate up",
    "atlas": "atlas migrate apply",
    "diesel": "diesel migration run",
    "drizzle": "npx drizzle-kit migrate",
    "flyway": "flyway migrate",
    "golang-migrate": "migrate -path … -database … up",
    "goose": "goose up",
    "graphile-migrate": "npx graphile-migrate migrate",
    "liquibase": "liquibase update",
    "node-pg-migrate": "npx node-pg-migrate up",
    "prisma": "npx prisma migrate deploy",
    "refinery": "refinery migrate",
    "sqitch": "sqitch deploy",
    "sqlx": "sqlx migrate run",
    "supabase": "supabase db push",
    "sql-migrate": "sql-migrate up",
    "yoyo": "yoyo apply",
}

MASTER_FIX = "docgen consolidate --name master_fix"

_STEPS = {  # in the order in which they are best done: sentence, nouns, where more is told, the command
    "conflicts": (
        "Resolve {} between migrations",
        "conflict",
        f"{TROUBLESHOOTING}#conflicts-between-migrations",
        "consolidate",
    ),
    "failures": (
        "Make the chain run on an empty server: {} now",
        "statement fails|statements fail",
        f"{TROUBLESHOOTING}#failed-statements",
        "docgen prove",
    ),
    "errors": ("Make {} safe to run twice", "new statement", f"{STATUS}#linter-findings", "docgen lint"),
    "proofs": (
        "Make {} safe to run twice",
        "migration whose second run goes wrong|migrations whose second runs go wrong",
        f"{STATUS}#second-runs",
        "docgen prove",
    ),
    "pending": ("Apply {}", "pending migration", f"{STATUS}#pending-migrations", "apply"),
    "history": (
        "Bring the files and the history of migrations together: {}",
        "migration",
        f"{STATUS}#files-and-history",
        "",
    ),
    "differences": (
        "Bring the live database and the migrations together: {}",
        "difference",
        f"{CURRENT_STATE}#differences-from-the-migrations",
        "docgen drift",
    ),
    "failed_live": (
        "Mend what {} on the live database",
        "failed check finds|failed checks find",
        f"{STATUS}#failed-checks",
        "docgen build",
    ),
    "failed_after": (
        "Mend what {} after the migrations",
        "failed check finds|failed checks find",
        f"{STATUS}#failed-checks",
        "docgen build",
    ),
    "tests": (
        "Mend the row security that {}",
        "failed test speaks of|failed tests speak of",
        f"{STATUS}#tests-of-row-security",
        "docgen build",
    ),
    "advice": ("Mend {} in the database", "grave problem", f"{TROUBLESHOOTING}#checks-of-the-catalog", ""),
    "unasked": (
        "Ask {}",
        "check that was not asked yet|checks that were not asked yet",
        f"{STATUS}#health-checks",
        "docgen build",
    ),
    "notes": ("Review {}", "note", f"{STATUS}#notes-to-review", ""),
    "blocks": (
        "Clear the way to the next home: {}",
        "thing blocks the move|things block the move",
        f"{MOVE}#blocks-the-move",
        "docgen export report",
    ),
}


class Issues(NamedTuple):
    """How much of each kind is wrong; a kind without any is not spoken of."""

    conflicts: int
    failures: int
    differences: int
    access: int
    failed_live: int
    failed_after: int
    tests: int
    advice: int
    errors: int
    proofs: int
    pending: int
    history: int
    notes: int
    unasked: int
    blocks: int

    @property
    def verdict(self) -> Verdict:
        """The verdict on the whole, by the components' rule."""
        if self.differences or self.failed_live or self.tests:
            return "broken"
        wrong = (self.conflicts, self.failures, self.failed_after, self.advice, self.errors, self.proofs)
        return "being fixed" if any((*wrong, self.pending, self.history)) else "production ready"

    @property
    def sentence(self) -> str:
        """What is wrong, in one line; "" for nothing."""
        phrases = (
            (self.conflicts, "conflict", "between migrations"),
            (self.failures, "failed statement", "in the replay"),
            (self.differences, "difference", "from the live database"),
            (self.failed_live, "failed check", "on the live database"),
            (self.failed_after, "failed check", "after the migrations"),
            (self.tests, "failed test", "of row security"),
            (self.advice, "grave problem", "in the catalog"),
            (self.errors, "new linter error", ""),
            (self.proofs, "migration", "whose second run goes wrong"),
            (self.pending, "pending migration", ""),
            (self.history, "migration", "whose file and history do not agree"),
        )
        return ", ".join(f"{count(number, noun)} {rest}".rstrip() for number, noun, rest in phrases if number)


def evidence_steps(document: Document, issues: Issues) -> list[Markdown]:
    """What is open by the evidence, in the order in which it is best done."""
    return [_step(document, name, number) for name, number in _open(issues)]


def current_task(document: Document) -> str:
    """What is being worked on: as configured, else the phase in progress."""
    return document.words.task or next((one.name for one in _of(document, "current")), "")


def plain_steps(document: Document, issues: Issues) -> list[tuple[str, str]]:
    """The steps as plain text, each with its command; those that people wrote have none."""
    steps = [_plain(document, name, number) for name, number in _open(issues)]
    written = [step for phase in _of(document, "current") for step in phase.steps]
    return steps + [(step, "") for step in (*written, *document.words.steps)]


def _plain(document: Document, name: str, number: int) -> tuple[str, str]:
    sentence, nouns, _, command = _STEPS[name]
    singular, _, plural = nouns.partition("|")
    what = sentence.replace("{}", count(number, singular, plural))
    remedy = _servers_remedy(document, name)
    return (f"{what}. {remedy}", "") if remedy else (what, _command(document, command))


def _servers_remedy(document: Document, name: str) -> str:
    """What to configure where the chain first fails for want of what the scratch server has not; else ""."""
    replay = document.snapshot.replay
    causes = replay.causes if replay and name == "failures" else ()
    hint = causes[0].hint if causes else ""
    return " ".join(hint.split()) if "[shadow]" in hint else ""


def _command(document: Document, command: str) -> str:
    if command == "consolidate":
        return MASTER_FIX if consolidates(document) else ""
    return APPLY.get(document.source, "") if command == "apply" else command


def consolidates(document: Document) -> bool:
    """Whether ``docgen consolidate`` can write these migrations anew: not where they are programs."""
    return not any(one.printed for one in document.migrations)


def approach(document: Document, issues: Issues) -> Markdown:
    """The commands of these steps, one after the other, each below what it is for: a narrow page shows both."""
    steps = [_plain(document, name, number) for name, number in _open(issues)]
    return block("\n".join(f"# {what}\n{command}".rstrip() for what, command in steps), "bash")


def _open(issues: Issues) -> list[tuple[str, int]]:
    counts = issues._asdict()
    return [(name, counts[name]) for name in _STEPS if counts[name]]


def _step(document: Document, name: str, number: int) -> Markdown:
    sentence, nouns, target, command = _STEPS[name]
    singular, _, plural = nouns.partition("|")
    what = link(STATUS, target, Markdown.escape(count(number, singular, plural)))
    before, _, after = sentence.partition("{}")
    remedy = _servers_remedy(document, name)
    if remedy:
        return Markdown(f"{before}{what}{after}. {Markdown.escape(remedy)}")
    told = _command(document, command)
    return Markdown(f"{before}{what}{after}" + (f": {code(told)}" if told else "."))


def people_steps(document: Document) -> list[Markdown]:
    """What people wrote for now: the configured steps, and those of the phase in progress."""
    current = [step for phase in _of(document, "current") for step in phase.steps]
    return [Markdown(step) for step in (*current, *document.words.steps)]


def later_steps(document: Document) -> list[tuple[str, list[Markdown]]]:
    """The steps of the phases that follow."""
    return [(one.name, [Markdown(step) for step in one.steps]) for one in _of(document, "next") if one.steps]


def _of(document: Document, state: str) -> list[PhaseProgress]:
    return [one for one in document.status.phases if one.state == state]

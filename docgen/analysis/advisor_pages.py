"""The checks of the catalog explained: the text of one, all of them as one page, and the list for a terminal."""

from __future__ import annotations

from docgen.analysis.advice import Advisor
from docgen.analysis.advisors import every


def page(check: Advisor, heading: str = "#") -> str:
    """The Markdown of one check: what and why, what to do, the query that shows it."""
    asked = " Runs only when `[advisors] select` names it." if check.opt_in else ""
    return (
        f"{heading} {check.name}\n\n{check.meaning}\n\nSeverity {check.severity}.{asked}\n\n"
        f"**What to do:** {check.remedy}\n\n```sql\n{check.query}\n```\n"
    )


def index() -> str:
    """The Markdown page of all checks."""
    asked = {True: ", on request", False: ""}
    rows = [f"| [{one.name}](#{one.name}) | {one.severity}{asked[one.opt_in]} |" for one in every()]
    head = (
        "# Checks of the catalog\n\n"
        "What docgen says of the schema as it is, on `migrations/troubleshooting.md`, on each object's page and in\n"
        "the status; the query shows the same on the server. `[advisors]` in the\n"
        "[configuration](../guide/configuration.md) leaves checks or objects out and asks for more.\n"
        "[Beside Supabase's advisors](advisors.md) holds them against another list.\n\n"
    )
    table = "\n".join(["| Check | Severity |", "| --- | --- |", *rows])
    return f"{head}{table}\n\n" + "\n".join(page(one, "##") for one in every())


def listing() -> str:
    """The checks for a terminal: name and the first sentence of what each means."""
    width = max(len(one.name) for one in every())
    lines = [f"  {one.name:<{width}}  {_first_sentence(one)}" for one in every()]
    return "\n".join(["schema: checks of the catalog, on the pages and in the status", *lines])


def _first_sentence(check: Advisor) -> str:
    sentence, full_stop, _ = check.meaning.partition(". ")
    return f"{sentence}{full_stop.strip()}"

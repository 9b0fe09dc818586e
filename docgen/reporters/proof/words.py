"""Words: what a second run did, one line for each thing."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.model.proof import MEANING, MEANING_BACK, WHEN, FileProof, RowChange, SchemaChange, WayProof

_LONG = 60  # characters of an attribute that are shown
_LEAD = 20  # of them before the first difference


def headline(proof: FileProof | WayProof) -> str:
    """What the verdict means, and of which replay it is."""
    if isinstance(proof, WayProof):
        return f"{MEANING_BACK[proof.verdict]} ({'its own down side' if proof.own else 'computed'})"
    when = f" ({WHEN[proof.mode]})" if WHEN[proof.mode] else ""
    return MEANING[proof.verdict] + when


def details(proof: FileProof | WayProof) -> Iterator[tuple[int, str]]:
    """Line of the file (0 where there is none) and what happened, first to last."""
    if isinstance(proof, WayProof):
        yield from ((0, text) for text in _way_back(proof))
        return
    if proof.failures:
        for failure in proof.failures:
            code = f" [{failure.sqlstate}]" if failure.sqlstate else ""
            after = f"; follows from {failure.cause}" if failure.cause else ""
            remedy = f" {failure.hint}" if failure.hint and not failure.cause else ""
            yield failure.line, f"{failure.message}{code}{after}{remedy}"
        return
    if proof.reason:
        yield 0, proof.reason
    for one in proof.statements:
        yield one.line, f"{one.message} [{one.sqlstate}]"
    for change in proof.schema_changes:
        yield 0, schema_change(change)
    for rows in proof.row_changes:
        yield 0, row_change(rows)
    if proof.without_sentinel:
        tables = ", ".join(proof.without_sentinel)
        yield 0, f"no row could be made for {tables}: whether its rows survive was not tried"


def _way_back(proof: WayProof) -> Iterator[str]:
    if proof.reason:
        yield proof.reason
    for one in proof.statements:
        yield f"{one.statement}: {one.message} [{one.sqlstate}]"
    yield from (schema_change(change) for change in proof.schema_changes)
    yield from (row_change(rows) for rows in proof.row_changes)
    yield from (f"lost: {what}" for what in proof.lost)
    yield from (f"not brought back: {what}" for what in proof.missing)


def schema_change(change: SchemaChange) -> str:
    """One object that is there, gone or otherwise after the second run."""
    attributes = "; ".join(f"{one.attribute}: {_difference(one.before, one.after)}" for one in change.attributes)
    return f"{change.change} {change.kind} {change.object}" + (f" ({attributes})" if attributes else "")


def row_change(rows: RowChange) -> str:
    """One table whose rows are others after the second run."""
    if rows.destroyed:
        number = f"{rows.destroyed} row" + ("s" if rows.destroyed > 1 else "")
        return f"{number} that {'were' if rows.destroyed > 1 else 'was'} in {rows.table} lost"
    if rows.delta:
        number = f"{abs(rows.delta)} row" + ("s" if abs(rows.delta) > 1 else "")
        return f"{number} {'more' if rows.delta > 0 else 'fewer'} in {rows.table}"
    return f"rows of {rows.table} changed"


def _difference(before: str, after: str) -> str:
    """Both texts, long ones from a few words before the place where they part."""
    was, now = " ".join(before.split()) or "nothing", " ".join(after.split()) or "nothing"
    same = next((at for at, (a, b) in enumerate(zip(was, now, strict=False)) if a != b), 0)
    start = was.rfind(" ", 0, max(0, same - _LEAD)) + 1 if max(len(was), len(now)) > _LONG else 0
    return f"{_short(was, start)} -> {_short(now, start)}"


def _short(text: str, start: int) -> str:
    part = text[start:]
    end = part if len(part) <= _LONG else part[: _LONG - 3] + "..."
    return f"...{end}" if start else end

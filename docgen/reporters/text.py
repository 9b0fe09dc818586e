"""Findings for a person: the place, the line with a caret, what happens, what to write instead, the rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from docgen.model.finding import Finding
from docgen.reporters.summary import Summary

_STYLES = {
    "error": "\x1b[1;31m",
    "warning": "\x1b[1;33m",
    "info": "\x1b[1;36m",
    "fine": "\x1b[1;32m",
    "remedy": "\x1b[32m",
    "caret": "\x1b[31m",
    "bar": "\x1b[34m",
    "rule": "\x1b[2m",
}
_WIDEST_LINE = 200


def report(findings: Sequence[Finding], sources: Mapping[str, str], summary: Summary) -> str:
    """The findings one below the other, then a line that sums up."""
    lines_of = {path: sources[path].split("\n") for path in {one.file for one in findings} if path in sources}
    blocks = [_block(finding, lines_of.get(finding.file, []), summary.colour) for finding in findings]
    if summary.statistics and findings:
        blocks.append(counts_by_rule(findings))
    return "\n".join([*blocks, _last_line(findings, summary)]) + "\n"


def _block(finding: Finding, lines: Sequence[str], colour: bool) -> str:
    severity = _styled(finding.severity, colour, finding.severity)
    rule = _styled(f"[{finding.rule}]", colour, "rule")
    head = (
        f"{_printable(finding.file)}:{finding.line}:{finding.column}: {severity}: {_printable(finding.message)} {rule}"
    )
    out = [head, *_excerpt(finding, lines, colour)]
    if finding.remedy:
        mark = "" if finding.fix is None else " (--fix)" if finding.fix.safe else " (--unsafe-fixes)"
        out.append(f"  {_styled('instead:', colour, 'remedy')} {_printable(finding.remedy)}{mark}")
    return "\n".join(out) + "\n"


def _excerpt(finding: Finding, lines: Sequence[str], colour: bool) -> list[str]:
    if not 0 < finding.line <= len(lines):
        return []
    line = lines[finding.line - 1].rstrip("\r")
    start = finding.column - 1
    end = finding.end_column - 1 if finding.end_line == finding.line else len(line.rstrip())
    first = max(0, start - 60) if len(line) > _WIDEST_LINE else 0
    shown = line[first : first + _WIDEST_LINE]
    width = max(1, min(end, first + len(shown)) - start)
    gutter = str(finding.line)
    caret = " " * (start - first) + "^" * width
    bar = _styled("|", colour, "bar")
    return [f"  {gutter} {bar} {_printable(shown)}", f"  {' ' * len(gutter)} {bar} {_styled(caret, colour, 'caret')}"]


def counts_by_rule(findings: Sequence[Finding]) -> str:
    """How many findings each rule has, one line a rule, the most first."""
    counts = Counter((finding.rule, finding.severity) for finding in findings)
    rows = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    width = len(str(rows[0][1]))
    return "".join(f"{count:>{width}} {severity:<7} {rule}\n" for (rule, severity), count in rows)


def _last_line(findings: Sequence[Finding], summary: Summary) -> str:
    read = f"{_count(summary.files, 'file')}, {_count(summary.statements, 'statement')}"
    known = f"; {summary.known} known to the baseline" if summary.known else ""
    if not findings:
        return f"{_styled('fine', summary.colour, 'fine')}: nothing found in {read}{known}"
    counts = Counter(finding.severity for finding in findings)
    parts = [_count(counts[severity], severity) for severity in ("error", "warning") if counts[severity]]
    parts += [f"{counts['info']} info"] * bool(counts["info"])
    return f"found {', '.join(parts)} in {read}{known}{_fixable(findings)}"


def _fixable(findings: Sequence[Finding]) -> str:
    safe = sum(one.fix is not None and one.fix.safe for one in findings)
    unsafe = sum(one.fix is not None and not one.fix.safe for one in findings)
    parts = [f"{safe:,} fixable with --fix"] * bool(safe)
    parts += [f"{unsafe:,}{'' if safe else ' fixable'} with --unsafe-fixes"] * bool(unsafe)
    return f"; {', '.join(parts)}" if parts else ""


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _printable(text: str) -> str:
    """The text as a terminal may show it: tabs one blank wide, so that carets fit, other controls visible."""
    return "".join(" " if c == "\t" else c if c.isprintable() else "\ufffd" for c in text)


def _styled(text: str, colour: bool, style: str) -> str:
    return f"{_STYLES[style]}{text}\x1b[0m" if colour else text

"""Baseline: docgen-baseline.json, the findings that a project knows of, by file, rule and statement, never by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from docgen.errors import ConfigError
from docgen.model.finding import Finding

FILE_NAME = "docgen-baseline.json"
Entry = tuple[str, str, str, str]  # file, rule, fingerprint of the statement, object


class _Known(msgspec.Struct, frozen=True):
    file: str
    rule: str
    statement: str
    object: str = ""
    count: int = 1


class _Document(msgspec.Struct, frozen=True):
    version: int
    findings: tuple[_Known, ...]


def read(file: Path) -> Counter[Entry]:
    """How many findings of each kind are known; none where there is no file. Raises ConfigError for another content."""
    try:
        document = msgspec.json.decode(file.read_bytes(), type=_Document)
    except FileNotFoundError:
        return Counter()
    except (OSError, msgspec.DecodeError) as error:
        raise ConfigError(
            f"{file} is no baseline: {error}", "Write it again with docgen lint --write-baseline."
        ) from None
    if document.version != 1:
        raise ConfigError(
            f"{file} has version {document.version}, not 1", "It comes from a newer docgen: update docgen."
        )
    return Counter({(one.file, one.rule, one.statement, one.object): one.count for one in document.findings})


def text(findings: Iterable[Finding]) -> str:
    """The baseline that knows exactly these findings: sorted, one finding a line, for merges without conflicts."""
    counts = Counter(_entry(finding) for finding in findings)
    lines = []
    for (file, rule, statement, name), count in sorted(counts.items()):
        fields = {"file": file, "rule": rule, "statement": statement, "object": name, "count": count}
        kept = {key: value for key, value in fields.items() if (key, value) not in (("object", ""), ("count", 1))}
        lines.append("    " + msgspec.json.encode(kept).decode())
    body = ",\n".join(lines)
    return f'{{\n  "version": 1,\n  "findings": [\n{body}\n  ]\n}}\n' if lines else '{"version": 1, "findings": []}\n'


def mark(findings: Sequence[Finding], known: Counter[Entry]) -> tuple[Finding, ...]:
    """The findings, those that the baseline holds marked as known; where there are more, the first ones."""
    left = Counter(known)
    marked = []
    for finding in findings:
        entry = _entry(finding)
        if left[entry] > 0:
            left[entry] -= 1
            finding = msgspec.structs.replace(finding, known=True)
        marked.append(finding)
    return tuple(marked)


def _entry(finding: Finding) -> Entry:
    return finding.file, finding.rule, finding.fingerprint, finding.object

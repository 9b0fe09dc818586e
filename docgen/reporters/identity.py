"""Identity: a name for each finding that stays when lines move, for the formats that follow findings over time."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

from docgen.model.finding import Finding


def identities(findings: Sequence[Finding]) -> list[str]:
    """For each finding 32 hexadecimal digits out of its file, rule, statement and object; equal ones are numbered."""
    seen: Counter[tuple[str, ...]] = Counter()
    names = []
    for finding in findings:
        what = (finding.file.removeprefix("./"), finding.rule, finding.fingerprint, finding.object)
        number = seen[what]
        seen[what] += 1
        text = "\0".join((*what, str(number)))
        names.append(hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32])
    return names

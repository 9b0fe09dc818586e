"""Proofs as JUnit XML: a test case for each file, as most CI servers show them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from docgen.model.proof import FileProof, Proof, WayProof, WaysProof
from docgen.reporters.proof.words import details, headline

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def report(proof: Proof | WaysProof, _colour: bool = False) -> str:
    """One suite: a failure for what went wrong, an error where it could not be tried."""
    errors = sum(one.verdict in ("not-provable", "first-run-failed") for one in proof.files)
    failures = sum(not one.passed for one in proof.files) - errors
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    counts = f'tests="{len(proof.files)}" failures="{failures}" errors="{errors}" skipped="0"'
    lines.append(f'<testsuite name="docgen prove" {counts}>')
    lines += [line for one in proof.files for line in _case(one)]
    return "\n".join((*lines, "</testsuite>")) + "\n"


def _case(one: FileProof | WayProof) -> Iterator[str]:
    name = quoteattr(_clean(one.file))
    if one.passed:
        yield f'  <testcase classname="docgen.prove" name={name}/>'
        return
    tag = "error" if one.verdict in ("not-provable", "first-run-failed") else "failure"
    body = "\n".join(f"line {line}: {text}" if line else text for line, text in details(one))
    yield f'  <testcase classname="docgen.prove" name={name}>'
    yield f'    <{tag} type="{one.verdict}" message={quoteattr(headline(one))}>{escape(_clean(body))}</{tag}>'
    yield "  </testcase>"


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)

"""docgen-proof.json: the verdicts that a project keeps, one migration per line, each tied to the text that it is of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import msgspec

from docgen.errors import ConfigError
from docgen.model.proof import Mode, Verdict
from docgen.model.relation import Noun

FILE_NAME = "docgen-proof.json"
VERSION = 1
Replays = Literal["file", "chain", "late", "all"]
REMEDY = "Write it again with docgen prove --record; after a merge, keep the lines of both sides first."


class ProofFinding(Noun, frozen=True):
    """One thing that the second run did, in words."""

    says: str
    line: int = 0  # of the file, 1-based; 0 where it is of no statement
    object: str = ""  # what it was done to, where the server told: public.orders


class KeptVerdict(Noun, frozen=True):
    """The verdict on one migration, and what it is the verdict of."""

    file: str  # posix, relative to the project's folder
    digest: str  # sha256 of the file's bytes, hexadecimal
    chain: str  # digest of what it ran on: preset, setup files, earlier migrations; all of them where all ran again
    mode: Replays  # as it was asked for
    postgres: int  # major version of the server
    verdict: Verdict
    shown_by: Mode = "file"  # the replay that gave the verdict
    findings: tuple[ProofFinding, ...] = ()  # the first few
    more: int = 0  # findings that are left out


class ProofFile(msgspec.Struct, frozen=True):
    """What docgen-proof.json holds."""

    version: Literal[1]
    files: list[KeptVerdict]


def encode(verdicts: Iterable[KeptVerdict]) -> str:
    """The file's text: sorted by path, one migration a line, so that branches merge and a change is one line."""
    lines = [_line(one) for one in sorted(verdicts, key=lambda one: one.file)]
    body = "[\n{}\n]".format(",\n".join(lines)) if lines else "[]"
    return f'{{\n"version": {VERSION},\n"files": {body}\n}}\n'


def _line(one: KeptVerdict) -> str:
    # Lone surrogates out of a file name or a server's message are no UTF-8.
    return msgspec.json.encode(_clean(msgspec.to_builtins(one))).decode()


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {key: _clean(inner) for key, inner in value.items()}
    return [_clean(inner) for inner in value] if isinstance(value, list) else value


def decode(data: bytes, where: str) -> tuple[KeptVerdict, ...]:
    """The verdicts in ``data``, the content of the file ``where``. Raises ConfigError for another content."""
    try:
        return tuple(msgspec.json.decode(data, type=ProofFile).files)
    except msgspec.MsgspecError as error:
        raise ConfigError(f"{where} holds no verdicts that this docgen reads: {error}", REMEDY) from None


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of docgen-proof.json."""
    return msgspec.json.schema(ProofFile)

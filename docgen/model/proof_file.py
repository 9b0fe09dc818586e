"""docgen-proof.json: the verdicts that a project keeps, one per line, each tied to the text that it is of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import msgspec

from docgen.errors import ConfigError
from docgen.model.proof import Mode, Verdict, WayVerdict
from docgen.model.relation import Noun

FILE_NAME = "docgen-proof.json"
VERSION: Literal[1] = 1
Replays = Literal["file", "chain", "late", "all"]
REMEDY = "Write it again with docgen prove --record, and --down --record; after a merge, keep both sides' lines first."


class ProofFinding(Noun, frozen=True):
    """One thing that the second run, or the way back, did, in words."""

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


class KeptWay(Noun, frozen=True):
    """What the way back from one migration did when it was run straight after it, and which way back that was."""

    file: str  # posix, relative to the project's folder
    digest: str  # sha256 of the way back and of the files up to this one, hexadecimal
    chain: str  # digest of what it ran on, as in KeptVerdict
    postgres: int  # major version of the server
    verdict: WayVerdict
    own: bool = False  # its tool keeps the way back; else it was computed
    findings: tuple[ProofFinding, ...] = ()  # the first of them; lost, not brought back, otherwise than before
    more: int = 0  # findings that are left out


class ProofFile(msgspec.Struct, frozen=True):
    """What docgen-proof.json holds: verdicts on second runs, and on ways back."""

    version: Literal[1]
    files: tuple[KeptVerdict, ...]
    ways_back: tuple[KeptWay, ...] = ()


def encode(kept: ProofFile) -> str:
    """The file's text: sorted by path, one verdict a line, so that branches merge and a change is one line."""
    ways = f',\n"ways_back": {_lines(kept.ways_back)}' if kept.ways_back else ""
    return f'{{\n"version": {VERSION},\n"files": {_lines(kept.files)}{ways}\n}}\n'


def _lines(verdicts: Iterable[KeptVerdict | KeptWay]) -> str:
    lines = [_line(one) for one in sorted(verdicts, key=lambda one: one.file)]
    return "[\n{}\n]".format(",\n".join(lines)) if lines else "[]"


def _line(one: KeptVerdict | KeptWay) -> str:
    # Lone surrogates out of a file name or a server's message are no UTF-8.
    return msgspec.json.encode(_clean(msgspec.to_builtins(one))).decode()


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {key: _clean(inner) for key, inner in value.items()}
    return [_clean(inner) for inner in value] if isinstance(value, list) else value


def decode(data: bytes, where: str) -> ProofFile:
    """The verdicts in ``data``, the content of the file ``where``. Raises ConfigError for another content."""
    try:
        return msgspec.json.decode(data, type=ProofFile)
    except msgspec.MsgspecError as error:
        raise ConfigError(f"{where} holds no verdicts that this docgen reads: {error}", REMEDY) from None


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of docgen-proof.json."""
    return msgspec.json.schema(ProofFile)

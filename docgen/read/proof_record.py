"""The project's record of its proofs, docgen-proof.json: where it is, what it holds, and what its verdicts rest on."""

from __future__ import annotations

import hashlib
from pathlib import Path

from docgen.config.workspace import Workspace
from docgen.errors import ConfigError
from docgen.model import proof_file
from docgen.model.proof_file import ProofFile
from docgen.read.project import digest_of_file, preset


def path_of(workspace: Workspace) -> Path:
    """Where the record is: beside the configuration."""
    return workspace.root / proof_file.FILE_NAME


def read_record(workspace: Workspace) -> ProofFile:
    """The kept verdicts, none where there is no record. Raises ConfigError for a file that is none."""
    path = path_of(workspace)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return ProofFile(version=proof_file.VERSION, files=())
    except OSError as error:
        raise ConfigError(f"cannot read {path}: {error.strerror}", "Mend its permissions.") from None
    return proof_file.decode(data, str(path))


def ground(workspace: Workspace, source: str) -> str:
    """A digest of what is on the shadow before the first migration, and of how the tool runs them."""
    setup = [digest_of_file(workspace.path(name)) for name in workspace.config.shadow.setup]
    return hashlib.sha256("\n".join((source, preset(workspace, source), *setup)).encode()).hexdigest()

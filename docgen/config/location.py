"""Where the configuration of a project is: docgen.toml, or [tool.docgen] in pyproject.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from docgen.errors import ConfigError

FILE_NAME = "docgen.toml"


def find(directory: Path) -> Path | None:
    """The configuration file in ``directory`` or the nearest parent, up to the repository's root.

    Raises ConfigError when one folder holds both docgen.toml and [tool.docgen].
    """
    for folder in (directory, *directory.parents):
        own, shared = folder / FILE_NAME, folder / "pyproject.toml"
        has_section = shared.is_file() and "docgen" in read_toml(shared).get("tool", {})
        if own.is_file() and has_section:
            raise ConfigError(f"{own} and [tool.docgen] in {shared} both configure docgen", "Keep one of them.")
        if own.is_file():
            return own
        if has_section:
            return shared
        if (folder / ".git").exists():
            return None
    return None


def read_toml(path: Path) -> dict[str, Any]:
    """The document in ``path``. Raises ConfigError where it is not TOML or cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not valid TOML: {error}", "Mend the file at that place.") from None
    except OSError as error:
        raise ConfigError(f"cannot read {path}: {error.strerror}") from None

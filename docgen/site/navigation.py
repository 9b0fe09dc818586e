"""The site's mkdocs.yml: its marked region of navigation, and the lines that a project has to add."""

from __future__ import annotations

import os
import re
from pathlib import Path

from docgen.disk.atomic import write_whole
from docgen.errors import OutputError
from docgen.render.mkdocs_base import FILE_NAME
from docgen.render.navigation import END, START, Entry, replace_region, yaml_lines
from docgen.site.project import SiteProject, docs_dir


def renew_navigation(project: SiteProject, navigation: Entry, *, check: bool = False) -> bool | None:
    """Bring the marked region of the project's mkdocs.yml up to date, or with ``check`` only compare.

    True when it was out of date, False when not, None when the file holds no marks. Raises OutputError.
    """
    file = project.configuration
    text = _text(file)
    after = replace_region(text, yaml_lines(navigation, project.prefix), str(file))
    if after is None or after == text:
        return None if after is None else False
    if not check:
        write_whole(file, after)
    return True


def missing_lines(project: SiteProject) -> str:
    """What mkdocs.yml lacks to inherit the base and to list the pages; empty when it has both."""
    text = project.configuration.read_text(encoding="utf-8")
    base = docs_dir(project.configuration) / project.prefix / FILE_NAME
    path = Path(os.path.relpath(base, project.configuration.parent.resolve())).as_posix()
    lines = "" if re.search(r"^INHERIT:", text, re.MULTILINE) else f"INHERIT: {path}\n"
    return lines if START in text else f"{lines}nav:\n  {START}\n  {END}\n"


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise OutputError(f"{file} is not UTF-8: {error.reason}", "Save it as UTF-8.") from None
    except OSError as error:
        raise OutputError(f"cannot read {file}: {error.strerror}", "Mend the permissions.") from None

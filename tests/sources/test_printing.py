"""Where no Python here can print a project's migrations, that is said with what was tried."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from docgen import sources
from docgen.config.workspace import load
from docgen.errors import PrintError
from docgen.read.project import read_migrations

MANAGE = "from django.core.management import execute_from_command_line\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "alembic.ini").write_text("[alembic]\nscript_location = migrations\n")
    (tmp_path / "docgen.toml").write_text(f'python = "{Path(sys.executable).as_posix()}"\n')
    return tmp_path


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"alembic.ini": ""}, "."),
        ({"api/alembic.ini": "", "api/migrations/env.py": "", "api/migrations/versions/a.sql": ""}, "api"),
        ({"api/manage.py": MANAGE}, "api"),
        ({"scripts/manage.py": "print()"}, None),
        ({"alembic.ini": "", "db/migrations/1.sql": ""}, "db/migrations"),
    ],
)  # fmt: skip
def test_the_folder_that_starts_the_programs_is_found(
    tmp_path: Path, files: dict[str, str], expected: str | None
) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    found = sources.find_folder(tmp_path)
    assert expected == (found.relative_to(tmp_path).as_posix() if found else None)


def test_a_python_without_the_tool(project: Path) -> None:
    with pytest.raises(PrintError) as refused:
        sources.read(project, project, python=sys.executable)
    assert refused.value.message.startswith(". holds migrations of Alembic, but no Python here has it: tried ")
    assert "set python in docgen.toml" in refused.value.hint


def test_a_python_that_is_not_there(project: Path) -> None:
    with pytest.raises(PrintError, match="cannot run nowhere/python: No such file"):
        sources.read(project, project, python="nowhere/python")


def test_a_build_goes_on_with_the_history_table_alone(project: Path) -> None:
    found = read_migrations(load(project))
    assert found.migrations == ()
    assert found.note.endswith("What the database says it applied is all that is known of the migrations.")

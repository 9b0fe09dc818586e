"""docgen lint over a part of a project, and again over the same one: --since, several paths, the cache."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from docgen.cli import run
from docgen.sql.parse import parse

Lint = Callable[..., list[tuple[str, str]]]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "project").mkdir()
    monkeypatch.chdir(tmp_path / "project")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "none"))
    git("init", "-q", "-b", "main")
    return tmp_path


@pytest.fixture
def lint(capsys: pytest.CaptureFixture[str]) -> Lint:
    def found(*arguments: str) -> list[tuple[str, str]]:
        capsys.readouterr()
        assert run(["lint", "--format", "json", *arguments]) in (0, 1)
        return [(one["file"], one["object"]) for one in json.loads(capsys.readouterr().out)["findings"]]

    return found


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The lengths of the texts that were parsed, in their order."""
    lengths: list[int] = []

    def counted(sql: str) -> object:
        lengths.append(len(sql))
        return parse(sql)

    monkeypatch.setattr("docgen.lint.run.parse", counted)
    return lengths


def git(*arguments: str) -> None:
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)


def write(path: str, name: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(f"CREATE TABLE {name} (a int);\n")


def test_since_a_version_only_newer_files_are_judged(lint: Lint) -> None:
    for number in (1, 2, 3):
        write(f"migrations/00{number}_t.sql", f"t{number}")
    assert lint("--since", "001") == [("migrations/002_t.sql", "t2"), ("migrations/003_t.sql", "t3")]
    assert lint("--since", "003") == []


def test_since_a_branch_new_and_edited_files_are_judged(lint: Lint) -> None:
    for number in (1, 2):
        write(f"migrations/00{number}_t.sql", f"t{number}")
    git("add", ".")
    git("commit", "-qm", "a")
    git("switch", "-qc", "work")
    write("migrations/003_t.sql", "t3")
    git("add", ".")
    git("commit", "-qm", "b")
    write("migrations/004_t.sql", "t4")
    write("migrations/002_t.sql", "edited")
    found = [("migrations/002_t.sql", "edited"), ("migrations/003_t.sql", "t3"), ("migrations/004_t.sql", "t4")]
    assert lint("--since", "main") == found


def test_since_needs_a_version_or_a_ref(capsys: pytest.CaptureFixture[str]) -> None:
    write("migrations/001_t.sql", "t")
    assert run(["lint", "--since", "nowhere"]) == 2
    assert "the newest is 001" in capsys.readouterr().err
    assert run(["lint", "--since", "--output=x"]) == 2


def test_an_unknown_rule_is_refused_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    write("migrations/001_t.sql", "t")
    assert run(["lint", "--select", "table-without-gard"]) == 2
    assert 'Did you mean "table-without-guard"?' in capsys.readouterr().err


def test_files_of_one_folder_are_read_together(lint: Lint, parsed: list[int]) -> None:
    for number in (1, 2, 3):
        write(f"migrations/00{number}_t.sql", f"t{number}")
    assert lint("./migrations/003_t.sql", "migrations/001_t.sql") == [
        ("migrations/001_t.sql", "t1"),
        ("./migrations/003_t.sql", "t3"),
    ]
    assert len(parsed) == 3


def test_a_folder_of_projects_is_read_chain_by_chain(lint: Lint) -> None:
    write("one/migrations/V1__t.sql", "t")
    write("two/migrations/V1__t.sql", "t")
    assert lint(".") == [("./one/migrations/V1__t.sql", "t"), ("./two/migrations/V1__t.sql", "t")]


def test_the_same_files_are_parsed_once(lint: Lint, parsed: list[int], here: Path) -> None:
    write("migrations/001_t.sql", "t")
    first = lint()
    assert lint() == first == [("migrations/001_t.sql", "t")]
    assert len(parsed) == 1
    assert lint("--no-cache") == first
    assert len(parsed) == 2
    assert not Path(".docgen_cache").exists()
    assert list((here / "cache/docgen").iterdir()) != []


@pytest.mark.parametrize(
    ("path", "name", "found"),
    [
        ("migrations/001_t.sql", "u", [("migrations/001_t.sql", "u")]),
        ("migrations/002_t.sql", "u", [("migrations/001_t.sql", "t"), ("migrations/002_t.sql", "u")]),
    ],
)
def test_a_file_that_changes_or_appears_is_seen(lint: Lint, path: str, name: str, found: list[object]) -> None:
    write("migrations/001_t.sql", "t")
    assert lint() == [("migrations/001_t.sql", "t")]
    write(path, name)
    assert lint() == found


def test_other_options_are_another_question(lint: Lint) -> None:
    write("migrations/001_t.sql", "t")
    assert lint() != []
    assert lint("--ignore", "rerun") == []
    assert lint("migrations") == [("migrations/001_t.sql", "t")]
    assert lint("./migrations") == [("./migrations/001_t.sql", "t")]


def test_a_configured_project_keeps_its_own_cache(lint: Lint, parsed: list[int]) -> None:
    write("migrations/001_t.sql", "t")
    Path("docgen.toml").write_text("")
    assert lint() == lint() == [("migrations/001_t.sql", "t")]
    assert len(parsed) == 1
    assert (Path(".docgen_cache") / ".gitignore").read_text() == "*\n"
    Path("docgen.toml").write_text('[lint.severity]\nrerun = "off"\n')
    assert lint() == []


def test_a_file_beside_what_cannot_be_read_is_remembered(lint: Lint, parsed: list[int]) -> None:
    write("migrations/001_t.sql", "t")
    Path("migrations/002_u.sql").write_bytes("CREATE TABLE u (a int);".encode("utf-16"))
    Path("migrations/003_v.sql").symlink_to("nowhere.sql")
    alone = [("migrations/001_t.sql", "t")]
    assert lint(alone[0][0]) == lint(alone[0][0]) == alone
    assert len(parsed) == 1
    Path("migrations/003_v.sql").unlink()
    write("migrations/002_u.sql", "u")
    assert lint(alone[0][0]) == alone
    assert len(parsed) == 3


def test_a_folder_of_projects_is_remembered_chain_by_chain(lint: Lint, parsed: list[int]) -> None:
    write("one/migrations/V1__t.sql", "t")
    write("two/migrations/V1__t.sql", "t")
    assert lint(".") == lint(".") == [("./one/migrations/V1__t.sql", "t"), ("./two/migrations/V1__t.sql", "t")]
    assert len(parsed) == 2
    write("three/migrations/V1__t.sql", "t")
    assert [file for file, _ in lint(".")] == [f"./{name}/migrations/V1__t.sql" for name in ("one", "three", "two")]
    assert len(parsed) == 3


def test_a_full_cache_keeps_what_the_run_itself_asked_for(
    lint: Lint, parsed: list[int], here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = [f"chain{number}" for number in range(5)]
    for folder in folders:
        write(f"{folder}/001_t.sql", "t")
    lint("chain0")
    monkeypatch.setattr("docgen.read.lint_cache.MOST_BYTES", 0)
    first = lint(*folders[1:])
    assert len(list((here / "cache/docgen").iterdir())) == 4
    assert lint(*folders[1:]) == first == [(f"{folder}/001_t.sql", "t") for folder in folders[1:]]
    assert len(parsed) == 5


@pytest.mark.parametrize("damage", [b"", b"x", None])
def test_a_damaged_cache_is_no_cache(lint: Lint, parsed: list[int], here: Path, damage: bytes | None) -> None:
    write("migrations/001_t.sql", "t")
    first = lint()
    (entry,) = (here / "cache/docgen").iterdir()
    content = entry.read_bytes()
    entry.write_bytes(damage if damage is not None else content[:-9] + b"\0" + content[-8:])
    assert lint() == first
    assert len(parsed) == 2


def test_a_cache_that_cannot_be_written_is_no_fault(lint: Lint, here: Path) -> None:
    write("migrations/001_t.sql", "t")
    (here / "cache").write_text("a file where the folder should be")
    assert lint() == lint() == [("migrations/001_t.sql", "t")]

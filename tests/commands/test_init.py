"""docgen init writes what a project lacks, shows it first, and never touches what is there."""

from __future__ import annotations

import os
import shutil
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from docgen.cli import program
from docgen.config.workspace import load
from docgen.errors import ConfigError, OutputError, SourceError
from docgen.read.project import read_migrations
from docgen.scaffold import look, plan, preview, write
from docgen.scaffold.texts import hooks, site

CASES = Path(__file__).parent.parent / "cases" / "sources"
ALL = [
    "docgen.toml",
    "mkdocs.yml",
    "docs/index.md",
    ".github/workflows/docgen.yml",
    ".pre-commit-config.yaml",
    ".gitattributes",
    ".gitignore",
]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("DATABASE_URL", "PGHOST", "PGHOSTADDR", "PGSERVICE", "PGDATABASE"):
        monkeypatch.delenv(name, raising=False)
    root = tmp_path / "my-portal"
    shutil.copytree(CASES / "supabase", root)
    return root


def _init(root: Path, *arguments: str, answer: str | None = None) -> Result:
    return CliRunner().invoke(program, ["init", "-C", str(root), *arguments], input=answer, standalone_mode=False)


def _files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_writes_everything_into_a_fresh_project(project: Path) -> None:
    before = _files(project)
    result = _init(project, "--yes")
    after = _files(project)
    assert (result.return_value, result.exception) == (0, None)
    assert sorted(ALL) == sorted(set(after) - set(before))
    assert before == {path: after[path] for path in before}
    assert [f"wrote {path}" for path in ALL] == [
        line for line in result.stderr.splitlines() if line.startswith("wrote")
    ]


def test_shows_what_it_writes(project: Path) -> None:
    result = _init(project, "--yes")
    shown = [line[1:] for line in result.stdout.splitlines() if line[:1] == "+" and line[:3] != "+++"]
    assert "".join((project / path).read_text() for path in ALL).splitlines() == shown


def test_a_second_run_writes_nothing(project: Path) -> None:
    _init(project, "--yes")
    before = _files(project)
    result = _init(project)
    assert (0, "", before) == (result.return_value, result.stdout, _files(project))
    assert "docgen.toml exists: left as it is" in result.stderr
    assert "Add to" not in result.stderr


@pytest.mark.parametrize(("arguments", "answer"), [(("--dry-run",), None), ((), "n\n")])
def test_writes_nothing_unless_told(project: Path, arguments: tuple[str, ...], answer: str | None) -> None:
    before = _files(project)
    result = _init(project, *arguments, answer=answer)
    assert (0, before) == (result.return_value, _files(project))
    assert "nothing was written" in result.stderr


def test_writes_when_the_answer_is_yes(project: Path) -> None:
    _init(project, answer="y\n")
    assert all((project / path).is_file() for path in ALL)


def test_nobody_to_answer(project: Path) -> None:
    result = _init(project)
    assert isinstance(result.exception, ConfigError)
    assert result.exception.hint == "Run docgen init --yes, or --dry-run."


def test_the_directory_may_stand_before_the_verb(project: Path) -> None:
    result = CliRunner().invoke(program, ["-C", str(project), "init", "--yes"], standalone_mode=False)
    assert result.return_value == 0
    assert (project / "docgen.toml").is_file()


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir() if path.is_dir()))
def test_the_configuration_is_valid_for_every_tool(tmp_path: Path, case: str) -> None:
    shutil.copytree(CASES / case, tmp_path / "project")
    _init(tmp_path / "project", "--yes")
    config = load(tmp_path / "project").config
    assert config.title == "Project database"
    assert config.source == ("drizzle" if case == "drizzle-v1" else case)
    assert config.migrations is not None
    assert (tmp_path / "project" / config.migrations).is_dir()


def test_every_commented_key_is_valid_too(project: Path) -> None:
    _init(project, "--yes")
    text = (project / "docgen.toml").read_text()
    keys = [line[2:] for line in text.splitlines() if line.startswith(("# [", "# ")) and (" = " in line or "[" in line)]
    tables = [line for line in text.splitlines() if line and not line.startswith("#")]
    (project / "docgen.toml").write_text("\n".join([*tables, *(key for key in keys if _is_key(key))]) + "\n")
    config = load(project).config
    assert config.components[0].page == "core/authentication"
    assert config.shadow.version == 18


def _is_key(line: str) -> bool:
    try:
        tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return False
    return True


def test_an_existing_site_is_told_what_it_lacks(project: Path) -> None:
    (project / "mkdocs.yml").write_text("site_name: Portal\ndocs_dir: 'documentation'  # ours\n")
    result = _init(project, "--yes")
    assert (project / "mkdocs.yml").read_text() == "site_name: Portal\ndocs_dir: 'documentation'  # ours\n"
    assert load(project).config.docs == "documentation/database"
    assert (
        "Add to mkdocs.yml:\n"
        "    INHERIT: documentation/database/mkdocs.base.yml\n"
        "    nav:\n"
        "      # docgen:navigation\n"
        "      # docgen:end\n"
    ) in result.stderr


def test_existing_hooks_and_attributes_are_told_what_they_lack(project: Path) -> None:
    (project / ".pre-commit-config.yaml").write_text("repos: []\n")
    (project / ".gitattributes").write_text("* text=auto\n")
    (project / ".gitignore").write_text("node_modules/\n")
    result = _init(project, "--yes")
    assert "Add to .pre-commit-config.yaml:\n      - repo: local\n" in result.stderr
    assert "Add to .gitattributes:\n    docs/database/** linguist-generated\n" in result.stderr
    assert "Add to .gitignore:\n    /site/\n" in result.stderr


def test_configuration_in_pyproject_stays(project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.docgen]\ntitle = 'Portal'\n")
    result = _init(project, "--yes")
    assert not (project / "docgen.toml").exists()
    assert "[tool.docgen] in pyproject.toml exists: left as it is" in result.stderr


@pytest.mark.parametrize(
    ("file", "provider", "line"),
    [
        (".gitlab-ci.yml", "GitLab CI", "      script:"),
        ("Jenkinsfile", "Jenkins", "    docgen check"),
        (".circleci/config.yml", "CircleCI", "    docgen check"),
    ],
)
def test_another_provider_gets_lines_instead_of_a_workflow(project: Path, file: str, provider: str, line: str) -> None:
    (project / file).parent.mkdir(exist_ok=True)
    (project / file).write_text("")
    result = _init(project, "--yes")
    assert not (project / ".github").exists()
    assert f"Continuous integration: {provider}." in result.stderr
    assert line in result.stderr.split(f"Add to {provider}:")[1].splitlines()


def test_nothing_to_go_by(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    for name in ("PGHOST", "PGHOSTADDR", "PGSERVICE", "PGDATABASE"):
        monkeypatch.delenv(name, raising=False)
    result = _init(tmp_path, "--yes")
    assert result.return_value == 0
    assert "there is no live database either" in result.stderr
    assert (
        "# No folder of migrations was found. Without it docgen needs a live database"
        in (tmp_path / "docgen.toml").read_text()
    )
    assert load(tmp_path).config.migrations is None


def test_several_folders(tmp_path: Path) -> None:
    for folder in ("apps/a/migrations", "apps/b/migrations"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "1.sql").touch()
    result = _init(tmp_path, "--yes")
    assert "several folders hold migrations (apps/a/migrations, apps/b/migrations)" in result.stderr
    assert '# migrations = "apps/a/migrations"' in (tmp_path / "docgen.toml").read_text()
    assert load(tmp_path).config.migrations is None


def test_a_usual_folder_that_is_not_read_is_named(tmp_path: Path) -> None:
    for file in ("supabase/migrations/20250101000000_a.sql", "prisma/migrations/20250101000000_b/migration.sql"):
        (tmp_path / file).parent.mkdir(parents=True)
        (tmp_path / file).write_text("select 1;\n")
    assert "There are migrations in prisma/migrations too." in _init(tmp_path, "--dry-run").stderr
    assert read_migrations(load(tmp_path)).note.startswith("Not read: prisma/migrations. ")


def test_migrations_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "migrations").mkdir()
    (tmp_path / "migrations/1_a.sql").write_text("-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;\n")
    (tmp_path / "migrations/2_b.sql").write_text("-- migrate:up\nSELECT 3;\n-- migrate:down\nSELECT 4;\n")
    result = _init(tmp_path, "--yes")
    assert "warning: migrations fits 2 migration tools" in result.stderr
    assert (load(tmp_path).config.migrations, load(tmp_path).config.source) == ("migrations", "auto")


def test_names_that_need_quotes(tmp_path: Path) -> None:
    root = tmp_path / 'a "b" \\ c\u202e\n'
    root.mkdir()
    _init(root, "--yes")
    assert load(root).config.title == "A b c database"
    (root / "docs").mkdir(exist_ok=True)
    odd = look(root)._replace(folder='mi"gr\n(x)', source="plain", found='in mi"gr\n(x)')
    text = dict(plan(odd._replace(configured=""), database=True).files)
    assert text == {}
    assert 'files: "^mi\\"gr\\\\\\n\\\\(x\\\\)/"' in hooks(odd)
    assert site(odd).startswith("# The site.")


def test_never_overwrites_what_appears_in_between(tmp_path: Path) -> None:
    (tmp_path / "docgen.toml").write_text("mine")
    (tmp_path / "mkdocs.yml").symlink_to("nowhere")
    files = (("docgen.toml", "new"), ("mkdocs.yml", "new"), ("a/b", "new"))
    assert write(tmp_path, files) == (["a/b"], ["docgen.toml", "mkdocs.yml"])
    assert (tmp_path / "docgen.toml").read_text() == "mine"
    assert not os.path.lexists(tmp_path / "nowhere")


def test_a_file_where_a_folder_should_be(project: Path) -> None:
    (project / "docs").write_text("")
    with pytest.raises(OutputError, match=r"cannot write .*docs: File exists"):
        write(project, (("docs/index.md", ""),))


def test_no_such_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no folder at"):
        look(tmp_path / "nowhere")


def test_preview_is_a_unified_diff() -> None:
    assert preview((("a.toml", "x\ny\n"),)) == "--- /dev/null\n+++ b/a.toml\n@@ -0,0 +1,2 @@\n+x\n+y\n"

"""[[databases]]: what an entry takes from the top, what it must not share, and what the faults say."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.config.workspace import Workspace, load
from docgen.errors import ConfigError
from docgen.read.project import live_url, read_migrations

PAIR = '[[databases]]\nname = "app"\n[[databases]]\nname = "ware-house"\n'


def written(folder: Path, text: str) -> Workspace:
    (folder / "docgen.toml").write_text(text)
    return load(folder)


def test_an_entry_wins_over_the_top_key_by_key(tmp_path: Path) -> None:
    home = written(
        tmp_path,
        'title = "All"\nsource = "flyway"\nexclude = ["tmp.*"]\n[shadow]\nversion = 17\npreset = "none"\n'
        '[[databases]]\nname = "app"\nexclude = []\n[databases.shadow]\nversion = 16\n'
        '[[databases]]\nname = "ware-house"\nsource = "goose"\n',
    )
    app, warehouse = home.databases
    assert (app.config.title, app.config.source, app.config.exclude) == ("App", "flyway", ())
    assert (app.config.shadow.version, app.config.shadow.preset) == (16, "none")
    assert (warehouse.config.title, warehouse.config.source) == ("Ware house", "goose")
    assert (warehouse.config.exclude, warehouse.config.shadow.version) == (("tmp.*",), 17)
    assert [one.config.docs for one in home.databases] == ["docs/database/app", "docs/database/ware-house"]
    assert [one.config.lint.baseline for one in home.databases] == [
        "docgen-baseline-app.json",
        "docgen-baseline-ware-house.json",
    ]


def test_one_database_is_as_ever(tmp_path: Path) -> None:
    workspace = written(tmp_path, 'title = "Shop"\n')
    assert (workspace.databases, workspace.database, workspace.config.lint.baseline) == (
        (),
        "",
        "docgen-baseline.json",
    )


def test_each_database_has_its_own_variable(tmp_path: Path) -> None:
    home = written(tmp_path, PAIR)
    environment = {"DATABASE_URL": "postgresql://any", "WARE_HOUSE_DATABASE_URL": "postgresql://there", "PGHOST": "x"}
    assert [live_url(one, environment) for one in home.databases] == [None, "postgresql://there"]


def test_migrations_are_not_looked_for_where_they_could_be_of_any(tmp_path: Path) -> None:
    (tmp_path / "migrations").mkdir()
    (tmp_path / "migrations/0001_a.sql").write_text("select 1;\n")
    home = written(tmp_path, PAIR.replace('"app"\n', '"app"\nmigrations = "migrations"\n'))
    assert [len(read_migrations(one).migrations) for one in home.databases] == [1, 0]


def test_a_database_with_its_own_file(tmp_path: Path) -> None:
    own = tmp_path / "services/billing"
    own.mkdir(parents=True)
    (own / "docgen.toml").write_text('title = "Bills"\nsource = "goose"\ndocs = "elsewhere"\n')
    home = written(
        tmp_path,
        'source = "flyway"\n[site]\noutput = "public"\n'
        '[[databases]]\nname = "billing"\nconfig = "services/billing/docgen.toml"\n',
    )
    (billing,) = home.databases
    assert (billing.root, billing.config.title, billing.config.source) == (own, "Bills", "goose")
    assert billing.docs.resolve() == tmp_path / "docs/database/billing"
    assert billing.config.site.output == "public"
    assert load(own).docs == own / "elsewhere"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[[databases]]\nname = "a"\n[[databases]]\nname = "a"\n', "two databases are called 'a'"),
        ('[[databases]]\nname = "App"\n', "databases.0.name: String should match pattern"),
        ('[[databases]]\nname = "../a"\n', "databases.0.name: String should match pattern"),
        ('[[databases]]\nname = "assets"\n', "the name 'assets' is taken"),
        ('[[databases]]\nname = "nul"\n', "the name 'nul' is taken"),
        ("[[databases]]\ntitle = 'x'\n", "databases.0.name: Field required"),
        ('[[databases]]\nname = "a"\nmigration = "m"\n', "unknown key 'databases.0.migration'"),
        ('[[databases]]\nname = "a"\n[databases.site]\noutput = "x"\n', "unknown key 'databases.0.site'"),
        ('database_url = "x"\n' + PAIR, "database_url can be only one database's"),
        ('notes = "notes"\n' + PAIR, "notes can be only one database's"),
        ('[lint]\nbaseline = "b.json"\n' + PAIR, "'app' and 'ware-house' share the baseline"),
        (PAIR.replace('"app"\n', '"app"\ndocs = "docs/database/ware-house"\n'), "share the docs folder"),
        (PAIR.replace('"app"\n', '"app"\ndocs = "docs/database/ware-house/x"\n'), "the docs folder of one is inside"),
        (PAIR.replace('"app"\n', '"app"\ndocs = "docs"\n'), "the docs folder of one is inside"),
        ('[[databases]]\nname = "a"\ndocs = "docs/database"\n', "is that of the list of databases, or above it"),
        (PAIR.replace('"\n', '"\ndatabase_url = "postgresql:///x"\n'), "read the same database"),
        ('[[databases]]\nname = "a"\nconfig = "none.toml"\n', "the database 'a' has no file"),
        ('[[databases]]\nname = "a"\nconfig = "a.toml"\nsource = "goose"\n', "move source into a.toml"),
        ('[[databases]]\nname = "a"\n[[databases.phases]]\nname = "p"\ndone_when = ["c"]\n', "database 'a': configur"),
        ('[[cross_references]]\ncolumn = "a.b.c.d"\nreferences = "b.b.c.d"\n', "needs several [[databases]]"),
        (PAIR + '[[cross_references]]\ncolumn = "ap.b.c.d"\nreferences = "app.b.c.d"\n', "did you mean 'app'?"),
        (PAIR + '[[cross_references]]\ncolumn = "app.b.c.d"\nreferences = "app.b.c.e"\n', "are in one database"),
        (PAIR + '[[cross_references]]\ncolumn = "app.b.c"\nreferences = "app.b.c.e"\n', "cross_references.0.column"),
        (PAIR + '[[cross_references]]\ncolumn = "app.b.c.d"\nreferences = "ware-house.*.c.e"\n', "no pattern"),
    ],
)
def test_faults_are_explained(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigError) as raised:
        written(tmp_path, text)
    assert message in raised.value.message


def test_a_file_of_its_own_cannot_have_several(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/docgen.toml").write_text(PAIR)
    with pytest.raises(ConfigError) as raised:
        written(tmp_path, '[[databases]]\nname = "a"\nconfig = "a/docgen.toml"\n')
    assert "has [[databases]] of its own" in raised.value.message


def test_one_cannot_be_chosen_where_there_is_only_one(tmp_path: Path) -> None:
    (tmp_path / "docgen.toml").write_text("")
    with pytest.raises(ConfigError) as raised:
        load(tmp_path, database="app")
    assert "there are no [[databases]] to choose from" in raised.value.message

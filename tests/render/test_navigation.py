from __future__ import annotations

import importlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.errors import OutputError
from docgen.render.navigation import Entry, lists_every_page, navigation, replace_region, scalar, yaml_lines

yaml = importlib.import_module("yaml")  # it carries no types

PAGES = (
    ("README.md", "Portal"),
    ("SCHEMA-STATUS.md", "Status of the schema"),
    ("core/authentication.md", "Authentication"),
    ("core/partners.md", "Partners"),
    ("billing.md", "Billing"),
    ("schemas/app.md", "app"),
    ("schemas/public.md", "public"),
    ("tables/app.jobs.md", "app.jobs"),
    ("tables/public.orders.md", "public.orders"),
    ("functions/public.total.md", "public.total"),
    ("access.md", "Access"),
    ("roles.md", "Roles"),
    ("roles/anon.md", "anon"),
    ("migrations/migration-log.md", "Migration log"),
    ("migrations/current-state.md", "Current state"),
    ("schema.json", ""),
)


def loaded(entry: Entry, prefix: str = "database") -> Any:
    return yaml.safe_load("\n".join(yaml_lines(entry, prefix)))


def test_every_page_has_its_place() -> None:
    expected = [
        {
            "Database": [
                "database/README.md",
                {"Status": "database/SCHEMA-STATUS.md"},
                {
                    "Components": [
                        {
                            "Core": [
                                {"Authentication": "database/core/authentication.md"},
                                {"Partners": "database/core/partners.md"},
                            ]
                        },
                        {"Billing": "database/billing.md"},
                    ]
                },
                {"app": [{"Overview": "database/schemas/app.md"}, {"jobs": "database/tables/app.jobs.md"}]},
                {
                    "public": [
                        {"Overview": "database/schemas/public.md"},
                        {"orders": "database/tables/public.orders.md"},
                        {"Functions": [{"total": "database/functions/public.total.md"}]},
                    ]
                },
                {"Roles and objects": [{"Access": "database/access.md"}, {"Roles": "database/roles.md"}]},
                {"What each role may do": [{"anon": "database/roles/anon.md"}]},
                {
                    "Migrations": [
                        {"Current state": "database/migrations/current-state.md"},
                        {"Migration log": "database/migrations/migration-log.md"},
                    ]
                },
            ]
        }
    ]
    assert expected == loaded(navigation(PAGES))


def test_above_the_limit_schemas_stand_for_their_tables() -> None:
    many = [(f"tables/public.t{number}.md", f"public.t{number}") for number in range(301)]
    entry = navigation([("schemas/public.md", "public"), *many])
    assert loaded(entry, "") == [{"Database": [{"public": "schemas/public.md"}]}]


@pytest.mark.parametrize(
    ("mode", "tables", "expected"),
    [("auto", 300, True), ("auto", 301, False), ("full", 9999, True), ("schemas", 1, False)],
)
def test_the_mode_decides_what_is_listed(mode: Any, tables: int, expected: bool) -> None:
    assert expected == lists_every_page(mode, tables)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_scalar_is_read_back_as_it_was(text: str) -> None:
    assert text == yaml.safe_load(scalar(text))


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_no_title_is_markup(text: str) -> None:
    title = next(iter(loaded(Entry(f"t{text}", "a.md"))[0]))
    assert not {"<", ">", "&", "\x00", "\n", "\u202e"} & set(title)


def test_the_marked_region_is_replaced_and_nothing_else() -> None:
    text = "nav:\n  - A: a.md\n  # docgen:navigation\n  - old\n  # docgen:end\nextra: !ENV [X, 'y']\n"
    expected = "nav:\n  - A: a.md\n  # docgen:navigation\n  - B:\n      - b.md\n  # docgen:end\nextra: !ENV [X, 'y']\n"
    once = replace_region(text, ["- B:", "    - b.md"])
    assert expected == once
    assert expected == replace_region(expected, ["- B:", "    - b.md"])


def test_windows_line_ends_stay() -> None:
    assert (
        replace_region("a\r\n# docgen:navigation\r\n# docgen:end\r\n", ["x"])
        == "a\r\n# docgen:navigation\r\nx\r\n# docgen:end\r\n"
    )


def test_a_file_without_marks_is_left_alone() -> None:
    assert replace_region("nav:\n  - A: a.md\n", ["x"]) is None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# docgen:navigation\n", "line 1"),
        ("a\n# docgen:end\n", "line 2"),
        ("# docgen:end\n# docgen:navigation\n", "line 1"),
        ("# docgen:navigation\n# docgen:end\n# docgen:navigation\n# docgen:end\n", "line 3"),
        ("# docgen:navigation\n# docgen:end\n# docgen:end\n", "line 3"),
    ],
)
def test_marks_that_do_not_pair_are_refused(text: str, line: str) -> None:
    with pytest.raises(OutputError) as refused:
        replace_region(text, ["x"], "mkdocs.yml")
    assert line in refused.value.message

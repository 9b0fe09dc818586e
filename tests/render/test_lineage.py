"""What pages say of lineage when all is well, when PostgreSQL says otherwise, and when it is not known."""

from __future__ import annotations

import pytest

from docgen.model.catalog import Catalog, Schema
from docgen.model.name import Name
from docgen.model.relation import Column, Relation, Use
from docgen.model.snapshot import Snapshot
from docgen.render.document import Document
from docgen.render.pages import pages

TABLE = Relation(
    schema="s",
    name="t",
    kind="table",
    owner="o",
    columns=tuple(Column(name=name, type="text") for name in ("a", "b", "<i>|")),
)


def page(view: Relation, of: str = "v") -> str:
    """The part of the page that speaks of lineage."""
    catalog = Catalog(schemas=(Schema(name="s", owner="o"),), relations=(TABLE, view))
    made = {one.path: one.text for one in pages(Document(title="x", snapshot=Snapshot(catalog, origin="live")))}
    heading = "## Lineage" if of == "v" else "## Where its columns go"
    return made[f"tables/s.{of}.md"].partition(f"{heading}\n")[2].partition("\n## ")[0]


def view(definition: str, *columns: str, reads: tuple[str, ...] = ()) -> Relation:
    return Relation(
        schema="s",
        name="v",
        kind="view",
        owner="o",
        definition=definition,
        columns=tuple(Column(name=column, type="text") for column in columns),
        uses=(Use(kind="relation", name=Name("s", "t"), via="view", columns=reads),),
    )


PICTURE = """
```mermaid
flowchart LR
  n0["s.t"]
  n1(["s.v"])
  n0 --> n1
  style {}stroke-width:4px
```
"""


def test_a_view_names_what_its_columns_are_made_of() -> None:
    made = view('select a, b || "<i>|" as x from s.t', "a", "x", reads=("a", "b", "<i>|"))
    nasty = "[<code>s&#46;t&#46;&#34;&lt;i&gt;&#124;&#34;</code>](s.t.md#col-i-86969d78)"
    assert page(made) == PICTURE.format("n1 ") + (
        "\n| Column | From | By |\n| --- | --- | --- |\n"
        "| [`a`](#a) | [`s.t.a`](s.t.md#a) | as it is |\n"
        f"| [`x`](#x) | {nasty}<br>[`s.t.b`](s.t.md#b) "
        "| <code>b &#124;&#124; &#34;&lt;i&gt;&#124;&#34;</code> |\n"
    )


def test_a_table_names_where_its_columns_go() -> None:
    made = view("select a, lower(a) as x from s.t", "a", "x", reads=("a",))
    rows = "| [`a`](#a) | [`s.v.a`](s.v.md#a) as it is<br>[`s.v.x`](s.v.md#x) computed |\n"
    assert page(made, "t") == PICTURE.format("n0 ") + f"\n| Column | Goes to |\n| --- | --- |\n{rows}"


@pytest.mark.parametrize(
    ("reads", "said"),
    [
        ((), "Its definition seems to read [`s.t.a`](s.t.md#a); PostgreSQL does not record that."),
        (
            ("a", "b"),
            "PostgreSQL records that this view reads [`s.t.b`](s.t.md#b); reading its definition does not find where.",
        ),
    ],
)
def test_a_disagreement_is_shown(reads: tuple[str, ...], said: str) -> None:
    assert f"> [!WARNING]\n> {said}" in page(view("select a from s.t", "a", reads=reads))


@pytest.mark.parametrize(
    ("definition", "said"),
    [
        ("select from from", 'its definition cannot be read: syntax error at or near "from"'),
        ("select a, b from s.t", "its definition does not give the columns that it has"),
        (f"select '{'x' * 300_000}' as a", "its definition is longer than 256 KiB"),
        (
            f"select {'not ' * 3000} a from s.t",
            "its definition cannot be read: the statement is nested too deeply to be read",
        ),
    ],
)
def test_what_is_not_known_is_one_sentence(definition: str, said: str) -> None:
    text = page(view(definition, "a"))
    assert text == f"\nThe lineage of its columns is not known: {said}.\n"

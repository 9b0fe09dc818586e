"""Parts of pages whose rules are not seen in one example: indexes, diagrams, notes, statements to paste."""

from __future__ import annotations

import html
from pathlib import Path

import markdown  # type: ignore[import-untyped]
import psycopg
import pytest

from docgen.analysis.ddl.policies import bracketed
from docgen.model.catalog import Catalog, Schema, Type
from docgen.model.name import Name
from docgen.model.relation import Column, Constraint, Index, Reference, Relation
from docgen.model.snapshot import NoteRecord, Snapshot
from docgen.render.columns import column_type
from docgen.render.ddl import comment_statements, routine_comment_statements
from docgen.render.diagram import label, names_only, neighbourhood
from docgen.render.document import Document
from docgen.render.keys import constraint_table, index_table, key_list
from docgen.render.notes import demoted, note
from docgen.render.references import References
from tests.render.golden import CASES
from tests.render.golden import document as case_document


def index(name: str, keys: str, *, unique: bool = False, where: str = "", constraint: str = "") -> Index:
    definition = f"CREATE INDEX {name} ON s.t USING btree ({keys})" + (f" WHERE {where}" if where else "")
    columns = tuple(keys.split(", ")) if keys.replace(", ", "").isalpha() else ("",)
    return Index(
        name=name,
        definition=definition,
        method="btree",
        columns=columns,
        unique=unique,
        predicate=where,
        constraint=constraint,
    )


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("a, b", ("a", "b")),
        ('a DESC, lower(b) COLLATE "C"', ("a DESC", 'lower(b) COLLATE "C"')),
        ("replace(a, ',', ')'), \"x,y\"", ("replace(a, ',', ')')", '"x,y"')),
    ],
)
def test_keys_of_an_index(keys: str, expected: tuple[str, ...]) -> None:
    assert key_list(index("i", keys, where="c IN (1, 2)")) == expected


@pytest.mark.parametrize(
    ("indexes", "redundant"),
    [
        ((index("a", "x"), index("b", "x, y")), {"a"}),
        ((index("a", "x"), index("b", "y, x")), set()),
        ((index("a", "x"), index("b", "x")), {"b"}),
        ((index("a", "x", unique=True), index("b", "x, y")), set()),
        ((index("a", "x"), index("b", "x", unique=True)), {"a"}),
        ((index("a", "x", where="y"), index("b", "x, y")), set()),
        ((index("a", "x DESC"), index("b", "x, y")), set()),
        ((index("a", "x", unique=True, constraint="a"), index("b", "x")), {"b"}),
    ],
)
def test_redundant_indexes(indexes: tuple[Index, ...], redundant: set[str]) -> None:
    table = index_table(Relation(schema="s", name="t", kind="table", owner="o", indexes=indexes), {})

    assert {line.split("`")[1] for line in table.split("\n") if "redundant" in line} == redundant


@pytest.mark.parametrize(
    ("where", "remark"), [("", False), ("(x IS NOT NULL)", False), ("(x > 3)", True)], ids=["whole", "not null", "part"]
)
def test_a_foreign_key_is_led_to_by_an_index_that_holds_every_key(where: str, remark: bool) -> None:
    key = Constraint(
        name="k", kind="foreign key", columns=("x",), definition="",
        references=Reference(table=Name("s", "t"), columns=("id",)),
    )  # fmt: skip
    table = Relation(
        schema="s", name="t", kind="table", owner="o", constraints=(key,), indexes=(index("i", "x", where=where),)
    )
    references = References(Document(title="", snapshot=Snapshot(catalog=Catalog(relations=(table,)), origin="live")))

    shown = constraint_table(table, references, "tables/s.t.md", {})

    assert ("no index begins with these columns" in shown) == remark


def hub(children: int) -> References:
    """A table that many others point at."""
    key = Column(name="id", type="bigint", not_null=True)
    reference = Reference(table=Name("s", "hub"), columns=("id",))
    constraint = Constraint(name="f", kind="foreign key", columns=("hub",), definition="", references=reference)
    relations = [Relation(schema="s", name="hub", kind="table", owner="o", columns=(key,))]
    relations += [
        Relation(schema="s", name=f"t{number:02}", kind="table", owner="o", columns=(key,), constraints=(constraint,))
        for number in range(children)
    ]
    catalog = Catalog(relations=tuple(relations))
    return References(Document(title="", snapshot=Snapshot(catalog=catalog, origin="live")))


def test_a_neighbourhood_has_at_most_twelve_neighbours_and_lists_all() -> None:
    references = hub(40)
    diagram, edges = neighbourhood(references.relations[Name("s", "hub")], references)

    assert diagram.count(" : ") == 12
    assert len(edges) == 40
    assert len(diagram) < 5_000


def test_a_schema_shows_its_best_connected_tables() -> None:
    references = hub(40)
    diagram, left_out = names_only(sorted(references.relations), references)

    assert diagram.count('["') == 25
    assert '["hub"]' in diagram
    assert left_out == 16


def test_a_long_enum_tells_its_values_when_its_link_is_pointed_at() -> None:
    labels = ('a"](javascript:x)', "<b>", *(f"v{number}" for number in range(40)))
    kind = Type(schema="s", name="mood", kind="enum", owner="o", labels=labels)
    catalog = Catalog(schemas=(Schema(name="s", owner="o"),), types=(kind,))
    references = References(Document(title="", snapshot=Snapshot(catalog=catalog, origin="live")))
    shown = column_type(Column(name="m", type="s.mood", type_name=Name("s", "mood")), references, "tables/s.t.md")
    page = markdown.markdown(shown)

    assert page.startswith('<p><a href="../types/s.md#type-mood" title="42 values')
    assert html.unescape(page.split('title="')[1].split('"')[0]) == (
        f"42 values: {', '.join(labels[:30])}, and 12 more"
    )
    assert page.endswith('"><code>s.mood</code></a></p>')


def test_where_everything_points_at_everything_few_tables_are_shown() -> None:
    tables = [Name("s", f"t{number:02}") for number in range(20)]
    keys = [
        tuple(
            Constraint(
                name=f"{name}_{other.name}",
                kind="foreign key",
                columns=("id",),
                definition="",
                references=Reference(table=other, columns=("id",)),
            )
            for other in tables[:number]
            for name in ("first", "second")
        )
        for number in range(20)
    ]
    relations = tuple(
        Relation(
            schema="s",
            name=name.name,
            kind="table",
            owner="o",
            columns=(Column(name="id", type="int"),),
            constraints=own,
        )
        for name, own in zip(tables, keys, strict=True)
    )
    document = Document(title="", snapshot=Snapshot(catalog=Catalog(relations=relations), origin="live"))
    diagram, left_out = names_only(tables, References(document))

    assert (diagram.count('["'), left_out) == (8, 12)
    assert diagram.count("--") == 8 * 7 // 2


def test_mermaid_labels_hold_no_syntax() -> None:
    assert label('a"b;%%{c}<d>') == "a#34;b#59;#37;#37;#123;c#125;#60;d#62;"
    assert label("\u202e\n") == "#8249;U#43;202E#8250; "


def test_headings_of_notes_go_below_their_section() -> None:
    assert demoted("# a\n## b\n```\n# c\n```\n####### d\n#e") == "### a\n#### b\n```\n# c\n```\n####### d\n#e"


def test_a_note_says_when_its_object_changed() -> None:
    relation = Relation(schema="s", name="t", kind="table", owner="o")
    snapshot = Snapshot(
        catalog=Catalog(relations=(relation,)),
        origin="live",
        notes=(NoteRecord(path="tables/s.t.md", digest="1", object_digest="2"),),
    )
    document = Document(title="", snapshot=snapshot, notes={"tables/s.t.md": "Hand-written."})

    assert note(document, "tables/s.t.md", relation).startswith("> [!WARNING]\n> What these notes describe has changed")
    assert note(document, "tables/s.t.md", relation).endswith("\n\nHand-written.")
    assert note(document, "tables/s.u.md", relation) == ""


@pytest.mark.parametrize(
    ("expression", "expected"), [("a", "(a)"), ("(a)", "(a)"), ("(a) OR (b)", "((a) OR (b))"), ("f(a)", "(f(a))")]
)
def test_brackets(expression: str, expected: str) -> None:
    assert bracketed(expression) == expected


def test_the_comments_to_write_or_change_can_be_pasted(database: str) -> None:
    case = CASES / "shop"
    document = case_document(case)
    statements = [comment_statements(relation) for relation in document.catalog.relations]
    statements += [routine_comment_statements([routine]) for routine in document.catalog.routines]
    described = b"select classoid::regclass::text, objoid, objsubid, description from pg_description order by 1, 2, 3"

    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(schema_of(case).encode())
        before = connection.execute(described).fetchall()
        for statement in statements:
            connection.execute(statement.encode())
        after = connection.execute(described).fetchall()

    assert after == before
    assert sum(" IS '';" in line for part in statements for line in part.splitlines()) > 0


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("", "COMMENT ON TABLE s.t IS '';"),
        ("Who's who\\\nin two lines", "COMMENT ON TABLE s.t IS 'Who''s who\\\nin two lines';"),
        ("turned \u202e round", ""),
    ],
)
def test_a_comment_that_cannot_be_shown_is_not_offered_for_pasting(comment: str, expected: str) -> None:
    relation = Relation(schema="s", name="t", kind="partitioned table", owner="o", comment=comment)
    assert comment_statements(relation) == expected


def schema_of(case: Path) -> str:
    """The statements that the case's catalog was read from."""
    return (case / "schema.sql").read_text()

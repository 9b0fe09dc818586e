"""Notes that may be wrong: what they describe changed or is gone."""

from docgen.analysis.notes import NoteState, object_digest, records, to_review
from docgen.model.relation import Column, Relation
from docgen.model.snapshot import NoteRecord


def table(*columns: str) -> Relation:
    parts = tuple(Column(name=column, type="text") for column in columns)
    return Relation(schema="public", name="profiles", kind="table", owner="app", columns=parts)


PATH = "tables/public.profiles.md"


def test_a_new_note_remembers_the_object_as_it_is() -> None:
    (record,) = records({PATH: "Hello."}, {PATH: [table("id")]})

    assert record.object_digest == object_digest([table("id")])
    assert to_review([record], {PATH: [table("id")]}) == ()


def test_a_note_whose_object_changed_is_to_be_reviewed_until_somebody_edits_it() -> None:
    first = records({PATH: "Hello."}, {PATH: [table("id")]})
    second = records({PATH: "Hello."}, {PATH: [table("id", "email")]}, first)
    third = records({PATH: "Hello again."}, {PATH: [table("id", "email")]}, second)

    changed = NoteState(PATH, "changed", "What it describes changed since the note was written.")
    assert to_review(second, {PATH: [table("id", "email")]}) == (changed,)
    assert to_review(third, {PATH: [table("id", "email")]}) == ()


def test_a_note_whose_object_is_gone_is_told() -> None:
    first = records({PATH: "Hello."}, {PATH: [table("id")]})
    second = records({PATH: "Hello."}, {PATH: []}, first)

    assert to_review(second, {PATH: []}) == (NoteState(PATH, "gone", "What it describes no longer exists."),)


def test_a_note_on_no_object_is_never_out_of_date() -> None:
    assert to_review([NoteRecord(path="guide.md", digest="1")], {}) == ()


def test_records_are_sorted_by_path() -> None:
    assert [record.path for record in records({"b.md": "", "a.md": ""}, {})] == ["a.md", "b.md"]

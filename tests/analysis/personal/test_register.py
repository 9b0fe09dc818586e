"""The register of personal data: who labels, what is suggested, what is dismissed."""

from __future__ import annotations

import pytest

from docgen.analysis.personal.register import register
from docgen.config.personal_data import PersonalData
from docgen.model.catalog import Catalog, Type
from docgen.model.name import Name
from docgen.model.relation import Column, Relation, RelationKind


def catalog(*columns: Column, kind: RelationKind = "table") -> Catalog:
    domain = Type(schema="s", name="email_address", kind="domain", owner="o", base_type="text")
    return Catalog(relations=(Relation(schema="s", name="t", kind=kind, owner="o", columns=columns),), types=(domain,))


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (Column(name="contact_email", type="text"), ("contact", "its name: email")),
        (Column(name="dateOfBirth", type="date"), ("birth", "its name: date of birth")),
        (Column(name="seen_from", type="inet"), ("online identifier", "its type inet")),
        (
            Column(name="sent_to", type="s.email_address", type_name=Name("s", "email_address")),
            ("contact", "the name of its type: email"),
        ),
        (Column(name="email_verified", type="boolean"), None),
        (Column(name="email_sent_at", type="timestamp with time zone"), None),
        (Column(name="zipped", type="text"), None),
        (Column(name="name", type="text"), None),
    ],
)
def test_what_names_and_types_suggest(column: Column, expected: tuple[str, str] | None) -> None:
    found = register(catalog(column), ())
    assert found.labelled == ()
    assert [(one.category, one.sign) for one in found.suggested] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("comment", "category"),
    [
        ("@pii", "not categorised"),
        ("Where to write. @pii(contact)", "contact"),
        ("@PII( a b )", "a b"),
        ("@piiano", None),
    ],
)
def test_what_comments_label(comment: str, category: str | None) -> None:
    found = register(catalog(Column(name="x", type="bytea", comment=comment)), ())
    assert [(one.source, one.category) for one in found.labelled] == ([("comment", category)] if category else [])


def test_the_configuration_labels_dismisses_and_is_told_of_what_it_misses() -> None:
    entries = (
        PersonalData(columns=("s.t.email",), category="contact"),
        PersonalData(columns=("s.t.phone", "s.t.gone"), personal=False),
        PersonalData(columns=("*.*.email", "*.*.phone"), category="other", purpose="To write.", retention="A year."),
    )
    made = catalog(Column(name="email", type="text", comment="@pii(mine)"), Column(name="phone", type="text"))
    found = register(made, entries)
    assert [(one.column, one.source, one.category, one.purpose, one.retention) for one in found.labelled] == [
        ("email", "configuration", "contact", "To write.", "A year.")
    ]
    assert (found.suggested, found.unmatched) == ((), ("s.t.gone",))


def test_views_are_labelled_but_never_suggested() -> None:
    view = catalog(Column(name="email", type="text"), kind="view")
    assert register(view, ()).suggested == ()
    assert len(register(view, (PersonalData(columns=("s.t.email",)),)).labelled) == 1


def test_what_is_not_personal_has_no_category() -> None:
    with pytest.raises(ValueError, match="what is not personal has no category"):
        PersonalData(columns=("a.b.c",), personal=False, category="contact")

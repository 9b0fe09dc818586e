"""Exports in the formats of other tools: the text of a case, and that nothing in a name breaks the form."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.exporters.alias import aliases
from docgen.exporters.dbml import dbml
from docgen.exporters.mermaid import mermaid
from docgen.exporters.plantuml import plantuml
from docgen.exporters.tbls import tbls
from docgen.model.catalog import Catalog
from docgen.model.name import Name
from docgen.model.relation import Column, Relation

CASES = Path(__file__).parent.parent / "cases"
EXPORTERS = {"schema.dbml": dbml, "schema.mmd": mermaid, "schema.puml": plantuml, "schema.json": tbls}


def case() -> Catalog:
    return msgspec.json.decode((CASES / "pages/shop/catalog.json").read_bytes(), type=Catalog)


@pytest.mark.parametrize("name", EXPORTERS)
def test_the_shop(name: str) -> None:
    """Renew: python -m tests.exporters.golden."""
    assert EXPORTERS[name](case(), "Shop") == (CASES / "exports" / name).read_text()


def table(name: str, column: str, comment: str) -> Catalog:
    columns = (Column(name=column, type="text", default="'x'", comment=comment),)
    return Catalog(
        relations=(Relation(schema="s", name=name, kind="table", owner="o", columns=columns, comment=comment),)
    )


NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20)


@given(NAMES, NAMES, NAMES)
def test_no_name_ends_its_quotes_or_its_line(name: str, column: str, comment: str) -> None:
    plain: dict[str, Callable[[Catalog, str], str]] = {"dbml": dbml, "mermaid": mermaid, "plantuml": plantuml}
    usual = {kind: len(export(table("t", "c", "x"), "T").split("\n")) for kind, export in plain.items()}
    for kind, export in plain.items():
        text = export(table(name, column, comment), "T")
        assert len(text.split("\n")) == usual[kind]
        assert all(c.isprintable() or c == "\n" for c in text)
    quoted = r'"(?:\\.|[^"\\])*"|' + r"'(?:\\.|[^'\\])*'|`[^`]*`"
    assert not set(re.sub(quoted, "", dbml(table(name, column, comment), "T"))) & set("\"'`")
    assert json.loads(tbls(table(name, column, comment), "T"))["tables"][0]["columns"][0]["name"] == column


def test_aliases_are_told_apart() -> None:
    names = [Name("a", "b_c"), Name("a_b", "c"), Name("a", "B_C"), Name("ü", "ü"), Name("1", "2")]
    assert sorted(aliases(names).values()) == ["a_B_C", "a_b_c_2", "a_b_c_3", "x", "x_1_2"]

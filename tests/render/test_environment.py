"""Templates get data only, cannot forget to escape, and say where they fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.errors import RenderError
from docgen.manifest import MARK
from docgen.model.catalog import Catalog
from docgen.model.relation import Column
from docgen.model.snapshot import Snapshot
from docgen.render.document import Document
from docgen.render.environment import Environment
from docgen.render.filters import Markdown
from tests.render.golden import CASES
from tests.render.golden import document as case_document

EMPTY = Document(title="Empty", snapshot=Snapshot(catalog=Catalog(), origin="live"))
NASTY = "<b>*|"
SAFE = "&lt;b&gt;&#42;&#124;"


def render(folder: Path, template: str, **data: object) -> str:
    (folder / "test.md.j2").write_text(template)
    return Environment(EMPTY, folder).page("test.md.j2", "page.md", **data).text.removeprefix(f"{MARK}\n\n")


@pytest.mark.parametrize(
    "template",
    [
        "{{ x }}",
        "{{ x ~ '' }}",
        "{{ '' ~ x ~ m }}",
        "{{ x + '' }}",
        "{{ m + x }}",
        "{{ [m, x] | join('') }}",
        "{% macro say(it) %}{{ it }}{% endmacro %}{{ say(x) }}",
        "{% set y %}{{ x }}{% endset %}{{ y }}",
        "{% for y in [x] %}{{ y }}{% endfor %}",
        "{{ x | default('none') }}",
        "{{ x | cell }}",
        "{{ x | text }}",
        "{{ x if x else m }}",
    ],
)
def test_every_way_to_print_escapes(tmp_path: Path, template: str) -> None:
    assert f"{SAFE}\n" == render(tmp_path, template, x=NASTY, m=Markdown(""))


def test_markdown_is_not_escaped(tmp_path: Path) -> None:
    assert render(tmp_path, "{{ m }}{{ 'b' | code }}", m=Markdown("**a**")) == "**a**`b`\n"


@pytest.mark.parametrize(
    "template",
    [
        "{{ column.__class__ }}",
        "{{ column.__struct_fields__ }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ 'a%s' % 'b' }}",
        "{{ name.upper() }}",
        "{{ name.format('x') }}",
        "{{ name | safe }}",
        "{{ name | attr('__class__') }}",
        "{{ range(9) }}",
        "{{ unknown }}",
        "{{ column.unknown }}",
        "{% include 'missing.md.j2' %}",
        "{{ 1 / 0 }}",
        "{% for x in",
    ],
)
def test_a_template_reaches_nothing_but_data(tmp_path: Path, template: str) -> None:
    with pytest.raises(RenderError) as raised:
        render(tmp_path, f"first line\n{template}", column=Column(name="a", type="text"), name="a")

    assert "page.md" in raised.value.message
    assert raised.value.hint


def test_the_error_names_template_line_and_page(tmp_path: Path) -> None:
    with pytest.raises(RenderError) as raised:
        render(tmp_path, "first line\n\n{{ colum }}")

    assert raised.value.message == "Template test.md.j2, line 3 fails on the page page.md: 'colum' is undefined"
    assert raised.value.hint == f"Mend test.md.j2 in {tmp_path}, or delete it."


def test_a_project_replaces_one_template_and_extends_ours(tmp_path: Path) -> None:
    (tmp_path / "relation.md.j2").write_text('{% include "default/relation.md.j2" %}\n\n## Ours\n\n{{ relation.name }}')
    document = case_document(CASES / "shop")
    environment = Environment(document, tmp_path)
    page = environment.page("relation.md.j2", "tables/x.md", **_relation_data(document, environment))

    assert page.text.startswith(f"{MARK}\n\n# shop.customer\n")
    assert page.text.endswith("\n## Ours\n\ncustomer\n")


def _relation_data(document: Document, environment: Environment) -> dict[str, object]:
    from docgen.render.relation_pages import relation_data

    relation = next(one for one in document.catalog.relations if one.name == "customer")
    return relation_data(document, relation, environment.references)


def test_only_markdown_pages_bear_the_mark() -> None:
    environment = Environment(case_document(CASES / "shop"))
    page = environment.page("llms.txt.j2", "llms.txt", document=EMPTY, components=[], schemas=[], routines=[])

    assert page.text.startswith("# Empty\n")

"""Text of a database, whatever it holds, reads as itself on GitHub and on the site, and is never markup."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from docgen.render import filters
from docgen.render.filters import Markdown, visible
from tests.render.nasty import NASTY, texts
from tests.render.reading import RENDERERS, SPACES, read, squeezed

CONTEXTS = {
    "paragraph": "{}",
    "middle": "before {} after",
    "bold": "**before**: {}",
    "heading": "# {}",
    "item": "- {}",
    "cell": "| one | two |\n| --- | --- |\n| {} | end |",
    "callout": "> [!WARNING]\n> {}",
    "link": "[{}](page.md)",
    "section": "<details markdown>\n<summary>x</summary>\n\n{}\n\n</details>",
}
ALLOWED = {
    *("p", "h1", "ul", "li", "table", "thead", "tbody", "tr", "th", "td", "code", "strong", "a", "div", "details"),
    *("summary", "br", "blockquote", "span", "pre"),
}


@pytest.mark.parametrize("renderer", RENDERERS)
@pytest.mark.parametrize("context", CONTEXTS)
@pytest.mark.parametrize("filter_name", ["text", "code", "cell"])
def test_nasty_text_reads_as_itself(filter_name: str, context: str, renderer: str) -> None:
    for value in NASTY:
        _check(filter_name, context, renderer, value)


@pytest.mark.parametrize("renderer", RENDERERS)
@settings(max_examples=150, deadline=None)
@given(value=texts, context=st.sampled_from(sorted(CONTEXTS)), filter_name=st.sampled_from(["text", "code", "cell"]))
@example(value="a\nb", context="cell", filter_name="cell")
@example(value="]:", context="link", filter_name="code")
@example(value="a]::b", context="link", filter_name="code")
def test_any_text_reads_as_itself(renderer: str, value: str, context: str, filter_name: str) -> None:
    _check(filter_name, context, renderer, value)


def _check(filter_name: str, context: str, renderer: str, value: str) -> None:
    made = str(getattr(filters, filter_name)(value))
    shown, tags, attributes = read(RENDERERS[renderer](CONTEXTS[context].format(made)))
    empty, _, _ = read(RENDERERS[renderer](CONTEXTS[context].format("&#0000088;marker")))
    said = squeezed(visible(value))
    if filter_name == "code" and value:
        written = re.sub(f"[{SPACES}]", lambda match: f"‹U+{ord(match[0]):04X}›", visible(value))
        said = squeezed(written) or "‹space›"
    assert shown == squeezed(empty.replace("Xmarker", said)), (made, value)
    assert tags <= ALLOWED, (made, value)
    assert all(not name.startswith("on") and "javascript:" not in content for name, content in attributes)


@pytest.mark.parametrize("renderer", RENDERERS)
@settings(max_examples=150, deadline=None)
@given(value=texts)
def test_a_comment_keeps_its_paragraphs_and_lines(renderer: str, value: str) -> None:
    shown, tags, _ = read(RENDERERS[renderer](str(filters.paragraph(value))))

    assert shown == squeezed(visible(value))
    assert tags <= {"p", "br"}


@pytest.mark.parametrize("renderer", RENDERERS)
@settings(max_examples=150, deadline=None)
@given(value=texts)
def test_a_block_shows_every_character(renderer: str, value: str) -> None:
    html = RENDERERS[renderer](f"before\n\n{filters.block(value)}\n\nafter")
    shown, tags, _ = read(html)

    assert shown == squeezed(f"before {visible(value)} after")
    assert tags <= {"p", "pre", "code", "span", "div"}


def test_comment_lines_and_paragraphs() -> None:
    assert filters.paragraph("one\ntwo\n\nthree * four") == "one<br>\ntwo\n\nthree &#42; four"


def test_plain_text_stays_readable() -> None:
    assert filters.text("Orders of the last year, in EUR (net)") == "Orders of the last year, in EUR (net)"
    assert filters.text("order_items: see orders") == "order_items: see orders"
    assert filters.code("numeric(10,2)") == "`numeric(10,2)`"
    assert filters.code("(amount >= 0::numeric)") == "`(amount >= 0::numeric)`"


def test_hidden_characters_are_written_out() -> None:
    assert filters.text("a\u202eb") == "a‹U+202E›b"
    assert filters.code("a\u200bb") == "`a‹U+200B›b`"


def test_a_fence_is_longer_than_any_run_inside() -> None:
    assert filters.block("```` x") == "`````sql\n```` x\n`````"


def test_a_table_leaves_out_columns_without_content() -> None:
    assert filters.table([("a", "", Markdown("**b**"))], "One", "Two", "Three") == (
        "| One | Three |\n| --- | --- |\n| a | **b** |"
    )


def test_what_is_markdown_already_is_not_escaped_again() -> None:
    assert filters.join([Markdown("**a**"), "*b*"]) == "**a**, &#42;b&#42;"
    assert isinstance(filters.join([]), Markup)

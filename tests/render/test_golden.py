"""The pages of kept catalogs, byte for byte; renewed by python -m tests.render.golden and read in the diff."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.render.document import Page
from docgen.render.link_check import broken_links
from docgen.render.pages import pages
from tests.render.golden import CASES, document, expected, made


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_pages_are_as_kept(case: Path) -> None:
    assert expected(case) == made(case)


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_every_link_leads_somewhere(case: Path) -> None:
    made_pages: list[Page] = list(pages(document(case)))

    assert broken_links(made_pages) == []

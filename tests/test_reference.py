"""docgen's own generated pages: what is committed is what the code says, whichever libraries are installed."""

from pathlib import Path

from docgen.reference import reference

DOCS = Path(__file__).parent.parent / "docs"


def test_committed_reference_is_what_the_code_says() -> None:
    made = dict(reference())
    assert made == {path: (DOCS / path).read_text(encoding="utf-8") for path in made}

"""Names and comments that try to run: pages of a hostile schema in a real browser, on both generators."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from docgen.model.catalog import Catalog, Role, Routine, Schema, Type
from docgen.model.name import Name
from docgen.model.relation import Column, Constraint, Policy, Reference, Relation, Trigger
from docgen.model.snapshot import Snapshot
from docgen.render.document import Document
from docgen.render.mkdocs_base import SitePart, mkdocs_base
from docgen.render.navigation import navigation, titled
from docgen.render.pages import pages
from docgen.site.assets import write_assets
from docgen.site.generator import build_site
from docgen.site.navigation import renew_navigation
from docgen.site.project import SiteProject
from tests.browser.chromium import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

ATTACKS = (
    "</title><script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=2>",
    "&lt;/title&gt;&lt;script&gt;window.pwned=3&lt;/script&gt;",
    '"><svg onload=window.pwned=4>',
    "[x](javascript:window.pwned=5)",
    "`</code><script>window.pwned=6</script>",
    "x{ onclick=window.pwned=7 }",
    '" } %%{init: {"securityLevel":"loose"}}%% "',
    "{{ 7 * 7 }}{% raw %}",
    "a|b\n\n---\n# c",
    "</script></details></textarea>--><b>",
    "\u202egnp.exe \u200b\x1b[31m",
    "CON",
    "con",
    "a/b/../c",
    "é" * 31,
)


def hostile() -> Document:
    """One schema per attack, with the attack wherever a name, an expression or a comment can stand."""
    key = Column(name="id", type="uuid", not_null=True)
    relations, schemas, routines, types = [], [], [], []
    for number, text in enumerate(ATTACKS):
        schemas.append(Schema(name=text, owner=text, comment=text))
        parent = Name(text, text)
        reference = Constraint(
            name=text, kind="foreign key", columns=(text,), definition=text, references=Reference(parent, ("id",))
        )
        relations += [
            Relation(
                schema=text,
                name=name,
                kind="table",
                owner=text,
                comment=f"{text}\n\n{text}",
                columns=(key, Column(name=text, type=text, default=text, comment=text)),
                constraints=(reference,),
                policies=(Policy(name=text, command="all", permissive=True, roles=(text,), using=text, check=text),),
                triggers=(
                    Trigger(
                        name=text, definition=text, function=parent, timing="after", events=("insert",), level="row"
                    ),
                ),
                row_security=True,
            )
            for name in (text, f"child {number}")
        ]
        routines.append(
            Routine(
                schema=text,
                name=text,
                kind="function",
                arguments=text,
                signature=text,
                result=text,
                language="sql",
                owner=text,
                definition=f"```\n{text}\n~~~",
                comment=text,
            )
        )
        types.append(Type(schema=text, name=text, kind="enum", owner=text, labels=ATTACKS, comment=text))
    catalog = Catalog(
        schemas=tuple(schemas),
        relations=tuple(relations),
        routines=tuple(routines),
        types=tuple(types),
        roles=tuple(Role(name=text, settings=(text,), comment=text) for text in ATTACKS),
    )
    return Document(title="Hostile", snapshot=Snapshot(catalog=catalog, origin="live"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def publish(content: Document, folder: Path, generator: str, *, every_page: bool = True) -> Path:
    """The site of a document's pages in ``folder``, made by material or zensical."""
    docs = folder / "docs" / "database"
    written = []
    for page in (*pages(content), mkdocs_base("database", (SitePart("database", every_page=every_page),))):
        target = docs / page.path
        target.parent.mkdir(parents=True, exist_ok=True)
        assert not target.exists(), f"two pages at {page.path}"
        target.write_text(page.text)
        written.append(page.path)
    write_assets(docs)
    (folder / "docs" / "index.md").write_text(f"# {content.title}\n")
    shutil.copy(Path(__file__).parent.parent / "cases" / "site" / "mkdocs.yml", folder)
    project = SiteProject(folder / "mkdocs.yml", "database")
    renew_navigation(project, navigation(titled(written, content), "full" if every_page else "schemas"))
    if generator == "material":
        build_site(project, folder / "site")
    else:
        program = Path(sys.executable).with_name("zensical")
        subprocess.run([program, "build", "--config-file", project.configuration], cwd=folder, check=True)
    return folder / "site"


@pytest.fixture(scope="module", params=["material", "zensical", "material schemas", "zensical schemas"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    generator, _, indexes = request.param.partition(" ")
    return publish(hostile(), tmp_path_factory.mktemp("hostile"), generator, every_page=not indexes)


# Sorts by every header, and types what a page says of itself into its filters.
ORDER = """() => {
  const buttons = document.querySelectorAll("article .docgen-sort");
  for (const button of buttons) button.click();
  for (const field of document.querySelectorAll("article .docgen-filter input")) {
    field.value = field.closest("article").querySelector("td").textContent;
    field.dispatchEvent(new Event("input"));
  }
  return buttons.length;
}"""


def test_nothing_of_a_hostile_schema_runs(browser: Browser, built: Path) -> None:
    ran, loose, sorted_by = {}, {}, 0
    with browser.new_context() as context:
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.dismiss())
        paths = sorted(built.rglob("*.html"))
        for path in paths:
            page.goto(path.as_uri(), wait_until="load")
            page.evaluate("for (const e of document.querySelectorAll('article *')) e.onclick?.()")
            sorted_by += page.evaluate(ORDER)
            name = path.relative_to(built).as_posix()
            if page.evaluate("window.pwned"):
                ran[name] = page.evaluate("window.pwned")
            bad = "article a[href^='javascript:'], article script, article img[onerror], article svg[onload], [onclick]"
            if page.locator(bad).count():
                loose[name] = page.locator(bad).first.evaluate("e => e.outerHTML")
    assert (ran, loose) == ({}, {})
    assert sorted_by > len(ATTACKS)
    assert len(paths) > 3 * len(ATTACKS)

"""Compiled templates are kept for the next run, and a broken cache changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.model.catalog import Catalog
from docgen.model.snapshot import Snapshot
from docgen.render.document import Document
from docgen.render.environment import Environment, code_kind
from docgen.write.template_cache import TemplateCache

_EMPTY = Document(title="", snapshot=Snapshot(catalog=Catalog(), origin="live"))


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "docgen"


def rendered(templates: Path) -> str:
    store = TemplateCache(code_kind())
    return Environment(_EMPTY, templates, store).page("test.md.j2", "test.txt", name="a|b").text


def test_a_template_is_compiled_once(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "test.md.j2").write_text("| {{ name }} |")
    first = rendered(tmp_path)
    (kept,) = cache.glob("templates-*/*")
    before = kept.stat().st_mtime_ns, kept.read_bytes()
    assert rendered(tmp_path) == first == "| a&#124;b |\n"
    assert (kept.stat().st_mtime_ns, kept.read_bytes()) == before


def test_a_changed_template_is_compiled_again(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "test.md.j2").write_text("old {{ name }}")
    rendered(tmp_path)
    (tmp_path / "test.md.j2").write_text("new {{ name }}")
    assert rendered(tmp_path) == "new a&#124;b\n"


@pytest.mark.parametrize("damage", [b"", b"nonsense", None])
def test_a_damaged_cache_changes_nothing(cache: Path, tmp_path: Path, damage: bytes | None) -> None:
    (tmp_path / "test.md.j2").write_text("{{ name }}")
    rendered(tmp_path)
    (kept,) = cache.glob("templates-*/*")
    kept.write_bytes(kept.read_bytes()[:-20] if damage is None else damage)
    assert rendered(tmp_path) == "a&#124;b\n"


def test_old_kinds_are_forgotten(cache: Path) -> None:
    for number in range(9):
        TemplateCache(f"kind{number}").write("key", b"data")
    assert len(list(cache.glob("templates-*"))) == 4
    assert TemplateCache("kind8").read("key") == b"data"


def test_without_a_cache_everything_is_compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("docgen.write.template_cache.own_folder", lambda: None)
    (tmp_path / "test.md.j2").write_text("{{ name }}")
    assert rendered(tmp_path) == "a&#124;b\n"

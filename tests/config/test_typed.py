"""The configuration as people type it: marks of other systems, and mistakes."""

from pathlib import Path

import pytest

from docgen.config.workspace import load
from docgen.errors import ConfigError


def test_a_mark_at_the_beginning_and_line_ends_of_windows(tmp_path: Path) -> None:
    (tmp_path / "docgen.toml").write_bytes('﻿title = "Shop"\r\ndocs = "pages"\r\n'.encode())
    config = load(tmp_path).config
    assert (config.title, config.docs) == ("Shop", "pages")


def test_a_mistyped_key_is_told_before_what_it_leaves_out(tmp_path: Path) -> None:
    (tmp_path / "docgen.toml").write_text('[[components]]\nnames = "Shop"\n')
    with pytest.raises(ConfigError) as raised:
        load(tmp_path)
    assert raised.value.message.endswith("unknown key 'components.0.names'")
    assert raised.value.hint == "Did you mean 'name'?"

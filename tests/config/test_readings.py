"""msgspec reads a configuration, pydantic explains why it was refused: both refuse the same documents."""

from __future__ import annotations

import subprocess
import sys
import types
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from docgen.config.config import Config
from docgen.config.explain import model_of
from docgen.config.section import Section
from docgen.config.workspace import load, validated
from docgen.errors import ConfigError

# What fits one key or another, so that right and wrong values are about as likely.
WORDS = [
    "",
    "a",
    "a\n",
    "shop",
    "rows",
    "exactly",
    "select 1",
    "a.b.c",
    "app.b.c.d",
    "b.b.c.*",
    "x:1",
    "con",
    "A b",
    "14",
]
SCALARS = st.one_of(
    st.sampled_from(WORDS), st.integers(-1, 20), st.integers(), st.booleans(), st.floats(), st.dates(), st.none()
)
JUNK = st.one_of(SCALARS, st.lists(SCALARS, max_size=2), st.dictionaries(st.sampled_from(WORDS), SCALARS, max_size=2))


def documents(section: type[Section]) -> st.SearchStrategy[dict[str, Any]]:
    """Tables of the section's keys with values that mostly fit, and sometimes of a key that it does not know."""
    hints = get_type_hints(section, include_extras=True)
    keys = {field.name: field.required for field in msgspec.structs.fields(section)}
    some = {key: values(hints[key]) for key, required in keys.items() if not required}
    known = st.fixed_dictionaries({key: values(hints[key]) for key, required in keys.items() if required})
    more = st.sets(st.sampled_from([*some, "unknown"]), max_size=3).flatmap(
        lambda chosen: st.fixed_dictionaries({key: some.get(key, JUNK) for key in sorted(chosen)})
    )
    return st.builds(lambda left, right: left | right, known, more)


def values(annotation: Any) -> st.SearchStrategy[Any]:
    """What one key may hold, or now and then anything else."""
    return st.integers(0, 15).flatmap(lambda chance: JUNK if chance == 0 else right(annotation))


def right(annotation: Any) -> st.SearchStrategy[Any]:
    """What has the form of the annotation, whatever its bounds."""
    if isinstance(annotation, type) and issubclass(annotation, Section):
        return documents(annotation)
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return right(parts[0])
    if origin is Literal:
        return st.sampled_from(parts)
    if origin in (Union, types.UnionType):
        return st.one_of([right(part) for part in parts])
    if origin is tuple:
        return st.lists(right(parts[0]), max_size=3)
    if origin is dict:
        return st.dictionaries(st.sampled_from(WORDS), right(parts[1]), max_size=2)
    kinds: dict[Any, st.SearchStrategy[Any]] = {
        str: st.sampled_from(WORDS), int: st.integers(-1, 20), float: st.floats(), bool: st.booleans(),
    }  # fmt: skip
    return kinds.get(annotation, JUNK)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(document=documents(Config))
def test_both_accept_the_same(document: dict[str, Any]) -> None:
    try:
        msgspec.convert(document, Config)
    except msgspec.ValidationError:
        with pytest.raises(ValidationError):
            model_of(Config).model_validate(document)
    else:
        model_of(Config).model_validate(document)


@pytest.mark.parametrize(
    ("document", "message", "hint"),
    [
        ({"titel": "Shop"}, "docgen.toml: unknown key 'titel'", "Did you mean 'title'?"),
        ({"shadow": {"versoin": 16}}, "docgen.toml: unknown key 'shadow.versoin'", "Did you mean 'version'?"),
        (
            {"shadow": {"version": 12, "statement_timeout": 0}},
            "docgen.toml: shadow.version: Input should be greater than or equal to 14 (and 1 more)",
            "See docs/guide/configuration.md.",
        ),
        (
            {"site": {"token_budget": "8000"}},
            "docgen.toml: site.token_budget: Input should be a valid integer",
            "See docs/guide/configuration.md.",
        ),
        (
            {"checks": [{"name": "rows", "sql": "select 1", "expect": "many"}]},
            "docgen.toml: checks.0.expect: String should match pattern "
            r"'^(rows|no rows|1 row|\d+ rows|exactly|at least|(=|!=|<|<=|>|>=) ?\S.*)$'",
            "See docs/guide/configuration.md.",
        ),
        (
            {"rls_tests": [{"name": "a", "role": "b", "may": ["select 1"], "sees": [{"rows": 1}]}]},
            "docgen.toml: rls_tests.0.sees.0: Value error, sees needs either table or sql",
            "See docs/guide/configuration.md.",
        ),
        (
            {"components": [{"name": "Shop", "page": "shop"}, {"name": "Store", "page": "Shop"}]},
            "docgen.toml: configuration: Value error, two components share the page 'shop'",
            "See docs/guide/configuration.md.",
        ),
        (
            {"components": [{"name": "Shop", "page": "shop\n"}]},
            r"docgen.toml: components.0: Value error, the page 'shop\n' ends in a line break",
            "See docs/guide/configuration.md.",
        ),
    ],
)
def test_a_fault_is_explained(document: dict[str, Any], message: str, hint: str) -> None:
    with pytest.raises(ConfigError) as raised:
        validated(document, "docgen.toml")
    assert (raised.value.message, raised.value.hint) == (message, hint)


def test_a_right_configuration_does_not_wait_for_pydantic(tmp_path: Path) -> None:
    (tmp_path / "docgen.toml").write_text('title = "Shop"\n[[components]]\nname = "Shop"\npage = "shop"\n')
    program = (
        "import sys; from pathlib import Path; from docgen.config.workspace import load;"
        "print(load(Path.cwd()).config.components[0].page, 'pydantic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "shop False\n"
    assert load(tmp_path).config.title == "Shop"

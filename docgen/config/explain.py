"""Explain: what is wrong with a configuration, in words for people, and the JSON Schema of a right one.

The only home of pydantic. A right configuration never comes here, so that no command waits for it.
"""

from __future__ import annotations

import difflib
import functools
import types
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec
from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model, model_validator

from docgen.config.config import Config
from docgen.config.section import Section
from docgen.errors import ConfigError

_FACTS = ("description", "ge", "le", "min_length", "max_length", "pattern")  # of msgspec.Meta, as Field calls them too


class _Model(BaseModel):
    """The base of the models: as strict as msgspec, whose reading of the same values is the one that counts."""

    model_config = ConfigDict(extra="forbid", strict=True, regex_engine="python-re")


def explained(values: dict[str, Any], where: str) -> ConfigError:
    """What is wrong with ``values``, which are no configuration.

    One message for the first fault, an unknown key before all others, with the nearest known one. The value itself is
    never repeated: it may hold a password.
    """
    try:
        model_of(Config).model_validate(values)
    except ValidationError as error:
        return _explained(error, where)
    return ConfigError(f"{where} is not a valid configuration", "See docs/guide/configuration.md.")


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of docgen.toml."""
    return model_of(Config).model_json_schema()


def section_in(annotation: object) -> type[Section] | None:
    """The section that a key holds, alone or in a list of them."""
    if isinstance(annotation, type) and issubclass(annotation, Section):
        return annotation
    return next((found for part in get_args(annotation) if (found := section_in(part))), None)


@functools.cache
def model_of(section: type[Section]) -> type[BaseModel]:
    """The model that refuses what the section refuses, and has its name, its keys and their descriptions."""
    hints = get_type_hints(section, include_extras=True)
    fields: dict[str, Any] = {}
    for field in msgspec.structs.fields(section):
        default = ... if field.required else field.default
        if default is msgspec.NODEFAULT:
            default = field.default_factory()
        fields[field.name] = (_understood(hints[field.name]), _as_given(default))
    return create_model(
        section.__name__,
        __base__=_Model,
        __doc__=section.__doc__,
        __validators__={"checked": _checked(section)},
        **fields,
    )


def _checked(section: type[Section]) -> Any:
    """What no single key can tell is told by the section itself, once each key is right."""

    def checked(model: BaseModel) -> BaseModel:
        try:
            msgspec.convert(model.model_dump(), section)
        except msgspec.ValidationError as refusal:
            raise ValueError(str(refusal)) from None
        return model

    return model_validator(mode="after")(checked)


def _understood(annotation: Any) -> Any:
    """The annotation of a section's key as pydantic reads it."""
    if isinstance(annotation, type) and issubclass(annotation, Section):
        return model_of(annotation)
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        facts = {name: value for meta in parts[1:] for name in _FACTS if (value := getattr(meta, name)) is not None}
        return Annotated[_understood(parts[0]), Field(**facts)]
    if origin is Literal or not parts:
        return annotation
    inside: Any = tuple(part if part is ... else _understood(part) for part in parts)
    if origin in (Union, types.UnionType):
        return Union[inside]  # noqa: UP007 (of parts that are known only now)
    if origin is tuple:
        return Annotated[tuple[inside], Field(strict=False)]  # TOML has lists
    return origin[inside]


def _as_given(default: Any) -> Any:
    """A section's default as a model of its own."""
    if not isinstance(default, Section):
        return default
    return model_of(type(default))()


def _explained(error: ValidationError, where: str) -> ConfigError:
    faults = error.errors(include_input=False, include_url=False)
    first = next((one for one in faults if one["type"] == "extra_forbidden"), faults[0])
    key = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        known = _known_keys(first["loc"][:-1])
        near = difflib.get_close_matches(str(first["loc"][-1]), known, 1)
        return ConfigError(
            f"{where}: unknown key {key!r}",
            f"Did you mean {near[0]!r}?" if near else f"Known keys: {', '.join(sorted(known))}.",
        )
    rest = len(faults) - 1
    more = f" (and {rest} more)" if rest else ""
    return ConfigError(f"{where}: {key or 'configuration'}: {first['msg']}{more}", "See docs/guide/configuration.md.")


def _known_keys(location: tuple[int | str, ...]) -> list[str]:
    section: type[Section] = Config
    for part in location:
        annotation = get_type_hints(section).get(part) if isinstance(part, str) else None
        section = section_in(annotation) or section
    return list(section.__struct_fields__)

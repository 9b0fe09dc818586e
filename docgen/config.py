"""Config: docgen.toml or [tool.docgen], validated, with every default and its description."""

from __future__ import annotations

import difflib
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from docgen.errors import ConfigError

FILE_NAME = "docgen.toml"

PagePath = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$")]
SeverityName = Literal["error", "warning", "info", "off"]


class Section(BaseModel):
    """The base of every table of the configuration: frozen, unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Shadow(Section):
    """The scratch server that migrations are replayed on."""

    url: str | None = Field(None, description="A server to create and drop databases on; default: our own.")
    preset: Literal["auto", "none", "supabase"] = Field(
        "auto", description="Roles, schemas and functions that the platform brings; auto: by the migration tool."
    )
    setup: tuple[str, ...] = Field((), description="SQL files run before the migrations, relative to this file.")
    version: int | None = Field(None, ge=14, le=18, description="The major version wanted; default: the live server's.")


class Component(Section):
    """A part of the system that a team speaks of by name."""

    name: str = Field(min_length=1, description="What the team calls it.")
    page: PagePath = Field(description="Its page below the docs folder, without .md: core/authentication.")
    tables: tuple[str, ...] = Field((), description="Patterns of schema.name: public.profiles, auth.*, public.vc_*.")
    owner: str = Field("", description="Who answers for it.")
    note: str = Field("", description="One sentence for the overview.")


class Lint(Section):
    """Which rules run and how severe their findings are."""

    select: tuple[str, ...] = Field((), description="Rules or families to run; default: all.")
    ignore: tuple[str, ...] = Field((), description="Rules or families to leave out.")
    severity: dict[str, SeverityName] = Field({}, description="Severity by rule or family.")
    baseline: str = Field("docgen-baseline.json", description="Known findings, beside this file.")


class Site(Section):
    """The published site."""

    navigation: Literal["auto", "full", "schemas"] = Field(
        "auto", description="full lists every page, schemas only the indexes; auto: full up to 300 tables."
    )
    output: str = Field("site", description="Where docgen site builds to, relative to this file.")


class Config(Section):
    """The configuration of one project; every key works on its own default."""

    title: str = Field("Database", description="The title of the documentation.")
    description: str = Field("", description="What the database is for, one paragraph of Markdown.")
    migrations: str | None = Field(None, description="The folder of migrations; default: looked for.")
    source: str = Field("auto", description="The migration tool; auto: told from the files.")
    database_url: str | None = Field(None, description="The live database; default: DATABASE_URL.")
    schemas: tuple[str, ...] = Field((), description="Schemas to document; default: all but the system's.")
    exclude: tuple[str, ...] = Field((), description="Patterns of schema.name that are left out: public.tmp_*.")
    docs: str = Field("docs/database", min_length=1, description="The folder that docgen writes.")
    templates: str | None = Field(None, description="A folder whose templates replace docgen's, one by one.")
    notes: str | None = Field(None, description="The folder of hand-written notes; default: notes in the docs folder.")
    shadow: Shadow = Field(Shadow(), description="The scratch server that migrations are replayed on.")
    components: tuple[Component, ...] = Field((), description="The parts that the team speaks of.")
    lint: Lint = Field(Lint(), description="The linter.")
    site: Site = Field(Site(), description="The published site.")

    @model_validator(mode="after")
    def _component_pages_differ(self) -> Config:
        pages = [component.page.casefold() for component in self.components]
        twice = sorted({page for page in pages if pages.count(page) > 1})
        if twice:
            raise ValueError(f"two components share the page {twice[0]!r}")
        return self


class Workspace(Section):
    """Where a configuration was found and what it says; relative paths start at ``root``."""

    root: Path
    file: Path | None
    config: Config

    def path(self, relative: str) -> Path:
        """The path that the configuration means by ``relative``."""
        return self.root / relative

    @property
    def docs(self) -> Path:
        """The folder that docgen writes."""
        return self.path(self.config.docs)

    @property
    def templates(self) -> Path | None:
        """The folder whose templates replace docgen's own, where the project has one."""
        return self.path(self.config.templates) if self.config.templates else None

    @property
    def notes(self) -> Path:
        """The folder of hand-written notes."""
        return self.path(self.config.notes) if self.config.notes else self.docs / "notes"


def find(directory: Path) -> Path | None:
    """The configuration file in ``directory`` or the nearest parent, up to the repository's root.

    Raises ConfigError when one folder holds both docgen.toml and [tool.docgen].
    """
    for folder in (directory, *directory.parents):
        own, shared = folder / FILE_NAME, folder / "pyproject.toml"
        has_section = shared.is_file() and "docgen" in _toml(shared).get("tool", {})
        if own.is_file() and has_section:
            raise ConfigError(f"{own} and [tool.docgen] in {shared} both configure docgen", "Keep one of them.")
        if own.is_file():
            return own
        if has_section:
            return shared
        if (folder / ".git").exists():
            return None
    return None


def load(directory: Path, file: Path | None = None, overrides: dict[str, Any] | None = None) -> Workspace:
    """The workspace at ``directory``, from ``file`` if given; ``overrides`` are flags, and win.

    Raises ConfigError for a file that is missing, not TOML, or not valid; unknown keys get a suggestion.
    """
    if file is not None and not file.is_file():
        raise ConfigError(f"no configuration at {file}", "Name an existing file with --config, or run docgen init.")
    found = file or find(directory.resolve())
    values: dict[str, Any] = {}
    if found is not None:
        document = _toml(found)
        values = document.get("tool", {}).get("docgen", {}) if found.name == "pyproject.toml" else document
    values = values | {key: value for key, value in (overrides or {}).items() if value is not None}
    root = found.parent.resolve() if found is not None else directory.resolve()
    try:
        return Workspace(root=root, file=found, config=Config.model_validate(values))
    except ValidationError as error:
        raise _explain(error, str(found or "the command line")) from None


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of docgen.toml."""
    return Config.model_json_schema()


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not valid TOML: {error}", "Mend the file at that place.") from None
    except OSError as error:
        raise ConfigError(f"cannot read {path}: {error.strerror}") from None


def _explain(error: ValidationError, where: str) -> ConfigError:
    """One message for the first fault, and for an unknown key the nearest known one.

    The value itself is never repeated: it may hold a password.
    """
    first = error.errors(include_input=False, include_url=False)[0]
    key = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        known = _known_keys(first["loc"][:-1])
        near = difflib.get_close_matches(str(first["loc"][-1]), known, 1)
        return ConfigError(
            f"{where}: unknown key {key!r}",
            f"Did you mean {near[0]!r}?" if near else f"Known keys: {', '.join(sorted(known))}.",
        )
    rest = len(error.errors()) - 1
    more = f" (and {rest} more)" if rest else ""
    return ConfigError(f"{where}: {key or 'configuration'}: {first['msg']}{more}", "See docs/guide/configuration.md.")


def _known_keys(location: tuple[int | str, ...]) -> list[str]:
    section: type[Section] = Config
    names: dict[str, type[Section]] = {"shadow": Shadow, "components": Component, "lint": Lint, "site": Site}
    for part in location:
        if isinstance(part, str):
            section = names.get(part, section)
    return list(section.model_fields)

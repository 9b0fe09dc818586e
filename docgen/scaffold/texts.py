"""Texts: what stands in the files that docgen init writes."""

from __future__ import annotations

import re

from docgen.render.navigation import END, START, scalar
from docgen.scaffold.look import Findings


def configuration(found: Findings, database: bool) -> str:
    """docgen.toml: what was found, and the keys that people set first as comments."""
    return f"""\
# The configuration of docgen. Keys that are left out keep their default.
title = {scalar(found.title)}
# description = "What the database is for: the first paragraph of the documentation."

{_migrations(found, database)}
docs = {scalar(found.docs)}

# The live database. Better left out: docgen reads the variable DATABASE_URL, or those of libpq (PGHOST, PGSERVICE ...).
# database_url = "${{DATABASE_URL}}"

# What to document; without these keys everything but the system's own schemas.
# schemas = ["public"]
# exclude = ["public.tmp_*"]

# The parts that the team speaks of by name: each gets a page with its tables, diagram and policies.
# [[components]]
# name = "Authentication"
# page = "core/authentication"
# tables = ["public.profiles", "auth.*"]
# owner = "Platform team"
# note = "Who may sign in, and as what."

# The scratch server that the migrations are replayed on when no live database is given.
# [shadow]
# preset = "auto"
# setup = ["db/before_migrations.sql"]
# version = 18
"""


def _migrations(found: Findings, database: bool) -> str:
    if found.source:
        return f"# {_line(found.found)}\nmigrations = {scalar(found.folder)}\nsource = {scalar(found.source)}"
    if found.folder:
        told = f"# {_line(found.trouble)}\nmigrations = {scalar(found.folder)}\n"
        return f'{told}# source = "auto"'
    if found.candidates:
        several = ", ".join(scalar(folder) for folder in found.candidates)
        return f"# Several folders hold migrations: {_line(several)}.\n# migrations = {scalar(found.candidates[0])}"
    without = "" if database else " Without it docgen needs a live database: set DATABASE_URL."
    return f'# No folder of migrations was found.{without}\n# migrations = "db/migrations"\n# source = "auto"'


def site(found: Findings) -> str:
    """mkdocs.yml for a project that has none."""
    return f"""\
# The site. docgen build keeps what stands between its two marks; everything else is yours.
INHERIT: {found.docs}/mkdocs.base.yml

site_name: {scalar(found.title)}
docs_dir: {found.docs.removesuffix("/database")}

nav:
  - Home: {"index.md" if not found.home or _has(found, "index.md") else "README.md"}
  {START}
  {END}
"""


def site_lines(found: Findings) -> str:
    """The lines that an existing mkdocs.yml lacks."""
    inherit = "" if found.inherits else f"INHERIT: {found.docs}/mkdocs.base.yml\n"
    return f"{inherit}nav:\n  {START}\n  {END}\n"


def home(found: Findings) -> str:
    """The first page of a site that has none."""
    return f"# {_line(found.title)}\n\nSee [the database](database/README.md).\n"


WORKFLOW = """\
# Stops a change whose migrations cannot be run twice, or whose documentation is stale.
name: docgen

on:
  pull_request:

permissions:
  contents: read

jobs:
  docgen:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: pip install docgen-pg
      - run: docgen lint --format github
      - run: docgen check --format github
        if: success() || failure()
"""

OTHER_WORKFLOW = """\
pip install docgen-pg
docgen lint
docgen check
"""

GITLAB_JOB = """\
docgen:
  image: python:3.12
  script:
    - pip install docgen-pg
    - docgen lint
    - docgen check
"""


def hooks(found: Findings) -> str:
    """The entry of pre-commit, as an item of ``repos``."""
    folder = scalar(f"^{re.escape(found.folder)}/") if found.folder else '"[.]sql$"'
    both = scalar(f"^({re.escape(found.folder)}|{re.escape(found.docs)})/") if found.folder else '"[.](sql|md)$"'
    return f"""\
  - repo: local
    hooks:
      - id: docgen-lint
        name: migrations that can be run twice
        entry: docgen lint
        language: python
        additional_dependencies: [docgen-pg]
        files: {folder}
        pass_filenames: false
      - id: docgen-check
        name: documentation of the database
        entry: docgen check
        language: python
        additional_dependencies: [docgen-pg]
        files: {both}
        pass_filenames: false
"""


IGNORED = "/site/\n"  # what docgen site builds, where the project has no mkdocs.yml of its own to say another folder


def attributes(found: Findings) -> str:
    """The lines of .gitattributes that fold the generated pages in a review, but not the notes."""
    return f"{found.docs}/** linguist-generated\n{found.docs}/notes/** -linguist-generated\n"


def _has(found: Findings, name: str) -> bool:
    return (found.root / found.docs).parent.joinpath(name).is_file()


def _line(text: str) -> str:
    """The text on one line, without what a comment cannot hold."""
    return "".join(character if character.isprintable() else " " for character in text)

"""[[rls_tests]]: what a role with given claims sees and may do, tried on seeded rows."""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta, field

from docgen.config.section import Section


class Sees(Section, frozen=True, kw_only=True):
    """How many rows of a table, or of a query, the role sees."""

    table: Annotated[str, Meta(description="schema.name.")] = ""
    sql: Annotated[str, Meta(description="A query instead of a table.")] = ""
    rows: Annotated[int, Meta(ge=0, description="How many rows come.")]

    def __post_init__(self) -> None:
        if bool(self.table) == bool(self.sql):
            raise ValueError("sees needs either table or sql")


class RlsTest(Section, frozen=True, kw_only=True):
    """A test of row security, run on the shadow after the migrations and undone afterwards."""

    name: Annotated[str, Meta(min_length=1, description="What is promised, in the team's words.")]
    role: Annotated[str, Meta(min_length=1, description="The role that asks: authenticated.")]
    claims: Annotated[dict[str, Any], Meta(description="request.jwt.claims, as PostgREST and Supabase set them.")] = (
        field(default_factory=dict)
    )
    settings: Annotated[dict[str, str], Meta(description="Other settings that policies read: app.tenant.")] = field(
        default_factory=dict
    )
    seed: Annotated[str, Meta(description="SQL that makes the rows, run as the owner of the scratch database.")] = ""
    seed_file: Annotated[str, Meta(description="A file with such SQL, relative to this file; it runs before seed.")] = (
        ""
    )
    sees: Annotated[tuple[Sees, ...], Meta(description="How many rows the role sees.")] = ()
    may: Annotated[
        tuple[str, ...], Meta(description="Statements that must work, and change a row where they change any.")
    ] = ()
    may_not: Annotated[
        tuple[str, ...], Meta(description="Statements that must be refused, or find no row to change.")
    ] = ()
    component: Annotated[str, Meta(description="The component whose status it counts for; default: by the tables.")] = (
        ""
    )

    def __post_init__(self) -> None:
        if not (self.sees or self.may or self.may_not):
            raise ValueError(f"the test {self.name!r} expects nothing: give it sees, may or may_not")

"""[[rls_tests]]: what a role with given claims sees and may do, tried on seeded rows."""

from __future__ import annotations

from pydantic import Field, model_validator

from docgen.config.section import Section


class Sees(Section):
    """How many rows of a table, or of a query, the role sees."""

    table: str = Field("", description="schema.name.")
    sql: str = Field("", description="A query instead of a table.")
    rows: int = Field(ge=0, description="How many rows come.")

    @model_validator(mode="after")
    def _is_one_question(self) -> Sees:
        if bool(self.table) == bool(self.sql):
            raise ValueError("sees needs either table or sql")
        return self


class RlsTest(Section):
    """A test of row security, run on the shadow after the migrations and undone afterwards."""

    name: str = Field(min_length=1, description="What is promised, in the team's words.")
    role: str = Field(min_length=1, description="The role that asks: authenticated.")
    claims: dict[str, object] = Field({}, description="request.jwt.claims, as PostgREST and Supabase set them.")
    settings: dict[str, str] = Field({}, description="Other settings that policies read: app.tenant.")
    seed: str = Field("", description="SQL that makes the rows, run as the owner of the scratch database.")
    seed_file: str = Field("", description="A file with such SQL, relative to this file; it runs before seed.")
    sees: tuple[Sees, ...] = Field((), description="How many rows the role sees.")
    may: tuple[str, ...] = Field((), description="Statements that must work, and change a row where they change any.")
    may_not: tuple[str, ...] = Field((), description="Statements that must be refused, or find no row to change.")
    component: str = Field("", description="The component whose status it counts for; default: by the tables.")

    @model_validator(mode="after")
    def _asks_something(self) -> RlsTest:
        if not (self.sees or self.may or self.may_not):
            raise ValueError(f"the test {self.name!r} expects nothing: give it sees, may or may_not")
        return self

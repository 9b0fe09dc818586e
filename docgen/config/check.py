"""[[checks]]: questions to the database whose answer is known beforehand."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from docgen.config.section import Section

ReadyCheck = Literal[
    "column-exists",
    "constraint-exists-once",
    "foreign-keys-indexed",
    "no-invalid-index",
    "no-unvalidated-constraint",
    "row-security-on",
    "sequences-with-room",
    "tables-exist",
]
Expectation = Annotated[
    str, StringConstraints(pattern=r"^(rows|no rows|1 row|\d+ rows|exactly|at least|(=|!=|<|<=|>|>=) ?\S.*)$")
]
Value = str | int | float | bool
# What each ready-made check needs to be told; all others take it as a limit to what they look at.
_NEEDS: dict[str, tuple[str, ...]] = {
    "tables-exist": ("tables",),
    "column-exists": ("table", "column"),
    "constraint-exists-once": ("constraint",),
    "row-security-on": ("tables",),
}


class Check(Section):
    """A health check: a query, or a ready-made one by name, and what it must give."""

    name: str = Field(min_length=1, description="What is checked, in the team's words.")
    sql: str = Field("", description="One query that reads; names without a schema are looked up in public.")
    use: ReadyCheck | None = Field(None, description="A ready-made check instead of a query.")
    expect: Expectation = Field(
        "no rows",
        description="rows, no rows, 3 rows; a comparison with the one value that the query gives (= 0, >= 1); "
        "exactly or at least the rows that `rows` lists.",
    )
    rows: tuple[Value | tuple[Value, ...], ...] = Field(
        (), description="The rows that exactly and at least mean, in any order; null for no value."
    )
    after: str = Field("", description="The version of the migration from which on it must hold.")
    on: Literal["both", "live", "migrations"] = Field(
        "both", description="Where it runs: the live database, the scratch server after the migrations, or both."
    )
    component: str = Field("", description="The component whose status it counts for.")
    remedy: str = Field("", description="What to do when it fails.")
    timeout: int = Field(10, ge=1, le=600, description="Seconds after which the server gives up.")
    show_rows: int = Field(
        5, ge=0, le=50, description="How many rows of a failed check the page shows; 0 where they must not be public."
    )
    tables: tuple[str, ...] = Field((), description="Of a ready-made check: patterns of schema.name.")
    table: str = Field("", description="Of a ready-made check: schema.name.")
    column: str = Field("", description="Of column-exists: the column.")
    constraint: str = Field("", description="Of constraint-exists-once: the constraint.")
    room: int = Field(20, ge=1, le=99, description="Of sequences-with-room: the per cent that must be left.")

    @model_validator(mode="after")
    def _is_one_question(self) -> Check:
        if bool(self.sql.strip()) == bool(self.use):
            raise ValueError(f"the check {self.name!r} needs either sql or use")
        if self.use:
            lacks = [key for key in _NEEDS.get(self.use, ()) if not getattr(self, key)]
            if lacks:
                raise ValueError(f"the check {self.name!r} ({self.use}) needs {' and '.join(lacks)}")
            if self.expect != "no rows" or self.rows:
                raise ValueError(f"the check {self.name!r} is ready-made: it knows itself what to expect")
        if bool(self.rows) != (self.expect in ("exactly", "at least")):
            raise ValueError(f"the check {self.name!r}: rows goes with expect = 'exactly' or 'at least'")
        return self

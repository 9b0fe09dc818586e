"""[[checks]]: questions to the database whose answer is known beforehand."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

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
Expectation = Annotated[str, Meta(pattern=r"^(rows|no rows|1 row|\d+ rows|exactly|at least|(=|!=|<|<=|>|>=) ?\S.*)$")]
Value = str | int | float | bool
# What each ready-made check needs to be told; all others take it as a limit to what they look at.
_NEEDS: dict[str, tuple[str, ...]] = {
    "tables-exist": ("tables",),
    "column-exists": ("table", "column"),
    "constraint-exists-once": ("constraint",),
    "row-security-on": ("tables",),
}


class Check(Section, frozen=True, kw_only=True):
    """A health check: a query, or a ready-made one by name, and what it must give."""

    name: Annotated[str, Meta(min_length=1, description="What is checked, in the team's words.")]
    sql: Annotated[str, Meta(description="One query that reads; names without a schema are looked up in public.")] = ""
    use: Annotated[ReadyCheck | None, Meta(description="A ready-made check instead of a query.")] = None
    expect: Annotated[
        Expectation,
        Meta(
            description="rows, no rows, 3 rows; a comparison with the one value that the query gives (= 0, >= 1); "
            "exactly or at least the rows that `rows` lists."
        ),
    ] = "no rows"
    rows: Annotated[
        tuple[Value | tuple[Value, ...], ...],
        Meta(description="The rows that exactly and at least mean, in any order; null for no value."),
    ] = ()
    after: Annotated[str, Meta(description="The version of the migration from which on it must hold.")] = ""
    on: Annotated[
        Literal["both", "live", "migrations"],
        Meta(description="Where it runs: the live database, the scratch server after the migrations, or both."),
    ] = "both"
    component: Annotated[str, Meta(description="The component whose status it counts for.")] = ""
    remedy: Annotated[str, Meta(description="What to do when it fails.")] = ""
    timeout: Annotated[int, Meta(ge=1, le=600, description="Seconds after which the server gives up.")] = 10
    show_rows: Annotated[
        int,
        Meta(
            ge=0, le=50, description="How many rows of a failed check the page shows; 0 where they must not be public."
        ),
    ] = 5
    tables: Annotated[tuple[str, ...], Meta(description="Of a ready-made check: patterns of schema.name.")] = ()
    table: Annotated[str, Meta(description="Of a ready-made check: schema.name.")] = ""
    column: Annotated[str, Meta(description="Of column-exists: the column.")] = ""
    constraint: Annotated[str, Meta(description="Of constraint-exists-once: the constraint.")] = ""
    room: Annotated[int, Meta(ge=1, le=99, description="Of sequences-with-room: the per cent that must be left.")] = 20

    def __post_init__(self) -> None:
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

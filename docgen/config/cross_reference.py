"""[[cross_references]]: a column of one database that means a column of another."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from docgen.config.section import Section

Place = Annotated[str, Meta(pattern=r"^[^.]+\.[^.]+\.[^.]+\.[^.]+$")]


class CrossReference(Section, frozen=True):
    """What no foreign key can say, since it crosses databases."""

    column: Annotated[
        Place,
        Meta(description="The column that refers, as database.schema.table.column; the last three may be patterns."),
    ]
    references: Annotated[Place, Meta(description="The column that it means: app.public.customers.id.")]
    note: Annotated[str, Meta(description="One sentence on it: who keeps it true, and how late.")] = ""

    def __post_init__(self) -> None:
        if self.databases[0] == self.databases[1]:
            raise ValueError(f"{self.column} and {self.references} are in one database: a foreign key says that")
        if set("*?[") & set(self.references):
            raise ValueError(f"{self.references}: what is referred to is one column, no pattern")

    @property
    def databases(self) -> tuple[str, str]:
        """The names of the database that refers and of the one that is referred to."""
        return self.column.partition(".")[0], self.references.partition(".")[0]

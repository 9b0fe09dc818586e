"""[[cross_references]]: a column of one database that means a column of another."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from docgen.config.section import Section

Place = Annotated[str, StringConstraints(pattern=r"^[^.]+\.[^.]+\.[^.]+\.[^.]+$")]


class CrossReference(Section):
    """What no foreign key can say, since it crosses databases."""

    column: Place = Field(
        description="The column that refers, as database.schema.table.column; the last three may be patterns."
    )
    references: Place = Field(description="The column that it means: app.public.customers.id.")
    note: str = Field("", description="One sentence on it: who keeps it true, and how late.")

    @model_validator(mode="after")
    def _crosses(self) -> CrossReference:
        if self.databases[0] == self.databases[1]:
            raise ValueError(f"{self.column} and {self.references} are in one database: a foreign key says that")
        if set("*?[") & set(self.references):
            raise ValueError(f"{self.references}: what is referred to is one column, no pattern")
        return self

    @property
    def databases(self) -> tuple[str, str]:
        """The names of the database that refers and of the one that is referred to."""
        return self.column.partition(".")[0], self.references.partition(".")[0]

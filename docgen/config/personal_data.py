"""[[personal_data]]: which columns hold data of people, of what category, what for and for how long."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from docgen.config.section import Section

ColumnPattern = Annotated[str, StringConstraints(pattern=r"^.+\..+\..+$")]


class PersonalData(Section):
    """What some columns have in common; of several entries for a column the first that says a thing wins."""

    columns: tuple[ColumnPattern, ...] = Field(
        min_length=1, description="Patterns of schema.table.column: public.profiles.email, *.*.phone."
    )
    personal: bool = Field(True, description="false: looked at, no data of people; takes a suggestion off the page.")
    category: str = Field("", description="What kind of data it is, in the team's words: contact, health.")
    purpose: str = Field("", description="What it is kept for.")
    retention: str = Field("", description="How long it is kept, or what ends it.")

    @model_validator(mode="after")
    def _says_one_thing(self) -> PersonalData:
        if not self.personal and (self.category or self.purpose or self.retention):
            raise ValueError(f"{self.columns[0]}: what is not personal has no category, purpose or retention")
        return self

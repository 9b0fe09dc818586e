"""[[personal_data]]: which columns hold data of people, of what category, what for and for how long."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from docgen.config.section import Section

ColumnPattern = Annotated[str, Meta(pattern=r"^.+\..+\..+$")]


class PersonalData(Section, frozen=True):
    """What some columns have in common; of several entries for a column the first that says a thing wins."""

    columns: Annotated[
        tuple[ColumnPattern, ...],
        Meta(min_length=1, description="Patterns of schema.table.column: public.profiles.email, *.*.phone."),
    ]
    personal: Annotated[
        bool, Meta(description="false: looked at, no data of people; takes a suggestion off the page.")
    ] = True
    category: Annotated[str, Meta(description="What kind of data it is, in the team's words: contact, health.")] = ""
    purpose: Annotated[str, Meta(description="What it is kept for.")] = ""
    retention: Annotated[str, Meta(description="How long it is kept, or what ends it.")] = ""

    def __post_init__(self) -> None:
        if not self.personal and (self.category or self.purpose or self.retention):
            raise ValueError(f"{self.columns[0]}: what is not personal has no category, purpose or retention")

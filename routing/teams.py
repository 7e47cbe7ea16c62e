"""A team: our own telephones, the languages spoken there, and what they help with."""

from pydantic import BaseModel, ConfigDict, Field

from routing.vocabulary import E164s, Languages, Slug, Slugs


class Team(BaseModel):
    """
    One entry of `teams:`, under its name. `dial` is tried in order.

    `lines` keeps a team to some lines, by name; none means all of them. The topic `any`
    takes every call, `danger` those who report something dangerous.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Slug = Field(validation_alias="@key")
    language: Languages
    topics: Slugs = ("any",)
    dial: E164s
    hours: Slug | None = None
    lines: Slugs | None = None

    def serves(self, line_name: str) -> bool:
        """May it take calls of this line?"""
        return self.lines is None or line_name in self.lines

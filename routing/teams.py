"""A team: our own telephones, the languages spoken there, and what they help with."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from routing.vocabulary import E164s, Languages, Slug, Slugs


class Overflow(BaseModel):
    """Who helps when somebody has waited for so long: other desks, by name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    after_seconds: Annotated[int, Field(ge=0, le=86_400)]
    teams: Slugs


class WrapUp(BaseModel):
    """What agents write after a conversation: how long they have, and with which codes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    seconds: Annotated[int, Field(ge=0, le=3_600)] = 30
    codes: Slugs = ()
    required: bool = False


class Team(BaseModel):
    """
    One entry of `teams:`, under its name. `dial` is tried in order.

    `desk: true`: its people sign in and take whoever waits; `dial` is then for when that cannot
    be done. `lines` keeps a team to some lines, by name; none means all of them. The topic `any`
    takes every call, `danger` those who report something dangerous.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Slug = Field(validation_alias="@key")
    language: Languages
    topics: Slugs = ("any",)
    dial: E164s = ()
    desk: bool = False
    overflow: Overflow | None = None
    wrap_up: WrapUp | None = None
    hours: Slug | None = None
    lines: Slugs | None = None

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if not self.dial and not self.desk:
            raise ValueError("needs a number to dial, or desk: true")
        return self

    def serves(self, line_name: str) -> bool:
        """May it take calls of this line?"""
        return self.lines is None or line_name in self.lines

"""What holds for the whole company: callbacks, messages, the queue, the emergency message."""

from typing import Annotated

import phonenumbers
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)

from routing.caps import Caps
from routing.hours import Window, read_window
from routing.vocabulary import LanguageName, Slugs, once_each, one_or_list


def _country(value: str) -> str:
    if value not in phonenumbers.SUPPORTED_REGIONS:
        raise ValueError("must be a country's two letters, such as FI")
    return value


LONGEST_MESSAGE = 500
"""More would be cut off in the middle, and an emergency must be heard whole."""

Countries = Annotated[
    tuple[Annotated[str, AfterValidator(_country)], ...],
    AfterValidator(once_each),
    BeforeValidator(one_or_list),
]


class Callbacks(BaseModel):
    """Where we ring back, how often we try, when nobody is rung, and how much at most."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    countries: Countries = ("FI", "AX")
    attempts: int = Field(default=3, ge=1, le=10)
    quiet: Annotated[Window, BeforeValidator(read_window)] = Window(21 * 60, 8 * 60)
    caps: Caps = Field(default_factory=Caps)


class Messages(BaseModel):
    """
    Who gets text messages, how many, and when none is sent.

    `a_day` and `answers_a_day` are for one number in 24 hours: messages that were asked for in
    calls, and answers to texts. `an_hour` is for all messages; what is over that waits.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    countries: Countries = ("FI", "AX")
    quiet: Annotated[Window, BeforeValidator(read_window)] = Window(21 * 60, 8 * 60)
    a_day: int = Field(default=5, ge=1, le=100)
    answers_a_day: int = Field(default=20, ge=1, le=1000)
    an_hour: int = Field(default=2000, ge=1, le=100_000)


class Queue(BaseModel):
    """
    How long callers wait for a desk. With an estimate of `offer_after_minutes` or more a callback
    is offered at once; after `longest_minutes` it is offered again as a choice.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    offer_after_minutes: int = Field(default=10, ge=1, le=240)
    longest_minutes: int = Field(default=60, ge=1, le=600)


class Emergency(BaseModel):
    """A message that callers hear first while it is on: on these lines, by name; None: on all."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    on: bool = False
    message: dict[LanguageName, str] = Field(default_factory=dict)
    lines: Slugs | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "Emergency":
        if self.on and not self.spoken:
            raise ValueError("is on, but there is no message")
        return self

    @model_validator(mode="after")
    def _is_heard_whole(self) -> "Emergency":
        if any(len(text) > LONGEST_MESSAGE for text in self.message.values()):
            raise ValueError(f"has a message of more than {LONGEST_MESSAGE} characters")
        return self

    @property
    def spoken(self) -> dict[str, str]:
        """The message by language; empty while it is off."""
        if not self.on:
            return {}
        return {language: text for language, text in self.message.items() if text.strip()}

    def spoken_on(self, line_name: str) -> dict[str, str]:
        """The message by language as a line's callers hear it; empty where it is off."""
        return self.spoken if self.lines is None or line_name in self.lines else {}

"""A line: a number that people dial, and what answers it."""

import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from routing.price import Said
from routing.vocabulary import E164, Language, Languages, Service, Slug, Texts, one_or_list

_NUMBER: TypeAdapter[str] = TypeAdapter(E164)
_NAME = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}")
"""Twilio: "Alphanumeric Sender ID"; nobody can answer to one."""


def _sender(value: str) -> str:
    if _NAME.fullmatch(value):
        return value
    try:
        return _NUMBER.validate_python(value)
    except ValidationError:
        raise ValueError(
            "must be a number of yours that can text, such as +358457000000, "
            "or a name of up to 11 letters and digits"
        ) from None


Sender = Annotated[str, AfterValidator(_sender)]

DEFAULT_LABELS: Mapping[str, Mapping[str, str]] = {
    "customer-service": {"fi": "asiakaspalvelu", "sv": "kundtjänst", "en": "customer service"},
    "fault-line": {"fi": "vikapalvelu", "sv": "felanmälan", "en": "fault service"},
    "delivery": {"fi": "jakelupalvelu", "sv": "utdelning", "en": "delivery service"},
}


class Line(BaseModel):
    """
    One entry of `lines:`, under its number.

    `topic` is what its calls are about until the caller says otherwise; `hours` names a
    schedule, none means always open; `label` is the line's spoken name. Without `sms_sender`
    the line offers no text messages. `callbacks`: who is rung first, where a team has a desk.
    `price` says what callers pay where the number alone does not tell: `routing.price`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    number: E164 = Field(validation_alias="@key")
    name: Slug
    flow: Slug
    language: Language = "fi"
    languages: Languages = Field(default=(), validate_default=True)
    services: tuple[Service, ...]
    hours: Slug | None = None
    urgent: bool = False
    label: Texts | None = None
    topic: Slug = "any"
    caller_id: E164 | None = None
    sms_sender: Sender | None = None
    callbacks: Literal["customer-first", "agent-first"] = "customer-first"
    survey: Slug | None = None
    price: Said | None = None

    @field_validator("services", mode="before")
    @classmethod
    def _one_service(cls, value: object) -> object:
        return one_or_list(value)

    @field_validator("languages", mode="before")
    @classmethod
    def _own_language_alone(cls, value: object, info: ValidationInfo) -> object:
        return (info.data.get("language", "fi"),) if value == () else value

    @field_validator("languages")
    @classmethod
    def _own_language_too(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        own = info.data.get("language")
        if own and own not in value:
            raise ValueError(f"must include the line's own language, {own}")
        return value

    @property
    def labels(self) -> dict[str, str]:
        """The spoken name in each of the line's languages."""
        defaults = DEFAULT_LABELS.get(self.flow, DEFAULT_LABELS["customer-service"])
        return in_each_language({**defaults, **(self.label or {})}, self.languages)

    @property
    def shown_number(self) -> str:
        """The number that our own people see when the line rings them."""
        return self.caller_id or self.number


def in_each_language(texts: Mapping[str, str], languages: Iterable[str]) -> dict[str, str]:
    """Fill what is missing with the first text there is: for names, not for sentences."""
    first = next(iter(texts.values()))
    return {language: texts.get(language, first) for language in languages}

"""The languages, services and names that every part of the application spells the same way."""

import re
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BeforeValidator

from routing.numbers import Number, read_number

Language = Literal["fi", "sv", "en"]
Service = Literal["electricity", "newspaper", "telecom", "water", "heat", "mail", "other"]

LANGUAGES: tuple[str, ...] = get_args(Language)
SERVICES: tuple[str, ...] = get_args(Service)

LONGEST_SLUG = 40
LONGEST_TEXT = 100


def _slug(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value) or len(value) > LONGEST_SLUG:
        raise ValueError(
            "must be small letters, digits and hyphens, such as customer-service, "
            f"at most {LONGEST_SLUG} characters"
        )
    return value


def _international(value: str) -> str:
    number = read_number(value)
    if not isinstance(number, Number) or number.e164 != value:
        raise ValueError("must be a valid international number, such as +358931570010")
    return value


def one_or_list(value: Any) -> Any:
    """Let a lone text stand for a list of one."""
    return [value] if isinstance(value, str) else value


def once_each(values: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse an empty list and a value that comes twice."""
    if not values:
        raise ValueError("must not be empty")
    if len(set(values)) != len(values):
        raise ValueError("has the same value twice")
    return values


def _language(value: str) -> str:
    if value not in LANGUAGES:
        raise ValueError(f"is not a language; there are {', '.join(LANGUAGES)}")
    return value


def _spoken(texts: dict[str, str]) -> dict[str, str]:
    if not texts or not all(text.strip() for text in texts.values()):
        raise ValueError("must have a text for each of its languages, such as {fi: …, sv: …}")
    if any(len(text) > LONGEST_TEXT for text in texts.values()):
        raise ValueError(f"is too long to listen to: at most {LONGEST_TEXT} characters each")
    return texts


Slug = Annotated[str, AfterValidator(_slug)]
E164 = Annotated[str, AfterValidator(_international)]
Slugs = Annotated[tuple[Slug, ...], AfterValidator(once_each), BeforeValidator(one_or_list)]
E164s = Annotated[tuple[E164, ...], AfterValidator(once_each), BeforeValidator(one_or_list)]
Languages = Annotated[
    tuple[Language, ...], AfterValidator(once_each), BeforeValidator(one_or_list)
]
LanguageName = Annotated[str, AfterValidator(_language)]
Texts = Annotated[dict[LanguageName, str], AfterValidator(_spoken)]

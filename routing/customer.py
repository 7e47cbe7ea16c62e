"""A customer as every source gives one: CSV, the API, or the company's own register."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    ValidationError,
    ValidationInfo,
)

from routing.numbers import Number, Withheld, read_number
from routing.problems import Problem, problems_of
from routing.vocabulary import Language, Service

LONGEST_TEXT = 200
LONGEST_ID = 100

Remark = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Customer:
    """
    One customer. `phones` are E.164, `postcodes` five digits, one per site.

    `language` is what they stated, or empty; `purchase_languages` are newest first;
    no `services` means all of them.
    """

    customer_id: str
    name: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    language: str = ""
    postcodes: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    purchase_languages: tuple[str, ...] = ()


class BadCustomer(Exception):
    """A customer that cannot be kept; `problems` holds everything that is wrong."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems


def read_customer(record: Mapping[str, Any], remark: Remark | None = None) -> Customer:
    """
    Check a record of the public fields; lists are lists. Raises BadCustomer.

    With `remark` (spreadsheets), a postcode that lost its leading zeros gets them back, and
    the remark is told; without it such a postcode is refused.
    """
    try:
        read = _Record.model_validate(record, context={"remark": remark})
    except ValidationError as error:
        raise BadCustomer(problems_of(error)) from None
    values = {name: getattr(read, name) for name in _Record.model_fields}
    return Customer(**{**values, "language": read.language or ""})


def _plain(value: str) -> str:
    if any(unicodedata.category(c) == "Cc" for c in value):
        raise ValueError("has characters that are not text, such as a line break")
    return value


def _identifier(value: str) -> str:
    if not value or "/" in value:
        raise ValueError("must be given, and be without /")
    return value


def _phone(value: str) -> str:
    read = read_number(value)
    if isinstance(read, Number):
        return read.e164
    raise ValueError("is withheld" if isinstance(read, Withheld) else read.why)


def _email(value: str) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", value):
        raise ValueError("is not an e-mail address")
    return value


def _postcode(value: str, info: ValidationInfo) -> str:
    remark: Remark | None = info.context["remark"] if info.context else None
    code = re.sub(r"^(FI|AX)-?|\s", "", value.strip(), flags=re.IGNORECASE)
    if remark and re.fullmatch(r"[1-9][0-9]{1,3}", code):
        remark(f"postcode {code} is read as {code.zfill(5)}")
        code = code.zfill(5)
    if not re.fullmatch(r"[0-9]{5}", code) or code in {"00000", "00001"}:
        raise ValueError("is not a postcode of five digits")
    return code


def _no_repeats(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


Text = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=LONGEST_TEXT), AfterValidator(_plain)
]
Identifier = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=LONGEST_ID),
    AfterValidator(_plain),
    AfterValidator(_identifier),
]
Phones = Annotated[
    tuple[Annotated[Text, AfterValidator(_phone)], ...], AfterValidator(_no_repeats)
]
Emails = Annotated[
    tuple[Annotated[Text, AfterValidator(_email)], ...], AfterValidator(_no_repeats)
]
Postcodes = Annotated[
    tuple[Annotated[Text, AfterValidator(_postcode)], ...], AfterValidator(_no_repeats)
]
Stated = Annotated[Language | None, BeforeValidator(lambda value: value or None)]


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    customer_id: Identifier
    name: Text = ""
    phones: Phones = ()
    emails: Emails = ()
    language: Stated = None
    postcodes: Postcodes = ()
    services: Annotated[tuple[Service, ...], AfterValidator(_no_repeats)] = ()
    purchase_languages: tuple[Language, ...] = ()

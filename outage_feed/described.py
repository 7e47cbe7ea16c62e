"""One outage as a format's reader describes it, checked: an item to keep, or all that is wrong."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, ValidationInfo
from pydantic_core import ErrorDetails, PydanticCustomError

from outage_feed.areas import BadArea, as_given
from outage_feed.outage import Given, Kind, Outage, Service, Status
from outage_feed.push import Item, Problem, Refused
from outage_feed.strict_json import doubled
from outage_feed.texts import clean, printable
from outage_feed.times import BadTime, parse_past, parse_time

LONGEST_ID = 200
LONGEST_TEXT = 500
MOST_LANGUAGES = 20
MOST_AREAS = 5_000
MOST_ERRORS = 100
MOST_SUPERSEDED = 500
MOST_DETAILS = 50


def _problem(error: Exception | str) -> PydanticCustomError:
    return PydanticCustomError("feed", "{problem}", {"problem": str(error)})


def _id(given: Any) -> Any:
    if isinstance(given, str) and not printable(given):
        raise _problem("must be printable text without spaces at its ends")
    return given


def _time(given: Any) -> datetime:
    try:
        return parse_time(given)
    except BadTime as error:
        raise _problem(error) from error


def _past(given: Any, info: ValidationInfo) -> datetime:
    try:
        return parse_past(given, (info.context or {})["now"])
    except BadTime as error:
        raise _problem(error) from error


def _area(given: Any) -> Given:
    try:
        return as_given(given)
    except BadArea as error:
        raise _problem(error) from error


def _areas(given: Any) -> Any:
    if isinstance(given, list) and len(given) > MOST_AREAS:
        raise _problem(f"{len(given)} areas; at most {MOST_AREAS}. Use ranges or municipalities.")
    return given


def _text(given: Any) -> Any:
    text = clean(given) if isinstance(given, str) else given
    if isinstance(text, str) and len(text) > LONGEST_TEXT:
        raise _problem(f"{len(text)} characters; at most {LONGEST_TEXT}")
    return text


def _texts(given: Any) -> Any:
    if given is None:
        return {}
    if isinstance(given, dict) and len(given) > MOST_LANGUAGES:
        raise _problem(f"{len(given)} languages; at most {MOST_LANGUAGES}")
    return given


Identifier = Annotated[str, Field(max_length=LONGEST_ID), BeforeValidator(_id)]
Time = Annotated[datetime, BeforeValidator(_time)]
Past = Annotated[datetime, BeforeValidator(_past)]
Language = Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$", max_length=35)]
Text = Annotated[str | None, BeforeValidator(_text)]
Texts = Annotated[dict[Language, Text], BeforeValidator(_texts)]
Areas = Annotated[list[Annotated[Any, BeforeValidator(_area)]], BeforeValidator(_areas)]


class Described(BaseModel):
    """One outage as written. Unknown fields are ignored, and null is as good as missing."""

    model_config = ConfigDict(strict=True)

    id: Identifier
    revision: Annotated[int, Field(ge=0, lt=2**63)] | None = None
    status: Status
    service: Service
    kind: Kind = "unplanned"
    areas: Areas
    starts_at: Time | None = None
    estimated_restoration: Time | None = None
    ends_at: Time | None = None
    cause: Texts = {}
    messages: Texts = {}
    updated_at: Past


class Fuller(Described):
    """
    What other formats know beside it.

    `supersedes`: ids that this one takes the place of; `details`: what else the source said,
    for people to see; `expires_at`: when it is no longer heard, though nobody said that it ended.
    """

    supersedes: Annotated[list[Identifier], Field(max_length=MOST_SUPERSEDED)] = []
    details: Annotated[dict[str, str], Field(max_length=MOST_DETAILS)] = {}
    expires_at: Time | None = None


def item_of(
    source: str, index: int, given: Any, now: datetime, model: type[Described] = Described
) -> Item | Refused:
    """Check one outage, given with the fields of `model` as JSON has them."""
    if not isinstance(given, dict):
        return Refused(index, None, (Problem("", "must be an object"),))
    known = {name: given[name] for name in model.model_fields if given.get(name) is not None}
    problems = [*_doubled(given, known), *_needed(known)]
    try:
        described = model.model_validate(known, context={"now": now})
    except ValidationError as error:
        problems = [*problems_of(error), *problems]
    if problems:
        return Refused(index, _readable_id(given), bounded(problems))
    return Item(index, _outage(source, described))


def _doubled(given: dict[str, Any], known: Mapping[str, Any]) -> list[Problem]:
    areas = known.get("areas")
    return [
        *(problem for problem in doubled(given) if problem.at in Described.model_fields),
        *doubled(known.get("cause"), "cause."),
        *doubled(known.get("messages"), "messages."),
        *(
            problem
            for index, area in enumerate(areas if isinstance(areas, list) else ())
            for problem in doubled(area, f"areas[{index}].")
        ),
    ]


def _needed(known: Mapping[str, Any]) -> list[Problem]:
    if known.get("status") == "scheduled" and "starts_at" not in known:
        return [Problem("starts_at", "required when status is scheduled")]
    return []


def _readable_id(given: Mapping[str, Any]) -> str | None:
    value = given.get("id")
    names = [problem.at for problem in doubled(given)]
    if not isinstance(value, str) or len(value) > LONGEST_ID or "id" in names:
        return None
    return value if printable(value) else None


def problems_of(error: ValidationError) -> list[Problem]:
    return [
        Problem(_place(details), details["msg"])
        for details in error.errors(include_url=False, include_input=False)
    ]


def _place(details: ErrorDetails) -> str:
    place = ""
    for part in details["loc"]:
        if isinstance(part, int):
            place += f"[{part}]"
        elif part != "[key]":
            place += f".{part[:40]}" if place else part
    return place


def bounded(problems: list[Problem]) -> tuple[Problem, ...]:
    """Cut a list of problems that nobody would read to its end."""
    rest = len(problems) - MOST_ERRORS
    if rest <= 0:
        return tuple(problems)
    return (*problems[:MOST_ERRORS], Problem("", f"and {rest} more"))


def _outage(source: str, described: Described) -> Outage:
    values = described.model_dump()
    for name in values.keys() & {"areas", "supersedes"}:
        values[name] = tuple(values[name])
    for name in ("cause", "messages"):
        values[name] = {language: text for language, text in values[name].items() if text}
    return Outage(source=source, **values)

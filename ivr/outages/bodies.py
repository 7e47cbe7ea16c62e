"""What a person says of an outage, as it is sent: always with their name."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from ivr.feeds.acts import person_named
from ivr.feeds.manual import GIVEN
from outage_feed.correction import Correction
from outage_feed.described import Identifier, Text, Texts, Time
from outage_feed.outage import Service
from routing.problems import Problem, problems_of

Body = TypeVar("Body", bound=BaseModel)
A_DAY = timedelta(days=1)


class BadBody(ValueError):
    """A body that cannot be used; `problems` holds everything that is wrong."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems


def _person(given: str) -> str:
    try:
        return person_named(given)
    except ValueError as error:
        raise PydanticCustomError("name", "{why}", {"why": str(error)}) from error


def _said(given: str | None) -> str:
    return given or ""


def _needed(given: str) -> str:
    if not given:
        raise PydanticCustomError("reason", "is missing: say why")
    return given


Person = Annotated[str, AfterValidator(_person)]
Reason = Annotated[Text, AfterValidator(_said)]
NeededReason = Annotated[Text, AfterValidator(_said), AfterValidator(_needed)]


class Word(BaseModel):
    """Who says it, and why."""

    model_config = ConfigDict(extra="forbid", strict=True)

    by: Person
    reason: Reason = ""


class Silenced(Word):
    """Nobody is to hear it; a reason is needed."""

    reason: NeededReason


class Ended(Word):
    """`repaired`: callers hear that it is."""

    repaired: bool = False


class Major(BaseModel):
    """A major disturbance of a service, until then or for a day; `over`: it is none any more."""

    model_config = ConfigDict(extra="forbid", strict=True)

    by: Person
    service: Service
    until: Time | None = None
    over: bool = False

    def ends_at(self, now: datetime) -> datetime | None:
        """Return until when; None: it is over. Raises BadBody."""
        if self.over:
            return None
        until = self.until or now + A_DAY
        if until <= now:
            raise BadBody((Problem(("until",), "has passed: say over if it is over"),))
        return until


class Corrected(Word):
    """What is given wins over the source; an `estimated_restoration` of null: there is none."""

    estimated_restoration: Time | None = None
    status: Literal["active", "partially_restored", "restored", "cancelled"] | None = None
    messages: Texts = {}

    def correction(self, at: datetime) -> Correction:
        """Return it as it is kept. Raises BadBody when nothing is different."""
        estimated = "estimated_restoration" in self.model_fields_set
        texts = {language: text for language, text in self.messages.items() if text}
        if not (estimated or self.status or texts):
            text = "say what is different: estimated_restoration, status or messages"
            raise BadBody((Problem((), text),))
        return Correction(
            by=self.by,
            at=at,
            estimated=estimated,
            estimate=self.estimated_restoration,
            status=self.status,
            messages=texts,
            reason=self.reason or "",
        )


class Added(BaseModel):
    """A notice of a person's own, with the fields of a push; `id` so that it can be sent again."""

    model_config = ConfigDict(extra="allow", strict=True)

    by: Person
    id: Annotated[Identifier, Field(min_length=1)] | None = None

    @property
    def notice(self) -> dict[str, Any]:
        """The fields of the notice, as they were sent."""
        return dict(self.model_extra or {})


def read_body(model: type[Body], given: Mapping[str, Any]) -> Body:
    """Read one. Raises BadBody with all that is wrong."""
    known = {"by", "id"} | GIVEN
    stray = tuple(
        Problem((name,), "is not known here")
        for name in given
        if model is Added and name not in known
    )
    try:
        read = model.model_validate(given)
    except ValidationError as error:
        raise BadBody((*problems_of(error), *stray)) from error
    if stray:
        raise BadBody(stray)
    return read

"""The answer: whose language, which places and notices, which team, and why."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from pydantic import BaseModel

from ivr.clock import HELSINKI

Text = dict[str, str]
"""By language, as a call would say it."""


class Told(BaseModel):
    """One notice. `at` is the time that the state speaks of, `until` the end of planned work."""

    key: str
    service: str
    state: str
    at: datetime | None
    until: datetime | None
    since: datetime | None
    text: Text


class PlaceTold(BaseModel):
    """
    One postcode. `covered` is false when no fresh source speaks of the services.

    `registered`: from the customer register, not given in the question. `text` is what is said
    when there is no notice.
    """

    postcode: str
    kind: Literal["area", "pobox", "unknown"]
    covered: bool
    registered: bool
    notices: list[Told]
    text: Text


class Chosen(BaseModel):
    """A choice with its reason."""

    name: str
    why: str


class Opened(BaseModel):
    """Is somebody there; if not, why and until when."""

    open: bool
    why: str
    opens_at: datetime | None


class LineAnswering(BaseModel):
    """The line as which this was answered."""

    number: str
    name: str
    languages: list[str]


class Decision(BaseModel):
    """
    What a call would be told and who would take it.

    `customers` is how many have the number or address; only with one are places told.
    `ask_postcode`: which place they mean must be asked first, because one of them has a notice.
    """

    at: datetime
    line: LineAnswering
    customer_id: str | None
    customers: int
    withheld: bool
    language: Chosen
    places: list[PlaceTold]
    ask_postcode: bool
    team: Chosen | None
    opening: Opened
    reasons: list[str]


def reasons_of(decision: Decision) -> Sequence[str]:
    """Say in plain English why the answer is what it is."""
    return [_of_person(decision), _of_language(decision), _of_places(decision), _of_team(decision)]


def _of_person(decision: Decision) -> str:
    if decision.withheld:
        return "The number is withheld: nobody is known by it."
    if decision.customers > 1:
        return f"{decision.customers} customers share it: no place is told, the postcode is asked."
    return "One customer is known." if decision.customers else "No customer is known."


def _of_language(decision: Decision) -> str:
    return f"Language {decision.language.name}: {decision.language.why}."


def _of_places(decision: Decision) -> str:
    noticed = [place.postcode for place in decision.places if place.notices]
    if decision.ask_postcode:
        return "One of their places has a notice: ask for the postcode."
    if noticed:
        return f"A notice is heard for {', '.join(noticed)}, before any menu."
    return "No notice is heard."


def _of_team(decision: Decision) -> str:
    if decision.team is None:
        return "No team is there for it."
    opening = decision.opening
    at = opening.opens_at
    when = f", opens {at.astimezone(HELSINKI).isoformat()}" if at else ""
    state = "open" if opening.open else f"closed ({opening.why}){when}"
    return f"Team {decision.team.name}: {decision.team.why}; {state}."

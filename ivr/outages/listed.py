"""Which outages are asked for, a page at a time."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import datetime
from itertools import islice
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from sqlalchemy import ColumnElement, Connection, and_, or_, select, tuple_, union

from ivr.db.tables.outages import corrections, outage_postcodes, outages
from ivr.feeds.store import records_where
from outage_feed.described import LONGEST_ID
from outage_feed.record import Record
from outage_feed.texts import printable
from routing.problems import Problem, problems_of

MOST = 1_000
KEY = tuple_(outages.c.source, outages.c.id)
CORRECTED = select(corrections.c.source, corrections.c.id)


class BadFilters(ValueError):
    """A question that cannot be answered; `problems` holds everything that is wrong."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems


class Filters(BaseModel):
    """
    `open`: going on or to come; `after` is the source and id, joined by a slash, of the last one
    of the page before.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: Annotated[str, Field(max_length=64, pattern="^[A-Za-z0-9._-]+$")] = ""
    postcode: Annotated[str, Field(pattern="^[0-9]{5}$")] = ""
    open: Literal["true", "false"] | None = None
    after: Annotated[str, Field(max_length=LONGEST_ID + 65)] = ""
    limit: Annotated[int, Field(ge=1, le=MOST)] = 100

    @field_validator("after")
    @classmethod
    def _text(cls, given: str) -> str:
        if not printable(given):
            raise ValueError("is not text")
        return given


def read_filters(given: Mapping[str, list[str]]) -> Filters:
    """Read the arguments of the address. Raises BadFilters with all that is wrong."""
    twice = [
        Problem((name,), "given more than once") for name, said in given.items() if len(said) > 1
    ]
    try:
        filters = Filters.model_validate({name: said[0] for name, said in given.items()})
    except ValidationError as error:
        raise BadFilters((*problems_of(error), *twice)) from error
    if twice:
        raise BadFilters(tuple(twice))
    return filters


def page(connection: Connection, filters: Filters, now: datetime) -> tuple[list[Record], str]:
    """Return at most `limit` outages, and what to give as `after` for more; empty: no more."""
    with closing(records_where(connection, *_where(filters))) as held:
        matching = (record for record in held if _matches(record, filters, now))
        found = list(islice(matching, filters.limit + 1))
    shown = found[: filters.limit]
    more = len(found) > len(shown)
    return shown, f"{shown[-1].outage.source}/{shown[-1].outage.id}" if more else ""


def _matches(record: Record, filters: Filters, now: datetime) -> bool:
    if filters.open and record.open(now) != (filters.open == "true"):
        return False
    return not filters.postcode or filters.postcode in record.outage.postcodes


def _where(filters: Filters) -> Iterator[ColumnElement[bool]]:
    if filters.source:
        yield outages.c.source == filters.source
    if filters.open == "true":
        yield outages.c.open
    elif filters.open:
        yield or_(~outages.c.open, outages.c.settled_at.is_not(None), KEY.in_(CORRECTED))
    if filters.postcode:
        yield _perhaps_in(filters.postcode)
    source, _, id_ = filters.after.partition("/")
    if source:
        rest = and_(outages.c.source == source, outages.c.id > id_)
        yield or_(outages.c.source > source, rest)


def _perhaps_in(postcode: str) -> ColumnElement[bool]:
    """What can be heard there; and what only a person keeps from being heard."""
    keys = union(
        select(outage_postcodes.c.source, outage_postcodes.c.id).where(
            outage_postcodes.c.postcode == postcode
        ),
        CORRECTED,
        select(outages.c.source, outages.c.id).where(outages.c.waiting.is_not(None)),
    )
    return KEY.in_(keys)

"""Whoever asked for a callback and was not reached gets one text, unless they ask again."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from ivr.callbacks.ledger import Request, book
from ivr.callbacks.records import Attempt, Callback
from ivr.clock import HELSINKI
from ivr.messages.claiming import claim_next
from ivr.messages.maturing import Rules
from ivr.messages.records import every_message
from ivr.messages.unreached import tell_unreached
from routing.configuration import Configuration, read_configuration
from routing.document import read_document
from tests.ivr.house import DEMO, LINE

MATTI, LANDLINE = "+358401110001", "+358931234567"
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=HELSINKI)


@pytest.fixture(scope="module")
def company() -> Configuration:
    return read_configuration(dict(read_document(DEMO).sections))


def callback(number: str, language: str = "fi") -> Callback:
    facts = {"place": "", "heard": "", "behalf": False, "urgent": False, "call_sid": "CA"}
    ended = {"state": "unreachable", "reason": "busy", "counted": 3, "tried_at": NOON, "epoch": 3}
    times = {"requested_at": NOON, "due_at": NOON, "configured": 0, "held_until": None}
    who = {"number": number, "asked_by": number, "line": LINE, "language": language}
    return Callback(id="1", topic="any", **who, **facts, **ended, **times)  # type: ignore[arg-type]


def attempt() -> Attempt:
    known = dict.fromkeys(Attempt.__dataclass_fields__)
    return Attempt(**{**known, "call_sid": "CA1"})  # type: ignore[arg-type]


def told(engine: Engine, company: Configuration, one: Callback, at: datetime = NOON) -> bool:
    with engine.begin() as connection:
        return tell_unreached(connection, one, attempt(), company, at)


def test_it_is_written_once_in_their_language(engine: Engine, company: Configuration) -> None:
    one = callback(MATTI, "sv")
    assert [told(engine, company, one), told(engine, company, one)] == [True, False]
    claim = claim_next(engine, Rules(company, NOON), 20)
    assert claim
    assert claim.message.body.startswith(
        "Nordnätet: ni bad oss ringa, men vi fick inte tag på er."
    )
    assert claim.message.number == MATTI


def test_at_night_it_waits_for_the_morning(engine: Engine, company: Configuration) -> None:
    night = NOON.replace(hour=23)
    assert told(engine, company, callback(MATTI), night)
    assert claim_next(engine, Rules(company, night), 20) is None
    assert claim_next(engine, Rules(company, night + timedelta(hours=9)), 20)


def test_a_landline_gets_none(engine: Engine, company: Configuration) -> None:
    assert not told(engine, company, callback(LANDLINE))


def test_who_has_asked_again_is_not_told_that_nobody_rings(
    engine: Engine, company: Configuration
) -> None:
    told(engine, company, callback(MATTI))
    with engine.begin() as connection:
        book(connection, Request(MATTI, MATTI, LINE, "fi", NOON, NOON), NOON, "asked")
    assert claim_next(engine, Rules(company, NOON), 20) is None
    with engine.connect() as connection:
        assert [one.state for one in every_message(connection)] == ["withdrawn"]

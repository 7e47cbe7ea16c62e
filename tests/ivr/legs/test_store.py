"""Accepted legs."""

from sqlalchemy import Engine

from ivr.legs.store import accept, was_accepted
from tests.conftest import SUNDAY_AFTERNOON as NOW


def test_only_the_leg_that_was_accepted_counts(engine: Engine) -> None:
    accept(engine, "CA1", "CA2", "service-fi", NOW)
    pairs = [("CA1", "CA2"), ("CA1", "CA3"), ("CA2", "CA2"), ("CA1", "")]
    assert [was_accepted(engine, *pair) for pair in pairs] == [True, False, False, False]


def test_accepting_twice_is_accepting_once(engine: Engine) -> None:
    accept(engine, "CA1", "CA2", "service-fi", NOW)
    accept(engine, "CA1", "CA2", "service-fi", NOW)
    assert was_accepted(engine, "CA1", "CA2")

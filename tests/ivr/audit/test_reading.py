"""The log is read a page at a time, and goes when its time is over."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from ivr.audit.forgetting import drop_before
from ivr.audit.log import note
from ivr.audit.reading import Wanted, every, page
from ivr.clock import StoppedClock
from ivr.privacy.periods import PERIODS
from ivr.settings import BadSettings, Settings


@pytest.fixture(name="engine")
def of_either_kind(either_engine: Engine) -> Engine:
    return either_engine


def write(engine: Engine, at: datetime, *rows: tuple[str, str, str]) -> None:
    """Note who did what about what, a minute after each other, two at a time."""
    with engine.begin() as connection:
        for number, (who, what, about) in enumerate(rows):
            moment = at + timedelta(minutes=number // 2)
            note(connection, who=who, what=what, about=about, at=moment)


def found(engine: Engine, wanted: Wanted) -> list[str]:
    with engine.connect() as connection:
        return [f"{one.who} {one.what} {one.about}" for one in page(connection, wanted)[0]]


ROWS = (
    ("eva", "outage.added", "manual/1"),
    ("eva", "outage.ended", "manual/1"),
    ("jan", "outage.added", "manual/10"),
    ("jan", "flow.published", "survey"),
    ("eva", "flow.published", "50%_off"),
)


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (Wanted(), [4, 3, 2, 1, 0]),
        (Wanted(who="eva"), [4, 1, 0]),
        (Wanted(what="outage.added"), [2, 0]),
        (Wanted(about="manual/1"), [1, 0]),
        (Wanted(about="manual/"), [2, 1, 0]),
        (Wanted(about="50%_o"), [4]),
        (Wanted(about="50__"), []),
        (Wanted(who="jan", what="outage.added", about="man"), [2]),
        (Wanted(who="ev"), []),
    ],
)
def test_what_is_looked_for_is_found_newest_first(
    engine: Engine, clock: StoppedClock, wanted: Wanted, numbers: list[int]
) -> None:
    write(engine, clock.now(), *ROWS)
    assert found(engine, wanted) == [" ".join(ROWS[number]) for number in numbers]


def test_days_have_a_beginning_and_an_end(engine: Engine, clock: StoppedClock) -> None:
    now = clock.now()
    write(engine, now, *ROWS)
    minute = timedelta(minutes=1)
    within = Wanted(since=now + minute, until=now + 2 * minute)
    assert found(engine, within) == [" ".join(ROWS[3]), " ".join(ROWS[2])]


def test_pages_follow_each_other_without_a_gap(engine: Engine, clock: StoppedClock) -> None:
    write(engine, clock.now(), *ROWS)
    seen, after = [], ""
    with engine.connect() as connection:
        for _ in range(3):
            shown, after = page(connection, Wanted(), after, 2)
            seen.append([one.about for one in shown])
        newest = [row[2] for row in reversed(ROWS)]
        assert [one.about for one in every(connection, Wanted(), 4)] == newest[:4]
    assert (seen, after) == ([newest[:2], newest[2:4], newest[4:]], "")


@pytest.mark.parametrize("after", ["x", "1", "-1.1", "1.", "9" * 30 + ".1", "\u0661.\u0661"])
def test_a_place_that_is_none_is_the_beginning(
    engine: Engine, clock: StoppedClock, after: str
) -> None:
    write(engine, clock.now(), *ROWS)
    with engine.connect() as connection:
        assert len(page(connection, Wanted(), after)[0]) == len(ROWS)


def test_what_is_over_its_time_goes_and_a_year_is_always_kept(
    engine: Engine, clock: StoppedClock
) -> None:
    write(engine, clock.now() - timedelta(days=800), ROWS[0])
    write(engine, clock.now() - timedelta(days=100), ROWS[1])
    (period,) = (one for one in PERIODS if one.tables == ("audit",))
    assert period.forget is drop_before
    drop_before(engine, period.before(Settings(linja_audit_days="900"), clock.now()))
    assert len(found(engine, Wanted())) == 2
    for _ in range(2):  # also when business time is moved far ahead
        drop_before(engine, period.before(Settings(), clock.now()))
        clock.at += timedelta(days=5000)
    assert found(engine, Wanted()) == [" ".join(ROWS[1])]


def test_it_cannot_be_set_to_be_forgotten_within_a_year() -> None:
    with pytest.raises(BadSettings, match="LINJA_AUDIT_DAYS: at least 366"):
        Settings.read({"LINJA_AUDIT_DAYS": "30"})

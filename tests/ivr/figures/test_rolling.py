"""Hours are made from what there is, as often as one likes, and nothing is counted twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, insert, select

from ivr.callbacks.ledger import Change, Request, book, change
from ivr.clock import HELSINKI
from ivr.db.tables.callbacks import attempts
from ivr.db.tables.dispatch import offers
from ivr.db.tables.figures import figure_hours, figure_sums
from ivr.db.tables.journal import calls
from ivr.figures.periods import HOURS_KEPT
from ivr.figures.rolling import (
    day_of,
    drop_hours,
    due,
    make,
    make_from,
    midnight,
    oldest_hour,
    roll_up,
)
from routing.callback import State
from tests.ivr.figures.planting import LINE, NAME, answered, called, sits, spoke
from tests.ivr.figures.reckoning import sums

MATTI, ANNA = "+358401110001", "+358401110002"
AT = datetime(2026, 11, 10, 12, 5, tzinfo=HELSINKI)
TEN = AT.replace(minute=0)
HOUR, MINUTE, DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)


def roll(engine: Engine, now: datetime) -> dict[str, int]:
    """Make what is due, and tell the sums."""
    roll_up(engine, now, 30)
    return sums(engine)


def test_an_empty_house_has_no_figures(engine: Engine) -> None:
    assert roll_up(engine, AT, 30) == 1
    assert sums(engine) == {}


def test_calls_are_summed_by_hour_and_by_day_and_twice_is_once(either_engine: Engine) -> None:
    engine = either_engine
    with engine.begin() as connection:
        called(connection, MATTI, AT)
        called(connection, MATTI, AT + 20 * MINUTE)
        called(connection, "", AT + HOUR)
    told = roll(engine, AT + 3 * HOUR)
    assert told == {"calls": 3, "left": 3, "again": 1, "again_judged": 2}
    assert sums(engine, "day", midnight(AT.date())) == told
    assert sums(engine, "hour", TEN)["calls"] == 2
    make(engine, TEN.astimezone(UTC), AT + 4 * HOUR)
    assert (sums(engine), sums(engine, "day")) == (told, told)


def test_withheld_callers_are_never_the_same_person(engine: Engine) -> None:
    with engine.begin() as connection:
        called(connection, "", AT)
        called(connection, "", AT + MINUTE)
    assert roll(engine, AT + 3 * HOUR) == {"calls": 2, "left": 2}


def test_a_call_that_we_made_is_not_one_that_came_in(engine: Engine) -> None:
    with engine.begin() as connection:
        kept = book(connection, Request(MATTI, MATTI, LINE, "fi", AT, AT), AT, "asked")
        sid = called(connection, MATTI, AT)
        row = dict.fromkeys(("at", "claimed_at", "lease_until"), AT)
        state = {"state": "ended", "epoch": 1, "looks": 0, "rank": 0, "reason": "done"}
        ours = {"id": "1", "callback_id": kept.id, "number": MATTI, "call_sid": sid}
        connection.execute(insert(attempts), {**row, **state, **ours})
    assert roll(engine, AT + 3 * HOUR) == {"callback_asked": 1}


def test_late_rows_are_picked_up_the_next_day_at_the_latest(engine: Engine) -> None:
    with engine.begin() as connection:
        called(connection, MATTI, AT)
    assert roll(engine, AT + 7 * HOUR)["calls"] == 1
    with engine.begin() as connection:
        called(connection, ANNA, AT + MINUTE)
    assert roll(engine, AT + 8 * HOUR)["calls"] == 1
    assert roll(engine, AT + 26 * HOUR)["calls"] == 2


def test_only_a_few_hours_are_made_each_minute(engine: Engine) -> None:
    with engine.begin() as connection:
        called(connection, MATTI, AT - DAY)
    roll(engine, AT)
    with engine.connect() as connection:
        oldest = oldest_hour(AT, 30)
        assert due(connection, AT + MINUTE, oldest) == [TEN]
        assert due(connection, AT + 5 * MINUTE, oldest) == [TEN, TEN - HOUR]


def test_what_is_no_longer_kept_is_not_made_anew_and_stays(engine: Engine) -> None:
    with engine.begin() as connection:
        called(connection, MATTI, AT)
    before = roll(engine, AT + 3 * HOUR)
    with engine.begin() as connection:
        connection.execute(calls.delete())
    roll_up(engine, AT + 8 * DAY, 7)
    assert sums(engine) == before
    assert oldest_hour(AT, 90) == oldest_hour(AT, 29)


@contextmanager
def killed_before(engine: Engine, words: str) -> Iterator[None]:
    """Whoever is about to say this to the database is gone."""

    def die(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if words in statement:
            raise KeyboardInterrupt

    event.listen(engine, "before_cursor_execute", die)
    try:
        with pytest.raises(KeyboardInterrupt):
            yield
    finally:
        event.remove(engine, "before_cursor_execute", die)


@pytest.mark.parametrize("words", ["INSERT INTO figure_sums", "UPDATE figure_hours"])
def test_killed_in_the_middle_nothing_is_doubled_or_lost(engine: Engine, words: str) -> None:
    with engine.begin() as connection:
        called(connection, MATTI, AT)
    told = roll(engine, AT + 3 * HOUR)
    with killed_before(engine, words):
        make(engine, TEN, AT + 3 * HOUR)
    assert (sums(engine), sums(engine, "day")) == (told, told)
    make(engine, TEN, AT + 3 * HOUR)
    assert (sums(engine), sums(engine, "day")) == (told, told)


def test_of_two_workers_at_the_same_hour_one_gives_way(engine: Engine) -> None:
    with engine.begin() as connection:
        called(connection, MATTI, AT)
    roll(engine, AT + 3 * HOUR)
    made: list[bool] = []

    def other(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "FROM surveys" in statement and not made:
            made.append(True)
            made.append(make(engine, TEN, AT + 3 * HOUR))

    event.listen(engine, "before_cursor_execute", other)
    try:
        assert not make(engine, TEN, AT + 3 * HOUR)
    finally:
        event.remove(engine, "before_cursor_execute", other)
    assert made == [True, True]
    assert sums(engine)["calls"] == 1


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 11, 10), 24)]
)
def test_a_day_has_the_hours_that_it_has_in_helsinki(
    engine: Engine, day: date, hours: int
) -> None:
    begins, ends = day_of(datetime(day.year, day.month, day.day, 12, tzinfo=HELSINKI))
    assert ends.astimezone(UTC) - begins.astimezone(UTC) == hours * HOUR
    first, last = begins.astimezone(UTC), ends.astimezone(UTC) - MINUTE
    with engine.begin() as connection:
        for at in (first - MINUTE, first, last, last + MINUTE):
            called(connection, "", at)
    now = last + 2 * DAY
    for at in (first - HOUR, first, last, last + HOUR):
        make(engine, at.replace(minute=0), now)
    with engine.connect() as connection:
        of_day = select(figure_sums.c.count).where(
            figure_sums.c.span == "day", figure_sums.c.at == begins, figure_sums.c.name == "calls"
        )
        assert connection.execute(of_day).scalar() == 2


def test_conversations_surveys_and_callbacks_have_their_hour(either_engine: Engine) -> None:
    engine = either_engine
    with engine.begin() as connection:
        sits(connection, AT)
        sid = called(connection, MATTI, AT)
        spoke(connection, sid, AT + MINUTE, solved=True)
        answered(connection, sid, AT + 5 * MINUTE, 4)
        answered(connection, called(connection, "", AT), AT, None)
        kept = book(connection, Request(ANNA, ANNA, LINE, "fi", AT, AT), AT, "asked")
        change(connection, kept, Change(State.CANCELLED_BY_CALLER, "asked", AT + DAY))
    for hour in (TEN, TEN + DAY):
        make(engine, hour, AT + 2 * DAY)
    told = sums(engine)
    assert told["answered"] == 1
    assert told["wait_answered 0000005"] == 1
    assert (told["survey_asked"], told["survey effort/4"]) == (2, 1)
    assert (told["callback_asked"], told["callback_ended cancelled_by_caller"]) == (1, 1)
    assert told["first_too_early"] == 1
    make(engine, TEN, AT + 8 * DAY)
    later = sums(engine)
    assert later["first_resolved"] == 1
    assert "first_too_early" not in later


def test_a_callback_that_staff_make_later_is_not_what_the_call_came_to(engine: Engine) -> None:
    with engine.begin() as connection:
        sid, other = called(connection, MATTI, AT), called(connection, ANNA, AT)
        asked = Request(MATTI, MATTI, LINE, "fi", AT, AT, call_sid=sid)
        book(connection, asked, AT + MINUTE, "asked")
        late = Request(ANNA, ANNA, LINE, "fi", AT, AT, call_sid=other)
        book(connection, late, AT + HOUR, "voicemail", "aino")
    told = roll(engine, AT + 3 * HOUR)
    assert (told["callback"], told["left"], told["callback_asked"]) == (1, 1, 2)


def test_whoever_is_handed_on_is_answered_once_by_the_first_team(engine: Engine) -> None:
    with engine.begin() as connection:
        sits(connection, AT)
        sid = called(connection, MATTI, AT)
        spoke(connection, sid, AT + MINUTE, solved=None)
        second = {"id": "second", "waiting_id": sid[-32:], "agent": "aino", "team": "faults"}
        times = {"made_at": AT + 9 * MINUTE, "ended_at": AT + 9 * MINUTE}
        connection.execute(
            insert(offers), {**second, **times, "state": "ended", "outcome": "done"}
        )
    assert roll(engine, AT + 3 * HOUR)["answered"] == 1
    with engine.connect() as connection:
        answered_by = select(figure_sums.c.team, figure_sums.c.count).where(
            figure_sums.c.name == "answered", figure_sums.c.span == "hour"
        )
        assert connection.execute(answered_by).all() == [("service-fi", 1)]


def test_all_is_made_anew_from_a_day_on(engine: Engine) -> None:
    with engine.begin() as connection:
        called(connection, MATTI, AT)
    told = roll(engine, AT + 3 * HOUR)
    with engine.begin() as connection:
        connection.execute(figure_sums.update().values(count=99))
    assert len(list(make_from(engine, midnight(AT.date()), AT + 3 * HOUR))) == 16
    assert (sums(engine), sums(engine, "day")) == (told, told)


def test_hours_go_after_a_hundred_days_and_days_stay(either_engine: Engine) -> None:
    engine = either_engine
    with engine.begin() as connection:
        called(connection, MATTI, AT)
    told = roll(engine, AT + 3 * HOUR)
    drop_hours(engine, AT + HOURS_KEPT + 4 * HOUR - HOURS_KEPT)
    assert (sums(engine), sums(engine, "day")) == ({}, told)
    with engine.connect() as connection:
        assert connection.execute(select(figure_hours)).all() == []


def test_nobody_stands_in_the_sums(engine: Engine) -> None:
    with engine.begin() as connection:
        sid = called(connection, MATTI, AT)
    roll(engine, AT + 3 * HOUR)
    with engine.connect() as connection:
        written = repr(connection.execute(select(figure_sums)).all())
    assert "+358" not in written
    assert sid not in written
    assert NAME in written

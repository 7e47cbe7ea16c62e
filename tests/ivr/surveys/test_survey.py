"""One question after a conversation, in whole calls."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from flows.asks import BeginSurvey, Outcome
from ivr.calls.ports import Asked, Ports, Threads
from ivr.clock import StoppedClock
from ivr.db.tables.surveys import surveys
from ivr.lines.store import apply, sections
from ivr.surveys.asking import forget_asked_before, forget_surveyed
from routing.configuration import BadConfiguration
from simulator.testing import Call
from tests.ivr.house import LINE, House, open_house
from tests.ivr.surveys.conftest import asks_afterwards

MATTI = "+358401110001"
QUESTION = "Kuinka helppoa asian hoitaminen oli?"


def answers(house: House) -> list[tuple[str, str, int | None]]:
    """Return what is kept: number, question, answer."""
    columns = (surveys.c.number, surveys.c.question, surveys.c.answer)
    with house.services.engine.connect() as connection:
        rows = connection.execute(select(*columns).order_by(surveys.c.asked_at)).all()
    return [(row.number, row.question, row.answer) for row in rows]


def speaks(house: House, number: str = MATTI) -> Call:
    """Call, and speak with a person, who hangs up."""
    return house.telephone.calls(number, LINE).presses("0").other_side_hangs_up()


def test_whoever_stays_after_the_conversation_is_asked_and_thanked(asking: House) -> None:
    call = speaks(asking).hears(QUESTION).hears_nothing_of("Kuulemiin")
    call.presses("4").hears("Kiitos vastauksestanne.").hears("Kuulemiin.").has_ended()
    assert answers(asking) == [(MATTI, "effort", 4)]


def test_whoever_does_not_want_to_answer_presses_zero_or_hangs_up(
    asking: House, clock: StoppedClock
) -> None:
    speaks(asking).presses("0").hears("Kuulemiin.").has_ended()
    clock.at += timedelta(days=8)
    speaks(asking).hangs_up().has_ended()
    clock.at += timedelta(days=8)
    speaks(asking).is_silent().hears("Kuulemiin.").has_ended()
    assert [row[2] for row in answers(asking)] == [None, None, None]


def test_nobody_is_asked_twice_in_a_week(asking: House, clock: StoppedClock) -> None:
    speaks(asking).presses("5")
    clock.at += timedelta(days=4)
    speaks(asking).hears_nothing_of(QUESTION).hears("Kuulemiin.").has_ended()
    clock.at += timedelta(days=3)
    speaks(asking).hears(QUESTION)


def test_a_withheld_number_is_nobody_and_each_may_be_asked(asking: House) -> None:
    for _ in range(2):
        call = asking.telephone.calls("anonymous", LINE).presses("1").presses("0")
        call.other_side_hangs_up().hears(QUESTION)
    assert answers(asking) == [("", "", None)] * 2


def test_a_webhook_that_comes_again_asks_again_and_writes_once(asking: House) -> None:
    call = speaks(asking)
    assert QUESTION in call.repeats(-1)
    assert len(answers(asking)) == 1


def test_a_line_that_names_no_survey_asks_nothing(demo: Engine, clock: StoppedClock) -> None:
    speaks(open_house(demo, clock)).hears_nothing_of(QUESTION).hears("Kuulemiin.").has_ended()


def test_who_reported_danger_is_asked_nothing(asking: House) -> None:
    call = asking.telephone.calls(MATTI, LINE).presses("9")
    call.other_side_hangs_up().hears_nothing_of(QUESTION).has_ended()


def test_what_cannot_be_kept_is_not_asked(demo: Engine, clock: StoppedClock) -> None:
    def broken(ports: Ports) -> Ports:
        def asking(asked: Asked, threads: Threads) -> Outcome:
            if isinstance(asked.ask, BeginSurvey):
                raise ConnectionError
            return ports.asking(asked, threads)

        return replace(ports, asking=asking)

    asks_afterwards(demo)
    house = open_house(demo, clock, broken=broken)
    speaks(house).hears_nothing_of(QUESTION).hears("Kuulemiin.").has_ended()


@pytest.mark.parametrize(
    ("changed", "problem"),
    [({"urgent": True}, "urgent lines"), ({"survey": "no-such"}, "no published flow no-such")],
)
def test_a_survey_that_cannot_be_is_refused(
    demo: Engine, changed: dict[str, object], problem: str
) -> None:
    asks_afterwards(demo)
    with demo.connect() as connection:
        lines = sections(connection)["lines"]
    worse = {"lines": {**lines, LINE: {**lines[LINE], **changed}}}
    with pytest.raises(BadConfiguration, match=problem):
        apply(demo, worse, known_flows={"survey", "customer-service", "fault-line", "delivery"})


def test_the_number_is_forgotten_after_a_week_or_with_its_person_and_the_answer_stays(
    asking: House, clock: StoppedClock
) -> None:
    speaks(asking).presses("3")
    forget_asked_before(asking.services.engine, clock.at)
    assert answers(asking) == [(MATTI, "effort", 3)]
    forget_asked_before(asking.services.engine, clock.at + timedelta(seconds=1))
    assert answers(asking) == [("", "effort", 3)]
    clock.at += timedelta(days=8)
    speaks(asking)
    with asking.services.engine.begin() as connection:
        forget_surveyed(connection, [MATTI])
    assert [row[0] for row in answers(asking)] == ["", ""]

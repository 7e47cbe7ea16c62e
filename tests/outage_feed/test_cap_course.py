"""A power cut told in CAP alerts from its beginning to its end, and what a caller hears."""

from datetime import datetime
from itertools import permutations

import pytest

from outage_feed.freshness import Freshness
from outage_feed.intake import placed, take
from outage_feed.notice import decide
from outage_feed.record import Record
from outage_feed.summary import condense, fact_of
from tests.outage_feed.formats.alerts import ESTIMATE, SENDER, alert, info, read_cap
from tests.outage_feed.made import FINLAND, at


def sent(clock: str) -> str:
    return at(clock).isoformat()


def estimated(clock: str) -> str:
    return f"<parameter>{ESTIMATE.format(sent(clock))}</parameter>"


def referring(*named: str) -> str:
    return " ".join(f"{SENDER},{name},2026-11-22T13:00:00+02:00" for name in named)


def update(name: str, clock: str, *named: str, kind: str = "Update", **changes: str) -> str:
    """Without an estimate, unless one is among the changes."""
    more = estimated(changes.pop("estimate")) if "estimate" in changes else ""
    return alert(
        info(more, **changes),
        identifier=name,
        sent=sent(clock),
        msgType=kind,
        references=referring(*named),
    )


FIRST = alert(info(estimated("18:00")), sent=sent("14:00"))
MOVED = update("F-2", "14:30", "F-1", estimate="19:00")
WITHDRAWN = update("F-3", "15:00", "F-1", "F-2")
CLEAR = update("F-4", "16:00", "F-3", responseType="AllClear")
CANCEL = update("F-5", "15:30", "F-1", "F-2", "F-3", kind="Cancel")


def heard(*documents: str, now: datetime) -> list[tuple[str, datetime | None]]:
    """What is heard in 29900 after each came in a push of its own."""
    records: dict[str, Record] = {}
    for document in documents:
        taken = take(placed(read_cap(document, now=now), FINLAND), records, None, now)
        assert taken.answer.rejected == ()
        records.update(taken.changed)
    facts = [fact_of(record) for record in records.values() if record.postcodes == ("29900",)]
    notices = decide(condense(facts), now, {"grid": Freshness(now)})
    return [(notice.state, notice.at) for notice in notices]


def test_each_caller_hears_what_was_true_then() -> None:
    assert heard(FIRST, now=at("14:10")) == [("eta", at("18:00"))]
    assert heard(FIRST, MOVED, now=at("14:40")) == [("eta", at("19:00"))]
    assert heard(FIRST, MOVED, WITHDRAWN, now=at("15:10")) == [("withdrawn", None)]
    course = (FIRST, MOVED, WITHDRAWN, CLEAR)
    assert heard(*course, now=at("16:10")) == [("restored", at("16:00"))]
    assert heard(*course, now=at("18:10")) == []


@pytest.mark.parametrize("order", list(permutations([FIRST, MOVED, WITHDRAWN])))
def test_in_whatever_order_and_however_often_they_come(order: tuple[str, ...]) -> None:
    assert heard(*order, *order, now=at("15:10")) == [("withdrawn", None)]


@pytest.mark.parametrize("order", list(permutations([FIRST, MOVED, CANCEL])))
def test_what_is_taken_back_is_not_said_to_be_repaired(order: tuple[str, ...]) -> None:
    assert heard(*order, now=at("16:10")) == []


def test_an_alert_that_ran_out_is_not_said_to_be_repaired() -> None:
    assert heard(FIRST, now=at("19:59")) == [("overdue", at("18:00"))]
    assert heard(FIRST, now=at("20:00")) == []


def test_an_exercise_closes_nothing_and_is_not_heard() -> None:
    exercise = [text.replace("Actual", "Exercise") for text in (CLEAR, CANCEL)]
    assert heard(FIRST, MOVED, *exercise, now=at("16:10")) == [("eta", at("19:00"))]


def test_a_passed_estimate_is_no_promise_in_an_alert_either() -> None:
    assert heard(FIRST, MOVED, now=at("19:30")) == [("overdue", at("19:00"))]

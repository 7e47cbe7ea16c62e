"""What Prometheus is told of callbacks."""

import re
from datetime import timedelta

from sqlalchemy import event

from ivr.clock import StoppedClock
from tests.ivr.callbacks.office import MATTI, Office
from tests.ivr.house import FIRST, SECOND


def figures(office: Office) -> dict[str, int]:
    """Every figure about callbacks."""
    text = office.house.client.get("/metrics").text
    found = re.findall(r"^linja_callbacks_(\S+) (\S+)$", text, re.MULTILINE)
    return {name: int(float(value)) for name, value in found}


def test_open_callbacks_are_told_by_state(office: Office) -> None:
    office.books()
    told = figures(office)
    assert (told['open{state="requested"}'], told['open{state="due"}']) == (1, 0)
    assert (told["overdue"], told["in_vain"]) == (0, 0)


def test_what_nobody_rings_is_overdue(morning: Office, clock: StoppedClock) -> None:
    morning.books()
    clock.at += timedelta(minutes=31)
    assert figures(morning)["overdue"] == 1


def test_what_nobody_of_ours_takes_is_rung_in_vain(morning: Office, clock: StoppedClock) -> None:
    for number in (FIRST, SECOND):
        morning.exchange.telephones[number] = "no-answer"
    kept = morning.books()
    for _ in range(5):
        assert figures(morning)["in_vain"] == 0
        morning.rings()
        clock.at = morning.again(kept).due_at
    assert figures(morning)["in_vain"] == 1
    morning.house.telephone.calls(MATTI, kept.line).presses("3")
    assert figures(morning)["in_vain"] == 0


def test_without_the_database_all_the_rest_is_told(office: Office) -> None:
    def away(*_: object) -> None:
        raise OSError("away")

    event.listen(office.engine, "before_cursor_execute", away)
    text = office.house.client.get("/metrics").text
    event.remove(office.engine, "before_cursor_execute", away)
    assert "linja_turns_total" in text
    assert "linja_callbacks" not in text

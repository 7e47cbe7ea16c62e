"""What Prometheus is told."""

import re
from typing import Any

import pytest

from ivr.deadline import Bounded, Breaker
from ivr.queue.duties import duties
from ivr.queue.figures import DUTY
from ivr.queue.leases import take
from tests.ivr.house import LINE, House
from tests.ladder.outside import Outside

MATTI = "+358401110001"


def figures(house: House) -> dict[str, float]:
    """Every sample by its name and labels."""
    text = house.client.get("/metrics").text
    found = re.findall(r"^(linja_\w+(?:\{[^}]*\})?) (\S+)$", text, re.MULTILINE)
    return {name: float(value) for name, value in found}


def change(house: House, name: str, before: dict[str, float]) -> float:
    """How much a figure has grown."""
    return figures(house).get(name, 0) - before.get(name, 0)


def test_a_call_is_counted_and_timed_and_so_is_its_notice(house: House) -> None:
    before = figures(house)
    house.telephone.calls(MATTI, LINE).presses("3").hangs_up()
    assert change(house, 'linja_turns_total{result="ok"}', before) == 2
    assert change(house, "linja_turn_seconds_count", before) == 2
    assert change(house, 'linja_notices_read_total{state="eta"}', before) == 1


def test_a_rescue_is_counted(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def bug(*_: object) -> Any:
        raise ZeroDivisionError

    before = figures(house)
    monkeypatch.setattr("ivr.calls.conversation.engine.begin", bug)
    house.telephone.calls(MATTI, LINE)
    assert change(house, 'linja_turns_total{result="rescued"}', before) == 1
    monkeypatch.setattr("ivr.calls.rescue.rescue", bug)
    house.telephone.calls(MATTI, LINE)
    assert change(house, 'linja_turns_total{result="last_words"}', before) == 1


def test_a_breaker_is_shown_while_it_is_open(house: House) -> None:
    clock = [0.0]
    pool = Bounded("shown", 1, Breaker(1, rest_seconds=15, monotonic=lambda: clock[0]))
    name, missed = 'linja_breaker_open{pool="shown"}', 'linja_deadlines_missed_total{pool="shown"}'
    assert (figures(house)[name], figures(house)[missed]) == (0, 0)
    with pytest.raises(OSError, match="away"):
        pool.run(fail, 1)
    assert figures(house)[name] == 1
    clock[0] = 15
    pool.run(lambda: None, 1)
    assert figures(house)[name] == 0


def test_a_database_that_is_away_is_told_of_though_nobody_calls(house: House) -> None:
    assert figures(house)["linja_database_up"] == 1
    Outside(house.services.engine).goes_away()
    assert figures(house)["linja_database_up"] == 0


def test_that_no_worker_runs_is_told_of_before_a_callback_is_late(house: House) -> None:
    assert figures(house)["linja_worker_away"] == 1
    assert take(house.services.engine, "callbacks", "machine", 60)
    assert figures(house)["linja_worker_away"] == 0
    assert take(house.services.engine, "callbacks", "machine", 0)
    assert figures(house)["linja_worker_away"] == 1


def test_what_workers_are_looked_for_by_is_a_duty_that_comes_often() -> None:
    (duty,) = [one for one in duties() if one.name == DUTY]
    assert not duty.each_machine
    assert duty.every_seconds <= 10


def fail() -> None:
    """Stand in for a database that is away."""
    raise OSError("away")


def test_no_label_names_anybody(house: House) -> None:
    house.telephone.calls(MATTI, LINE).presses("0")
    labels = "".join(name.partition("{")[2] for name in figures(house))
    assert not re.search(r"\d{4}", labels)

"""Deadlines and breakers, with work that hangs until it is let go."""

from collections.abc import Iterator
from threading import Event

import pytest

from ivr.deadline import Bounded, Breaker, TooLate


class Clock:
    """Real time that a test moves."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        """Return seconds."""
        return self.at


@pytest.fixture(name="gate")
def closed_gate() -> Iterator[Event]:
    """Work waits on it; opened when the test is over."""
    event = Event()
    yield event
    event.set()


def test_work_in_time_gives_its_result() -> None:
    assert Bounded("work", 1).run(lambda: 41 + 1, 1) == 42


def test_work_that_fails_raises_what_it_raised() -> None:
    with pytest.raises(ValueError, match="seven"):
        Bounded("work", 1).run(lambda: int("seven"), 1)


def test_the_works_own_timeout_is_not_taken_for_ours() -> None:
    def work() -> None:
        raise TimeoutError("theirs")

    with pytest.raises(TimeoutError, match="theirs"):
        Bounded("work", 1).run(work, 1)


def test_work_that_hangs_is_too_late(gate: Event) -> None:
    with pytest.raises(TooLate, match=r"not done in 0\.05 s"):
        Bounded("work", 1).run(gate.wait, 0.05)


def test_hung_work_keeps_its_own_thread_and_no_other(gate: Event) -> None:
    bounded = Bounded("work", 2)
    with pytest.raises(TooLate):
        bounded.run(gate.wait, 0.05)
    assert bounded.run(lambda: "still here", 1) == "still here"


def test_when_every_thread_hangs_the_next_is_too_late_as_well(gate: Event) -> None:
    bounded = Bounded("work", 1)
    with pytest.raises(TooLate):
        bounded.run(gate.wait, 0.05)
    with pytest.raises(TooLate, match="no thread became free"):
        bounded.run(lambda: "never", 0.05)


def test_a_thread_that_was_let_go_works_again(gate: Event) -> None:
    bounded = Bounded("work", 1)
    with pytest.raises(TooLate):
        bounded.run(gate.wait, 0.05)
    gate.set()
    assert bounded.run(lambda: "again", 1) == "again"


@pytest.fixture(name="clock")
def moved_clock() -> Clock:
    return Clock()


@pytest.fixture(name="tried")
def tries() -> list[str]:
    return []


def fail(bounded: Bounded, tried: list[str]) -> None:
    """Try once, in vain."""

    def work() -> None:
        tried.append("tried")
        raise ConnectionError

    with pytest.raises((ConnectionError, TooLate)):
        bounded.run(work, 1)


def test_what_keeps_failing_is_not_tried_any_more(clock: Clock, tried: list[str]) -> None:
    bounded = Bounded("work", 1, Breaker(failures=3, monotonic=clock))
    for _ in range(5):
        fail(bounded, tried)
    assert tried == ["tried"] * 3


def test_after_a_rest_one_try_is_let_through(clock: Clock, tried: list[str]) -> None:
    bounded = Bounded("work", 1, Breaker(failures=3, rest_seconds=15, monotonic=clock))
    for _ in range(3):
        fail(bounded, tried)
    clock.at = 15
    fail(bounded, tried)
    fail(bounded, tried)
    assert tried == ["tried"] * 4


def test_a_try_that_works_closes_the_breaker(clock: Clock, tried: list[str]) -> None:
    bounded = Bounded("work", 1, Breaker(failures=3, rest_seconds=15, monotonic=clock))
    for _ in range(3):
        fail(bounded, tried)
    clock.at = 15
    assert [bounded.run(lambda: "well", 1) for _ in range(2)] == ["well", "well"]


def test_failures_far_apart_open_nothing(clock: Clock, tried: list[str]) -> None:
    bounded = Bounded("work", 1, Breaker(failures=3, within_seconds=10, monotonic=clock))
    for _ in range(6):
        fail(bounded, tried)
        clock.at += 6
    assert tried == ["tried"] * 6


def test_slowness_counts_as_failure(gate: Event) -> None:
    bounded = Bounded("work", 4, Breaker(failures=2))
    for _ in range(2):
        with pytest.raises(TooLate, match="not done"):
            bounded.run(gate.wait, 0.02)
    with pytest.raises(TooLate, match="not tried"):
        bounded.run(lambda: "never", 1)


def test_an_exception_that_does_not_count_opens_nothing(clock: Clock, tried: list[str]) -> None:
    breaker = Breaker(failures=2, monotonic=clock, counts=(OSError,))
    bounded = Bounded("work", 1, breaker)

    def work() -> int:
        tried.append("tried")
        return int("seven")

    for _ in range(5):
        with pytest.raises(ValueError, match="seven"):
            bounded.run(work, 1)
    assert tried == ["tried"] * 5

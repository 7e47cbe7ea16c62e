"""When a version is set aside, and when it is tried again."""

import pytest

from ivr.calls.trials import FAILURES, Trials


class Clock:
    """Real time that a test moves."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        """Return seconds."""
        return self.at


@pytest.fixture(name="clock")
def moved() -> Clock:
    return Clock()


@pytest.fixture(name="trials")
def of_two_flows(clock: Clock) -> Trials:
    """Version `new` of the fault line and `good` of the other are live."""
    trials = Trials(clock)
    trials.is_live("fault-line", "new")
    trials.is_live("delivery", "good")
    return trials


def fails(trials: Trials, times: int) -> list[bool]:
    """Let the fault line's first turn fail so often."""
    return [trials.failed("fault-line", "new") for _ in range(times)]


def test_the_fifth_failure_in_a_row_sets_it_aside_once(trials: Trials) -> None:
    assert fails(trials, FAILURES + 2) == [False] * 4 + [True, False, False]
    assert trials.set_aside() == ["fault-line"]


def test_four_do_not(trials: Trials) -> None:
    fails(trials, FAILURES - 1)
    assert not trials.is_set_aside("fault-line", "new")


def test_one_that_works_begins_the_row_anew(trials: Trials) -> None:
    fails(trials, FAILURES - 1)
    trials.worked("fault-line", "new")
    assert fails(trials, FAILURES - 1) == [False] * 4


def test_failures_over_more_than_a_minute_do_not(trials: Trials, clock: Clock) -> None:
    for _ in range(FAILURES):
        fails(trials, 1)
        clock.at += 16
    assert trials.set_aside() == []


def test_it_stays_aside_however_long(trials: Trials, clock: Clock) -> None:
    fails(trials, FAILURES)
    clock.at += 10**9
    trials.worked("fault-line", "new")  # a call that had begun before
    trials.is_live("fault-line", "new")
    assert trials.is_set_aside("fault-line", "new")


def test_publishing_again_tries_every_version_of_the_flow_again(trials: Trials) -> None:
    fails(trials, FAILURES)
    trials.is_live("fault-line", "old")
    trials.is_live("fault-line", "new")
    assert trials.set_aside() == []


def test_publishing_another_flow_changes_nothing(trials: Trials) -> None:
    fails(trials, FAILURES)
    trials.is_live("delivery", "better")
    assert trials.set_aside() == ["fault-line"]

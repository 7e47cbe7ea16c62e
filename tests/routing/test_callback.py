"""The life of a callback."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.callback import ENDED, OPEN, TRANSITIONS, BadMove, State, is_overdue, may, move
from tests.routing.moments import helsinki

TABLE = """
requested      due refused
due            offered ringing refused
offered        due ringing refused
ringing        connected waiting_retry unknown unreachable
unknown        ringing due
waiting_retry  due
connected      done waiting_retry
"""
FROM_ANY_OPEN = {"cancelled_by_caller", "cancelled_by_staff", "served_otherwise"}
ALLOWED = {
    (line.split()[0], to)
    for line in TABLE.strip().splitlines()
    for to in (*line.split()[1:], *FROM_ANY_OPEN)
}


@pytest.mark.parametrize("to", State)
@pytest.mark.parametrize("state", State)
def test_every_pair_of_states_is_as_in_the_table(state: State, to: State) -> None:
    assert may(state, to) is ((state.value, to.value) in ALLOWED)


def test_states_are_open_or_ended() -> None:
    assert {state for state, _ in ALLOWED} == set(OPEN)
    assert {
        "done",
        "refused",
        "unreachable",
        "cancelled_by_caller",
        "cancelled_by_staff",
        "served_otherwise",
    } == ENDED


def test_a_move_that_is_allowed_gives_the_new_state() -> None:
    assert move(State.DUE, State.RINGING) is State.RINGING


def test_a_move_that_is_not_says_what_would_be() -> None:
    with pytest.raises(BadMove, match="waiting_retry cannot become ringing") as bad:
        move(State.WAITING_RETRY, State.RINGING)

    assert (bad.value.state, bad.value.to) == (State.WAITING_RETRY, State.RINGING)


@pytest.mark.parametrize("state", sorted(ENDED))
def test_what_has_ended_stays_so(state: State) -> None:
    with pytest.raises(BadMove, match="nothing: it has ended"):
        move(state, State.DUE)


@given(st.lists(st.sampled_from(list(State)), max_size=60))
def test_a_random_walk_never_leaves_the_table(wishes: list[State]) -> None:
    walked = [State.REQUESTED]
    for wish in wishes:
        if may(walked[-1], wish):
            walked.append(move(walked[-1], wish))
        else:
            with pytest.raises(BadMove, match=re.escape(f"become {wish}")):
                move(walked[-1], wish)

    pairs = {(one.value, to.value) for one, to in pairwise(walked)}
    assert pairs <= ALLOWED
    assert not ENDED.intersection(walked[:-1])


def reachable(start: State, without: frozenset[State] = frozenset()) -> set[State]:
    found, edge = {start}, {start}
    while edge:
        edge = {to for state in edge for to in TRANSITIONS[state]} - without - found
        found |= edge
    return found


@pytest.mark.parametrize("state", sorted(OPEN))
def test_every_open_state_can_end_even_if_nobody_cancels(state: State) -> None:
    cancelled = frozenset(State(name) for name in FROM_ANY_OPEN)

    assert State.DONE in reachable(state, cancelled)
    assert {State.UNREACHABLE, State.REFUSED} <= reachable(state, cancelled)


def test_every_state_is_reached_from_a_request() -> None:
    assert reachable(State.REQUESTED) == set(State)


@pytest.mark.parametrize(
    ("state", "now", "overdue"),
    [
        (State.REQUESTED, "2026-11-23 08:30", False),
        (State.REQUESTED, "2026-11-23 08:31", True),
        (State.DUE, "2026-11-23 08:31", True),
        (State.WAITING_RETRY, "2026-11-23 08:31", True),
        (State.RINGING, "2026-11-23 09:59", False),
        (State.CONNECTED, "2026-11-23 10:01", True),
        (State.DONE, "2026-11-24 08:00", False),
        (State.UNREACHABLE, "2026-11-24 08:00", False),
    ],
)
def test_a_callback_that_nobody_rings_is_overdue(state: State, now: str, *, overdue: bool) -> None:
    assert is_overdue(state, helsinki("2026-11-23 08:00"), helsinki(now)) is overdue

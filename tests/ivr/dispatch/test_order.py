"""Who is next, and who takes them."""

from datetime import timedelta
from typing import Any

import pytest

from ivr.dispatch import offers, people
from ivr.dispatch.agents import BadAgent, choose_state, find_agent, seen, tidy
from ivr.dispatch.decide import NOT_AGAIN_FOR, Decision, decide
from routing.waiting import Wanted
from tests.ivr.dispatch.conftest import Board

NO_WRAP_UP = timedelta(0)


def decided(board: Board) -> tuple[str, str] | None:
    """Who is offered to whom, by call and by name."""
    made = board.does(lambda connection: decide(connection, board.now))
    return (ref_of(board, made), made.agent) if made else None


def ref_of(board: Board, made: Decision) -> str:
    found = board.does(lambda connection: offers.find_offer(connection, made.offer))
    assert found
    return str(found["ref"])


def offer(board: Board) -> str:
    made = board.does(lambda connection: decide(connection, board.now))
    assert made
    return made.offer


def ends(board: Board, id_: str, outcome: Any, wrap_up: timedelta = NO_WRAP_UP) -> bool:
    return board.does(lambda c: offers.ended(c, id_, outcome, board.now, wrap_up))


def state(board: Board, name: str) -> str:
    found = board.does(lambda connection: find_agent(connection, name))
    assert found
    return found.state


def test_whoever_called_first_is_first_and_a_callback_keeps_its_place(board: Board) -> None:
    board.agent("aino")
    board.waits("late", ago_seconds=10)
    board.waits("early", ago_seconds=300)
    assert decided(board) == ("early", "aino")


def test_urgent_goes_before_all(board: Board) -> None:
    board.agent("aino")
    board.waits("early", ago_seconds=300)
    board.waits("danger", urgent=True)
    assert decided(board) == ("danger", "aino")


def test_the_agent_who_has_been_idle_longest_takes_them(board: Board) -> None:
    board.agent("aino")
    board.passes(5)
    board.agent("eino")
    board.waits("one", ago_seconds=1)
    board.waits("two")
    assert (decided(board), decided(board)) == (("one", "aino"), ("two", "eino"))


def test_nobody_is_given_to_who_is_away_busy_or_of_another_team(board: Board) -> None:
    board.agent("away", state="away")
    board.agent("swedish", "service-sv")
    board.waits("one")
    assert decided(board) is None


def test_one_agent_gets_one_person(board: Board) -> None:
    board.agent("aino")
    board.waits("one", ago_seconds=1)
    board.waits("two")
    assert decided(board) == ("one", "aino")
    assert decided(board) is None


def test_after_a_while_other_teams_help(board: Board) -> None:
    board.agent("svea", "service-sv")
    board.waits("one", Wanted("service-fi"), Wanted("service-sv", 120))
    board.passes(119)
    assert decided(board) is None
    board.passes(1)
    assert decided(board) == ("one", "svea")


def test_who_does_not_accept_is_followed_by_the_next_and_the_place_is_kept(board: Board) -> None:
    board.agent("aino")
    board.passes(1)
    board.agent("eino")
    board.waits("first", ago_seconds=60)
    missed = offer(board)
    board.waits("second")
    assert ends(board, missed, "missed")
    assert decided(board) == ("first", "eino")
    assert decided(board) == ("second", "aino")


def test_nobody_is_asked_about_the_same_person_again_at_once(board: Board) -> None:
    board.agent("aino")
    board.waits("first", ago_seconds=60)
    ends(board, offer(board), "missed")
    assert decided(board) is None
    board.passes(NOT_AGAIN_FOR.total_seconds())
    assert decided(board) == ("first", "aino")


def test_one_whom_nobody_may_be_asked_for_does_not_hold_up_the_rest(board: Board) -> None:
    board.agent("aino")
    board.waits("first", ago_seconds=60)
    ends(board, offer(board), "missed")
    board.waits("second")
    assert decided(board) == ("second", "aino")


def test_three_missed_in_a_row_and_the_chair_is_empty(board: Board) -> None:
    board.agent("aino")
    for number in range(3):
        assert state(board, "aino") == "available"
        board.waits(f"call-{number}", ago_seconds=60 - number)
        ends(board, offer(board), "missed")
    assert state(board, "aino") == "away"


def test_a_conversation_ends_in_wrap_up_which_ends_by_itself(board: Board) -> None:
    board.agent("aino")
    board.waits("one")
    id_ = offer(board)
    assert board.does(lambda c: offers.ringing(c, id_, "CA1"))
    assert board.does(lambda c: offers.accepted(c, id_, "CA1", board.now))
    assert state(board, "aino") == "busy"
    assert board.does(lambda c: offers.met(c, id_, board.now))
    assert ends(board, id_, "done", timedelta(seconds=30))
    assert state(board, "aino") == "wrap_up"
    board.passes(30)
    board.does(lambda c: tidy(c, board.now))
    assert state(board, "aino") == "available"


def test_an_offer_ends_once_and_cannot_be_accepted_after(board: Board) -> None:
    board.agent("aino")
    board.waits("one")
    id_ = offer(board)
    assert [ends(board, id_, "missed"), ends(board, id_, "missed")] == [True, False]
    assert not board.does(lambda c: offers.accepted(c, id_, "CA1", board.now))
    assert not board.does(lambda c: offers.met(c, id_, board.now))


def test_a_caller_who_hangs_up_frees_the_agent_without_blame(board: Board) -> None:
    board.agent("aino")
    board.waits("one")
    offer(board)
    gone = board.does(lambda c: offers.person_left(c, "one", "hung_up", board.now, NO_WRAP_UP))
    assert gone
    assert (gone["outcome"], state(board, "aino")) == ("caller_gone", "available")
    assert decided(board) is None


def test_who_joins_again_has_the_place_they_had(board: Board) -> None:
    board.waits("first", ago_seconds=60)
    board.waits("second")
    board.does(lambda c: people.leave(c, "first", "callback", board.now))
    assert ahead(board, "second") == 0
    board.waits("first")
    assert (ahead(board, "first"), ahead(board, "second")) == (0, 1)


def ahead(board: Board, ref: str) -> int | None:
    return board.does(lambda c: people.ahead_of(c, ref, board.now))


def test_the_place_counts_those_before_in_the_nearest_team(board: Board) -> None:
    for number in range(3):
        board.waits(f"fi-{number}", ago_seconds=60 - number)
    board.waits("both", "service-fi", "service-sv")
    board.waits("urgent", urgent=True)
    assert [ahead(board, ref) for ref in ("fi-0", "fi-2", "both", "urgent")] == [1, 3, 0, 0]
    assert ahead(board, "nobody") is None


def test_an_agent_cannot_leave_a_call_by_saying_away(board: Board) -> None:
    board.agent("aino")
    board.waits("one")
    offer(board)
    with pytest.raises(BadAgent, match="A call is on"):
        board.does(lambda c: choose_state(c, "aino", "away", board.now))
    with pytest.raises(BadAgent, match="cannot be chosen"):
        board.does(lambda c: choose_state(c, "aino", "busy", board.now))


def test_a_closed_desk_is_away_after_a_minute(board: Board) -> None:
    board.agent("aino")
    board.passes(59)
    board.does(lambda c: seen(c, "aino", board.now))
    board.passes(59)
    board.does(lambda c: tidy(c, board.now))
    assert state(board, "aino") == "available"
    board.passes(1)
    board.does(lambda c: tidy(c, board.now))
    assert state(board, "aino") == "away"

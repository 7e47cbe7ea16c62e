"""How somebody stands, in one read; who is at the desks, and how long conversations took."""

from datetime import timedelta

from sqlalchemy import update

from ivr.db.tables.dispatch import offers
from ivr.dispatch import people
from ivr.dispatch.agents import choose_state
from ivr.dispatch.decide import decide
from ivr.dispatch.offers import ended
from ivr.dispatch.standing import HANDLED_WITHIN, Desks, Place, desks, place_of
from routing.waiting import Wanted
from tests.ivr.dispatch.conftest import Board


def place(board: Board, ref: str) -> Place | None:
    return board.does(lambda c: place_of(c, ref, board.now))


def seats(board: Board) -> Desks:
    return board.does(lambda c: desks(c, board.now))


def test_those_before_are_counted_by_team_as_the_long_way_does(board: Board) -> None:
    board.waits("danger", urgent=True)
    board.waits("early", ago_seconds=60)
    board.waits("me", "service-fi", "service-sv", ago_seconds=30)
    board.waits("late")
    found = place(board, "me")
    assert found == Place("waiting", "fi", "", "", {"service-fi": 2, "service-sv": 0})
    assert min(found.teams.values()) == board.does(lambda c: people.ahead_of(c, "me", board.now))


def test_a_team_whose_time_has_not_come_is_not_counted(board: Board) -> None:
    board.waits("me", Wanted("service-fi"), Wanted("service-sv", 120))
    now = place(board, "me")
    board.passes(120)
    later = place(board, "me")
    assert now is not None
    assert later is not None
    assert (set(now.teams), set(later.teams)) == ({"service-fi"}, {"service-fi", "service-sv"})


def test_whoever_is_being_taken_or_has_left_has_no_place(board: Board) -> None:
    assert place(board, "nobody") is None
    board.agent("aino")
    board.waits("me")
    board.does(lambda c: people.in_queue(c, "me", "QU1", 120))
    board.does(lambda c: decide(c, board.now))
    assert place(board, "me") == Place("offered", "fi", "", "QU1", {})
    board.does(lambda c: people.choose(c, "me", "callback"))
    board.does(lambda c: people.leave(c, "me", "callback", board.now))
    assert place(board, "me") == Place("left", "fi", "callback", "QU1", {})


def test_who_is_there_and_who_of_them_is_free(board: Board) -> None:
    board.agent("aino")
    board.agent("svea", "service-sv", "service-fi", state="away")
    board.agent("eino", "service-sv")
    assert seats(board).at(["service-fi"]) == {"aino"}
    assert seats(board).at(["service-fi", "service-sv"]) == {"aino", "eino"}
    board.waits("me")
    board.does(lambda c: decide(c, board.now))
    assert seats(board).at(["service-fi"]) == {"aino"}
    assert seats(board).free == {"eino"}
    board.does(lambda c: choose_state(c, "svea", "available", board.now))
    assert seats(board).free == {"eino", "svea"}


def test_how_long_conversations_took_is_that_of_the_last_two_hours(board: Board) -> None:
    board.agent("aino")
    board.waits("me")
    made = board.does(lambda c: decide(c, board.now))
    assert made is not None
    board.passes(90)
    board.does(lambda c: ended(c, made.offer, "done", board.now, timedelta(0)))
    assert seats(board).took(["service-fi", "service-sv"]) == [90.0]
    board.does(lambda c: c.execute(update(offers).values(outcome="missed")))
    assert seats(board).took(["service-fi"]) == []
    board.does(lambda c: c.execute(update(offers).values(outcome="done")))
    board.passes(HANDLED_WITHIN.total_seconds())
    assert seats(board).took(["service-fi"]) == []


def test_another_language_is_another_line_and_the_same_place(board: Board) -> None:
    board.waits("before", "service-sv", ago_seconds=90)
    board.waits("me", ago_seconds=60)
    board.waits("after", "service-sv", ago_seconds=30)
    board.does(lambda c: people.speak(c, "me", "sv", [Wanted("service-sv")], board.now))
    mine, theirs = place(board, "me"), place(board, "after")
    assert mine == Place("waiting", "sv", "", "", {"service-sv": 1})
    assert theirs is not None
    assert theirs.teams == {"service-sv": 2}

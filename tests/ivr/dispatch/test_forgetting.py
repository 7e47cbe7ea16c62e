"""Whoever is erased is gone from the line of people too."""

from collections.abc import Mapping
from typing import Any

from ivr.dispatch.forgetting import forget_waiting
from ivr.dispatch.people import Joining, join, state_of
from routing.waiting import Wanted
from tests.ivr.dispatch.conftest import LINE, Board

MATTI, ANNA = "+358401110001", "+358401110002"


def waits(board: Board, number: str) -> None:
    card, kept = {"number": number, "place": "29900"}, {"state": {"caller": {"number": number}}}
    wanted, now = [Wanted("service-fi")], board.now
    person = Joining("call", number, LINE, "fi", "any", False, now, wanted, card, kept)
    board.does(lambda connection: join(connection, person, now))


def row_of(board: Board, ref: str) -> Mapping[str, Any]:
    found = board.does(lambda connection: state_of(connection, ref))
    assert found is not None
    return found


def test_the_card_and_the_call_of_an_erased_number_are_empty_and_no_others(board: Board) -> None:
    waits(board, MATTI)
    waits(board, ANNA)
    board.does(lambda connection: forget_waiting(connection, [MATTI]))
    for number, erased in ((MATTI, True), (ANNA, False)):
        row = row_of(board, number)
        assert (row["card"] == {}, row["call_state"] is None) == (erased, erased)

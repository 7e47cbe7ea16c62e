"""The life of a text message."""

import pytest

from routing.message import ENDED, OPEN, TRANSITIONS, BadMove, State, move

TABLE = """
waiting   due withdrawn expired
due       waiting sending failed withdrawn expired
sending   sent unknown due failed withdrawn
unknown   sent due withdrawn
sent      failed
"""
ALLOWED = {(line.split()[0], to) for line in TABLE.strip().splitlines() for to in line.split()[1:]}


def test_every_pair_of_states_is_as_in_the_table() -> None:
    assert {(state.value, to.value) for state in State for to in TRANSITIONS[state]} == ALLOWED


def test_a_message_is_open_or_has_ended() -> None:
    assert {"waiting", "due", "sending", "unknown"} == OPEN
    assert {"sent", "failed", "withdrawn", "expired"} == ENDED


def test_what_was_withdrawn_is_never_sent() -> None:
    with pytest.raises(BadMove, match="withdrawn cannot become sent, only nothing: it has ended"):
        move(State.WITHDRAWN, State.SENT)


def test_a_move_that_is_allowed_gives_the_new_state() -> None:
    assert move(State.UNKNOWN, State.DUE) is State.DUE

"""When nobody knows whether a message went out, it is looked for before another one is sent."""

import pytest

from ivr.directory.erasing import erase_everywhere
from ivr.messages.ledger import Change, change
from ivr.messages.records import Message, find_message
from ivr.twilio.texts import Order, Result, TextRest
from routing.message import State
from tests.ivr.messages.post import MATTI, Post, at

IN_DOUBT = ["waiting", "due", "sending", "unknown"]


@pytest.fixture
def due(post: Post) -> Message:
    """A message whose repair has settled; statuses are held back."""
    post.exchange.callbacks.mode = "held"
    kept = post.promises()
    post.repairs()
    post.passes(minutes=30)
    return kept


@pytest.mark.parametrize("fault", ["500", "drop", "garbage"])
def test_what_twilio_took_and_did_not_say_so_is_found(
    post: Post, due: Message, fault: str
) -> None:
    post.exchange.texts.faults.append(fault)
    post.works()
    assert post.way(due) == IN_DOUBT
    post.works()
    assert post.way(due) == [*IN_DOUBT, "sent"]
    assert len(post.sent()) == 1


@pytest.mark.parametrize("fault", ["500", "drop"])
def test_its_status_may_be_faster_than_the_look(post: Post, due: Message, fault: str) -> None:
    post.exchange.texts.faults.append(fault)
    post.works()
    post.exchange.callbacks.deliver()
    assert post.way(due) == [*IN_DOUBT, "sent"]
    assert post.again(due).delivered_at is not None
    post.works()
    assert len(post.sent()) == 1


def test_what_twilio_did_not_take_is_sent_a_little_later(post: Post, due: Message) -> None:
    post.exchange.texts.faults.append("429")
    post.works()
    assert post.way(due) == ["waiting", "due", "sending", "due"]
    assert post.works() == 0
    post.passes(seconds=30)
    assert post.works() == 1
    assert len(post.sent()) == 1


def test_what_is_missed_twice_was_never_sent(post: Post, due: Message) -> None:
    post.exchange.texts.faults.append("drop")
    post.works()
    lost = post.exchange.texts.all.pop()
    for _ in range(2):
        assert post.again(due).state == "unknown"
        post.works()
    assert post.way(due)[-3:] == ["due", "sending", "sent"]
    assert [text.sid for text in post.sent()] != [lost.sid]
    assert len(post.sent()) == 1


def test_while_the_list_cannot_be_read_nothing_is_sent_again(
    post: Post, due: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.exchange.texts.faults.append("drop")
    post.works()

    def fails(*_: object) -> None:
        raise ConnectionError("away")

    with monkeypatch.context() as away:
        away.setattr(type(post.sender.rest), "sent_to", fails)
        for _ in range(3):
            post.works()
    assert post.way(due) == IN_DOUBT
    post.works()
    assert post.way(due)[-1] == "sent"
    assert len(post.sent()) == 1


def test_the_same_words_of_another_message_are_not_taken_for_it(post: Post, due: Message) -> None:
    post.works()
    post.told(status="active")
    again = post.promises()
    post.passes(seconds=10)
    post.told(status="restored", ends_at=at(15).isoformat())
    post.passes(minutes=30)
    post.exchange.texts.faults.append("drop")
    post.works()
    post.works()
    assert post.way(again)[-1] == "sent"
    assert len({text.body for text in post.sent()}) == 1
    sids = {post.again(due).message_sid, post.again(again).message_sid}
    assert sids == {text.sid for text in post.sent()}


def test_a_result_that_comes_too_late_changes_nothing(post: Post, due: Message) -> None:
    post.exchange.texts.faults.append("drop")
    post.works()
    with post.engine.begin() as connection:
        message = find_message(connection, due.id)
        assert message is not None
        change(connection, message, Change(State.WITHDRAWN, "x", post.clock.at))
    post.exchange.callbacks.deliver()
    assert post.again(due).state == "withdrawn"
    assert len(post.sent(MATTI)) == 1


def test_an_answer_that_comes_while_it_is_in_doubt_ends_the_doubt(
    post: Post, due: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = TextRest.send

    def slowly(rest: TextRest, order: Order) -> Result:
        result = send(rest, order)
        with post.engine.begin() as connection:
            message = find_message(connection, due.id)
            assert message is not None
            change(connection, message, Change(State.UNKNOWN, "x", post.clock.at))
        return result

    with monkeypatch.context() as standing_still:
        standing_still.setattr(TextRest, "send", slowly)
        post.works()
    assert post.way(due) == [*IN_DOUBT, "sent"]


def test_an_erased_person_leaves_no_message_in_doubt_for_ever(
    post: Post, due: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.exchange.texts.faults.append("500")
    post.works()
    with post.engine.begin() as connection:
        assert erase_everywhere(connection, "1")

    def refuses(*_: object) -> None:
        raise ConnectionError("400: not a phone number")

    monkeypatch.setattr(TextRest, "sent_to", refuses)
    for _ in range(3):
        post.works()
    assert post.again(due).state == "failed"

"""A message is promised once for a fault, and only to a number that may have it."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, event

from flows.asks import CheckMessage, MessageWhenRepaired, Outcome, WithdrawMessage
from ivr.feeds.manual import correct, end
from outage_feed.correction import Correction
from tests.ivr.messages.post import ELECTRICITY, MATTI, Post, set_sender

OTHER = "+358401110009"
PROMISE = MessageWhenRepaired(MATTI, "29900", ELECTRICITY)
CHECK = CheckMessage(MATTI, "29900", ELECTRICITY)
WITHDRAW = WithdrawMessage("29900", ELECTRICITY)


def test_what_is_promised_is_kept_with_the_outages_it_is_about(post: Post) -> None:
    kept = post.promises(language="sv")
    assert (kept.number, kept.asked_by, kept.language) == (MATTI, MATTI, "sv")
    assert (kept.postcode, kept.service, kept.state) == ("29900", "electricity", "waiting")
    assert kept.outages == [["grid", "F-1187"]]


def test_what_goes_on_by_a_persons_word_is_what_the_message_is_about(post: Post) -> None:
    post.repairs()
    word = Correction(by="Eva", at=post.clock.at, status="active")
    correct(post.house.services, "grid", "F-1187", word)
    kept = post.promises()
    assert kept.outages == [["grid", "F-1187"]]
    post.passes(hours=4)
    assert (post.works(), post.again(kept).state) == (0, "waiting")
    end(post.house.services, "grid", "F-1187", "Eva")
    assert (post.works(), post.again(kept).state) == (1, "sent")


def test_a_second_promise_is_none_and_the_caller_hears_so(post: Post) -> None:
    post.promises()
    assert post.asks(PROMISE) == Outcome("done", value={"exists": "yes"})
    assert post.asks(CHECK) == Outcome("done", value={"number": MATTI, "exists": "yes"})
    assert len(post.all()) == 1


def test_a_repeated_webhook_promises_once_and_hears_the_same(post: Post) -> None:
    first = post.asks(PROMISE, call_sid="CA1")
    assert post.asks(PROMISE, call_sid="CA1") == first == Outcome("done")
    assert len(post.all()) == 1


def test_each_service_has_a_message_of_its_own(post: Post) -> None:
    post.told(id="W-1", status="active", service="water")
    both = MessageWhenRepaired(MATTI, "29900", ("electricity", "water"))
    post.promises()
    assert post.asks(both) == Outcome("done")
    assert {one.service: one.outages for one in post.all()} == {
        "electricity": [["grid", "F-1187"]],
        "water": [["grid", "W-1"]],
    }
    assert len(post.all()) == 2


@pytest.mark.parametrize("postcode", ["29900", "33100"])
def test_nothing_is_promised_where_nothing_goes_on_any_more(post: Post, postcode: str) -> None:
    post.told(status="cancelled")
    asked = MessageWhenRepaired(MATTI, postcode, ELECTRICITY)
    assert post.asks(asked) == Outcome("done", value={"over": "yes"})
    assert post.all() == []


def test_of_two_services_only_what_goes_on_is_promised(post: Post) -> None:
    both = MessageWhenRepaired(MATTI, "29900", ("electricity", "water"))
    assert post.asks(both) == Outcome("done")
    assert [one.service for one in post.all()] == ["electricity"]


def test_a_number_as_typed_is_given_back_in_full(post: Post) -> None:
    asked = post.asks(CheckMessage("0401110009", "29900", ELECTRICITY))
    assert asked == Outcome("done", value={"number": OTHER})


@pytest.mark.parametrize(
    ("number", "reason"), [("0931575555", "landline"), ("+46701234567", "country")]
)
def test_a_number_that_gets_none_is_refused_before_and_when_it_is_kept(
    post: Post, number: str, reason: str
) -> None:
    refused = Outcome("refused", value={"reason": reason})
    assert post.asks(CheckMessage(number, "29900", ELECTRICITY)) == refused
    assert post.asks(MessageWhenRepaired(number, "29900", ELECTRICITY)) == refused
    assert post.all() == []


def test_one_number_may_ask_for_only_so_many_a_day(post: Post) -> None:
    set_sender(post.engine, a_day="2")
    post.told(id="F-2", status="active", areas=["00100", "00120"])
    for postcode in ("00100", "00120"):
        post.promises(postcode=postcode)
    enough = Outcome("refused", value={"reason": "enough"})
    assert post.asks(PROMISE) == enough
    post.passes(hours=24)
    assert post.asks(PROMISE) == Outcome("done")


def test_whoever_has_asked_may_withdraw_it_and_ask_again(post: Post) -> None:
    first = post.promises()
    assert post.asks(WITHDRAW) == Outcome("done")
    assert post.way(first) == ["waiting", "withdrawn"]
    assert post.asks(WITHDRAW) == Outcome("refused")
    assert post.asks(CHECK) == Outcome("done", value={"number": MATTI})
    assert post.asks(PROMISE) == Outcome("done")


def test_nobody_withdraws_anothers_message(post: Post) -> None:
    kept = post.promises()
    assert post.asks(WITHDRAW, number=OTHER) == Outcome("refused")
    assert post.asks(WITHDRAW, number="") == Outcome("refused")
    assert post.again(kept).state == "waiting"


def test_without_the_database_nothing_is_promised(
    post: Post, away: Callable[[Engine], None]
) -> None:
    away(post.engine)
    assert post.asks(PROMISE) == Outcome("failed")
    assert post.asks(CHECK) == Outcome("done", value={"number": MATTI})


@pytest.fixture
def away() -> Callable[[Engine], None]:
    """Let every statement about messages fail, as it does when the database is away."""

    def fail(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "repair_messages" in statement:
            raise ConnectionError("away")

    def listen(engine: Engine) -> None:
        event.listen(engine, "before_cursor_execute", fail)

    return listen

"""A message goes out when it is surely repaired, by day, once, and not if it is out again."""

import pytest
from sqlalchemy import update

from flows.asks import MessageWhenRepaired, Outcome
from ivr.db.tables.messages import repair_messages
from ivr.directory.erasing import erase_everywhere
from ivr.feeds.receive import receive
from ivr.lines.store import apply
from routing.document import read_document
from tests.ivr.house import DEMO
from tests.ivr.messages.post import ELECTRICITY, MATTI, SENDER, Post, at, set_sender

TEXT = (
    "Pohjolan Verkko: Sähkönjakelun häiriö alueella 29900 on tietojemme mukaan korjattu "
    "22.11. klo 15. Jos olette ilman sähköä, soittakaa numeroon 09 31570000."
)
OTHER = "+358401110009"


def settled(post: Post) -> None:
    """Have it repaired, and half an hour pass."""
    post.repairs()
    post.passes(minutes=30)


def test_it_is_sent_when_the_repair_has_settled(post: Post) -> None:
    kept = post.promises()
    assert post.works() == 0
    post.repairs()
    post.passes(minutes=29)
    assert post.works() == 0
    post.passes(minutes=1)
    assert post.works() == 1
    assert [(text.from_, text.body) for text in post.sent()] == [(SENDER, TEXT)]
    assert post.way(kept) == ["waiting", "due", "sending", "sent"]
    assert post.again(kept).delivered_at is not None
    assert post.works() == 0
    assert post.exchange.problems == []


def test_it_is_written_in_the_language_of_the_call(post: Post) -> None:
    post.promises(language="en")
    settled(post)
    post.works()
    assert post.sent()[0].body == (
        "Nordic Grid: The power cut in area 29900 was repaired at 3 pm on 22 Nov according to "
        "our information. If you still have no power, call 09 31570000."
    )


def test_it_waits_for_the_morning(post: Post) -> None:
    kept = post.promises()
    post.clock.at = at(20, 45)
    settled(post)
    assert post.works() == 0
    assert post.again(kept).due_at == at(8, day=23)
    post.clock.at = at(8, day=23)
    assert post.works() == 1
    assert "22.11. klo 20.45" in post.sent()[0].body


def test_what_was_due_before_quiet_time_and_was_not_sent_waits_too(post: Post) -> None:
    kept = post.promises()
    settled(post)
    post.exchange.texts.faults.append("429")
    post.works()
    post.clock.at = at(21)
    assert post.works() == 0
    assert post.again(kept).due_at == at(8, day=23)


def test_what_is_out_again_is_not_sent(post: Post) -> None:
    kept = post.promises()
    post.repairs()
    post.passes(minutes=20)
    post.told(status="active")
    post.passes(minutes=20)
    assert post.works() == 0
    post.repairs()
    post.passes(minutes=30)
    assert post.works() == 1
    assert len(post.sent()) == 1
    assert post.again(kept).repaired_at == at(15, 40)


def test_what_is_out_again_in_the_night_is_not_sent_in_the_morning(post: Post) -> None:
    kept = post.promises()
    post.clock.at = at(22)
    settled(post)
    post.works()
    assert post.again(kept).state == "due"
    post.told(status="active")
    post.clock.at = at(8, day=23)
    assert post.works() == 0
    assert post.way(kept) == ["waiting", "due", "waiting"]


def test_another_fault_at_the_same_place_is_no_repair(post: Post) -> None:
    post.promises()
    post.told(id="F-2", status="active")
    settled(post)
    assert post.works() == 0
    post.told(id="F-2", status="restored", ends_at=post.clock.at.isoformat())
    post.passes(minutes=30)
    assert post.works() == 1
    assert "klo 15.30" in post.sent()[0].body


def test_who_asks_when_it_has_just_been_repaired_is_told_of_it(post: Post) -> None:
    post.repairs()
    post.passes(minutes=10)
    post.promises()
    post.passes(minutes=20)
    assert post.works() == 1
    assert "klo 15." in post.sent()[0].body


def test_what_its_source_no_longer_lists_settles_too(post: Post) -> None:
    post.promises()
    body = f'{{"snapshot": true, "as_of": "{post.clock.at.isoformat()}", "outages": []}}'
    receive(post.house.services, "grid", "application/json", body.encode())
    post.passes(minutes=30)
    assert post.works() == 1


def test_nobody_waits_for_ever(post: Post) -> None:
    kept = post.promises()
    post.passes(days=14, seconds=1)
    post.works()
    assert post.way(kept) == ["waiting", "expired"]


def test_what_its_source_takes_back_is_waited_for_no_longer_than_a_day(post: Post) -> None:
    kept = post.promises()
    post.passes(hours=2)
    post.told(status="cancelled")
    post.passes(hours=23)
    post.works()
    assert post.way(kept) == ["waiting"]
    post.passes(hours=1)
    post.works()
    assert post.way(kept) == ["waiting", "expired"]
    assert "never said that it was repaired" in post.again(kept).reason


def test_what_comes_back_under_another_id_within_the_day_is_still_waited_for(post: Post) -> None:
    kept = post.promises()
    post.told(status="cancelled")
    post.passes(hours=20)
    post.told(id="F-2", status="active")
    post.passes(hours=23)
    post.works()
    assert post.way(kept) == ["waiting"]
    post.told(id="F-2", status="restored")
    post.passes(minutes=30)
    assert (post.works(), post.way(kept)[-1]) == (1, "sent")


def test_the_day_after_it_is_no_news(post: Post) -> None:
    kept = post.promises()
    settled(post)
    post.clock.at = at(22)
    post.works()
    post.passes(days=1)
    post.works()
    assert post.way(kept) == ["waiting", "due", "expired"]


def test_a_line_without_a_sender_sends_when_it_has_one_again(post: Post) -> None:
    post.promises()
    settled(post)
    apply(post.engine, dict(read_document(DEMO).sections) | {"lines": plain_lines()})
    assert post.works() == 0
    set_sender(post.engine)
    post.passes(hours=1)
    assert post.works() == 1


def test_more_than_the_hours_number_waits(post: Post) -> None:
    set_sender(post.engine, an_hour="1")
    post.promises()
    post.promises(OTHER)
    settled(post)
    assert post.works() == 1
    assert post.works() == 0
    post.passes(hours=1, seconds=1)
    assert post.works() == 1
    assert len(post.sent()) == len(post.sent(OTHER)) == 1


def test_whoever_has_told_twilio_stop_is_withdrawn(post: Post) -> None:
    post.told(id="F-2", status="active", areas=["00100"])
    kept, other = post.promises(), post.promises(postcode="00100")
    post.exchange.texts.stopped.add((SENDER, MATTI))
    settled(post)
    post.works()
    assert post.way(kept) == ["waiting", "due", "sending", "withdrawn"]
    assert post.way(other) == ["waiting", "withdrawn"]
    asked = post.asks(MessageWhenRepaired(MATTI, "00120", ELECTRICITY))
    assert asked == Outcome("refused", value={"reason": "stopped"})


def test_a_number_that_cannot_have_it_fails(post: Post) -> None:
    kept = post.promises()
    with post.engine.begin() as connection:
        connection.execute(update(repair_messages).values(number="+358931575555"))
    settled(post)
    assert post.works() == 0
    assert post.way(kept) == ["waiting", "due", "failed"]


@pytest.mark.parametrize(("behaviour", "code"), [("undelivered", 30003), ("failed", 30008)])
def test_what_twilio_cannot_deliver_has_failed(post: Post, behaviour: str, code: int) -> None:
    kept = post.promises()
    post.exchange.texts.behaviours[MATTI] = behaviour
    settled(post)
    post.works()
    assert post.way(kept) == ["waiting", "due", "sending", "sent", "failed"]
    assert post.again(kept).reason == f"{behaviour} {code}"


@pytest.mark.parametrize("backwards", [False, True])
def test_statuses_come_in_any_order_and_twice(post: Post, *, backwards: bool) -> None:
    kept = post.promises()
    post.exchange.callbacks.mode = "held"
    settled(post)
    post.works()
    held = list(post.exchange.callbacks.held)
    post.exchange.callbacks.deliver(backwards=backwards)
    for told in held:
        told()
    assert post.again(kept).state == "sent"
    assert post.again(kept).delivered_at is not None


def test_an_erased_person_is_gone_and_the_row_stays(post: Post) -> None:
    kept = post.promises()
    with post.engine.begin() as connection:
        assert erase_everywhere(connection, "1")
    assert post.way(kept) == ["waiting", "withdrawn"]
    left = post.again(kept)
    assert (left.number, left.asked_by, left.body, left.postcode) == ("", "", "", "")
    settled(post)
    assert post.works() == 0


def test_a_person_erased_while_it_is_being_sent_is_gone_too(post: Post) -> None:
    kept = post.promises()
    post.exchange.texts.faults.append("500")
    post.exchange.callbacks.mode = "held"
    settled(post)
    post.works()
    assert post.again(kept).state == "unknown"
    with post.engine.begin() as connection:
        assert erase_everywhere(connection, "1")
    for _ in range(4):
        post.works()
    assert post.again(kept).state in {"sent", "failed"}
    assert MATTI not in str(post.again(kept))


def plain_lines() -> dict[str, object]:
    """The demo's lines, of which none texts."""
    lines: dict[str, object] = {}
    for number, line in read_document(DEMO).sections["lines"].items():
        lines[number] = {name: value for name, value in line.items() if name != "sms_sender"}
    return lines

"""A call that is over becomes a trial: what can be carried over, and what is said of the rest."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from ivr.admin.call_replay import PastCall, replay
from ivr.clock import HELSINKI, StoppedClock

PAGE = "/admin/calls/"
MINUTE = timedelta(minutes=1)


def turn(number: int = 0, **differs: Any) -> Any:
    """A turn of a call, as a row has it."""
    usual: dict[str, Any] = {"turn": number, "given_kind": "key", "given": "3", "said": []}
    return SimpleNamespace(**{**usual, "why": "preference", "language": "fi", **differs})


def said(*keys: str) -> list[dict[str, str]]:
    """What a turn said."""
    return [{"key": key} for key in keys]


BEGAN = turn(given_kind="call", given="")


def past(*turns: Any, **more: Any) -> PastCall:
    """A call of a customer with one place."""
    given = {"withheld": False, "places": ["29900"], **more}
    return PastCall(line="customer-service", turns=[BEGAN, *turns], **given)


def test_everything_that_a_caller_can_do_is_carried_over(clock: StoppedClock) -> None:
    turns = (
        turn(1),
        turn(2, given_kind="digits", given="29900"),
        turn(3, given_kind="silence", given=""),
        turn(4, given_kind="dial", given="not connected"),
        turn(5, given_kind="record", given="12 s"),
        turn(10_001, given_kind="queue", given="entered"),
        turn(6, given_kind="queue", given="bridged"),
    )
    again = replay(past(*turns, met=True), clock.now().astimezone(HELSINKI))
    did = ["key:3", "key:29900", "silent", "answered:no", "records:7", "leaves:met"]
    assert again.query == {
        "line": "customer-service",
        "now": "2026-11-22T15:00",
        "who": "known",
        "language": "fi",
        "place": "29900",
        "outage": "",
        "closed": "",
        "did": did,
    }
    assert again.lost == ["customer", "company"]


@pytest.mark.parametrize(
    ("call_", "differs", "lost"),
    [
        (past(withheld=True, places=[]), {"who": "withheld", "place": ""}, []),
        (past(places=[]), {"who": "unknown", "place": ""}, []),
        (past(places=None), {"who": "known", "place": ""}, ["person"]),
        (past(places=["00100", "29900"]), {"place": ""}, ["places"]),
        (past(turn(1, said=said("notice.electricity.overdue"))), {"outage": "overdue"}, []),
        (past(turn(1, said=said("notice.water.major_eta"))), {"outage": "eta"}, ["outage"]),
        (past(turn(1, said=said("notice.general.continues"))), {"outage": ""}, []),
        (past(turn(1, said=said("hours.closed.weekend.fault"))), {"closed": "yes"}, []),
        (past(turn(1, said=said("changed.repair.later"))), {"outage": "eta"}, ["before"]),
        (past(turn(1, said=said("changed.repair.overdue"))), {"outage": "overdue"}, ["before"]),
        (past(turn(1), turn(2, given="*****")), {"did": ["key:3"]}, ["keys"]),
        (past(turn(1, given="*")), {"did": ["key:*"]}, []),
        (past(turn(1, given_kind="queue")), {"did": []}, ["keys"]),
        (past(turn(1001, given_kind="rescue")), {"did": []}, ["keys", "rescue"]),
    ],
)
def test_what_is_not_known_of_a_call_is_said_plainly(
    call_: PastCall, differs: dict[str, Any], lost: list[str], clock: StoppedClock
) -> None:
    again = replay(call_, clock.now())
    assert {name: again.query[name] for name in differs} == differs
    assert again.lost == ["customer", "company", *lost]


@pytest.mark.parametrize(
    ("why", "language"),
    [
        ("preference", "fi"),
        ("purchases 3 of 4", "fi"),
        ("2 customers agree", "fi"),
        ("customers disagree", ""),
        ("chosen", ""),
        ("no evidence", ""),
    ],
)
def test_a_language_that_was_known_is_known_again(
    clock: StoppedClock, why: str, language: str
) -> None:
    began = turn(given_kind="call", given="", why=why)
    call = PastCall("customer-service", withheld=False, places=None, turns=[began])
    assert replay(call, clock.now().astimezone(HELSINKI)).query["language"] == language

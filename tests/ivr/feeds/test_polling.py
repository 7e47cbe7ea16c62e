"""Sources that are asked: when, by whom, and what is made of their answers."""

from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from ivr.clock import StoppedClock
from ivr.feeds.polling import pause_seconds
from ivr.feeds.polling_run import poll_due
from ivr.services import Services
from tests.ivr.feeds.conftest import item, with_key
from tests.ivr.feeds.polled import (
    HERE,
    again,
    apply,
    body,
    heard,
    held,
    kept,
    server,  # noqa: F401 -- a fixture
    state,
    with_secret,  # noqa: F401 -- a fixture
)
from tests.ivr.feeds.serving import Served, answer


def test_a_list_is_fetched_and_taken(services: Services, served: Served) -> None:
    served.pages["/outages"] = answer(body(item()))
    apply(services, served)
    poll_due(services, HERE)
    assert held(services) == ["F-1"]
    assert heard(services) == services.clock.now()
    assert served.header("X-Key") == "of the oms"
    now = state(services)
    assert (now.result, now.problem, now.failures) == ("ok", "", 0)
    assert now.polled_at == services.clock.now()
    assert 290 < now.next_in_seconds <= 300


def test_it_is_not_asked_again_before_its_time(services: Services, served: Served) -> None:
    served.pages["/outages"] = answer(body())
    apply(services, served)
    for _ in range(3):
        poll_due(services, HERE)
    assert len(served.asked) == 1


def test_what_has_not_changed_is_not_sent_again_and_counts_as_heard(
    services: Services, served: Served, clock: StoppedClock
) -> None:
    dated = {"ETag": '"7"', "Last-Modified": "Sun, 22 Nov 2026 12:00:00 GMT"}
    served.pages["/outages"] = answer(body(item()), headers=dated)
    apply(services, served)
    poll_due(services, HERE)
    served.pages["/outages"] = answer(status="304 Not Modified")
    for _ in range(2):
        clock.at += timedelta(hours=8)
        again(services)
        assert served.header("If-None-Match") == '"7"'
        assert served.header("If-Modified-Since") == "Sun, 22 Nov 2026 12:00:00 GMT"
        assert (heard(services), state(services).result) == (clock.at, "unchanged")
    assert held(services) == ["F-1"]


def test_what_was_rejected_is_read_again_though_it_has_not_changed(
    services: Services, served: Served
) -> None:
    served.pages["/outages"] = answer(body({"id": "F-1"}), headers={"ETag": '"7"'})
    apply(services, served)
    for _ in range(2):
        again(services)
        assert state(services).result == "rejected"
        assert served.header("If-None-Match") is None
    assert (heard(services), len(kept(services))) == (None, 1)


def test_settings_that_change_have_everything_read_anew(
    services: Services, served: Served
) -> None:
    served.pages["/outages"] = answer(body(item()), headers={"ETag": '"7"'})
    apply(services, served)
    poll_due(services, HERE)
    apply(services, served, services=["electricity"])
    poll_due(services, HERE)
    assert len(served.asked) == 2
    assert served.header("If-None-Match") is None


def test_a_complete_list_closes_what_it_lacks_twice(
    services: Services, served: Served, clock: StoppedClock
) -> None:
    apply(services, served, complete=True)
    for items in ([item(id="A"), item(id="B")], [item(id="A")], [item(id="A")]):
        served.pages["/outages"] = answer(body(*items))
        again(services)
        clock.at += timedelta(minutes=5)
    assert held(services) == ["A"]


def test_a_list_that_stays_the_same_closes_what_it_lacks_all_the_same(
    services: Services, served: Served, clock: StoppedClock
) -> None:
    tagged = {"ETag": '"7"'}
    served.pages["/outages"] = answer(body(item(), item(id="F-2")), headers=tagged)
    apply(services, served, complete=True)
    again(services)
    served.pages["/outages"] = answer(body(item()), headers={"ETag": '"8"'})
    for left in (["F-1", "F-2"], ["F-1"]):
        clock.at += timedelta(minutes=5)
        again(services)
        assert held(services) == left
    assert served.header("If-None-Match") is None
    again(services)
    assert served.header("If-None-Match") == '"8"'


def test_a_list_that_is_not_called_complete_closes_nothing(
    services: Services, served: Served, clock: StoppedClock
) -> None:
    apply(services, served)
    for items in ([item(id="A"), item(id="B")], [item(id="A")], [item(id="A")], []):
        served.pages["/outages"] = answer(body(*items))
        again(services)
        clock.at += timedelta(minutes=5)
    assert held(services) == ["A", "B"]


@pytest.mark.parametrize(
    ("page", "result"),
    [
        (answer("<html>Sorry", status="500 Error"), "answered"),
        (answer("<html>We are back soon</html>"), "unreadable"),
        (answer('{"error": "busy"}'), "unreadable"),
        (answer("[]"), "unreadable"),
        (answer(""), "unreadable"),
        (answer('{"outages": [', headers={"Content-Length": "99"}), "cut_short"),
        (answer(status="302 Found", headers={"Location": "/login"}), "redirected"),
        (b"", "unreachable"),
    ],
)
def test_an_error_is_never_taken_for_a_list(
    services: Services, served: Served, clock: StoppedClock, page: bytes, result: str
) -> None:
    served.pages["/outages"] = answer(body(item()))
    apply(services, served, complete=True)
    poll_due(services, HERE)
    first = clock.at
    served.pages["/outages"] = page
    for failures in (1, 2, 3):
        clock.at += timedelta(minutes=5)
        again(services)
        now = state(services)
        assert (now.result, now.failures) == (result, failures)
        assert now.problem
        assert 300 * 2**failures - 10 < now.next_in_seconds <= 300 * 2**failures
    assert (held(services), heard(services)) == (["F-1"], first)
    assert len(kept(services)) == (1 if result == "unreadable" else 0)


def test_after_a_failure_it_goes_on_at_its_pace(services: Services, served: Served) -> None:
    apply(services, served)
    again(services)
    assert (state(services).result, state(services).failures) == ("answered", 1)
    served.pages["/outages"] = answer(body())
    again(services)
    assert (state(services).result, state(services).failures) == ("ok", 0)
    assert state(services).next_in_seconds <= 300


@pytest.mark.parametrize(
    ("every", "failures", "asked_for", "expected"),
    [
        (60, 0, 0, 60),
        (60, 0, 900, 60),
        (60, 1, 0, 120),
        (60, 1, 900, 900),
        (60, 3, 0, 480),
        (60, 50, 0, 3600),
        (60, 1, 1e9, 3600),
        (7200, 5, 0, 7200),
    ],
)
def test_how_long_it_waits(every: int, failures: int, asked_for: float, expected: int) -> None:
    assert pause_seconds(every, failures, asked_for) == expected


def test_a_server_that_is_busy_is_left_alone_as_long_as_it_asks(
    services: Services, served: Served
) -> None:
    served.pages["/outages"] = answer(status="429 Later", headers={"Retry-After": "1800"})
    apply(services, served)
    poll_due(services, HERE)
    assert 1790 < state(services).next_in_seconds <= 1800


def test_our_own_network_is_not_asked_unless_the_operator_says_so(
    services: Services, served: Served
) -> None:
    apply(services, served)
    poll_due(services)
    now = state(services)
    assert (now.result, served.asked) == ("address", [])
    assert "LINJA_POLL_NETWORKS" in now.problem


def test_the_limits_of_a_source_hold_for_what_is_fetched(
    services: Services, served: Served
) -> None:
    served.pages["/outages"] = answer(body(item(id="A"), item(id="B", service="water")))
    apply(services, served, services=["water"])
    poll_due(services, HERE)
    assert (held(services), state(services).result) == (["B"], "ok")
    assert len(kept(services)) == 1


def test_our_own_bug_is_a_state_and_stops_nothing(
    services: Services, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bug(*_: object) -> Any:
        raise ZeroDivisionError

    served.pages["/outages"] = answer(body(item()))
    apply(services, served)
    monkeypatch.setattr("ivr.feeds.polling_read.take_push", bug)
    with capture_logs() as logs:
        poll_due(services, HERE)
    assert (state(services).result, state(services).failures) == ("failed", 1)
    assert "poll_failed" in [line["event"] for line in logs]


def test_a_secret_sealed_with_a_lost_key_is_told(services: Services, served: Served) -> None:
    apply(services, served)
    poll_due(with_key(services, "another key"), HERE)
    now = state(services)
    assert (now.result, served.asked) == ("settings", [])
    assert "SECRET_KEY" in now.problem

"""`/feeds/{source}` over HTTP."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from ivr.clock import StoppedClock
from ivr.feeds.manual import correct
from ivr.feeds.receive import LARGEST_BODY
from ivr.feeds.settings_store import apply_settings
from ivr.feeds.sources import create_source
from ivr.feeds.tokens import new_token
from ivr.services import Services
from outage_feed.correction import Correction
from tests.ivr.feeds.conftest import Push, item, with_key

EMPTY = b'{"outages": []}'


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_good_items_are_kept_and_bad_ones_named(push: Push) -> None:
    answer = push(item(id="A"), item(id="B"), item(id="C", service="gas"))
    assert (answer.status_code, answer.json) == (
        200,
        {
            "accepted": ["A", "B"],
            "unchanged": [],
            "older": [],
            "closed": [],
            "held": [],
            "rejected": [
                {
                    "index": 2,
                    "id": "C",
                    "errors": [
                        {
                            "at": "service",
                            "problem": "Input should be 'electricity', 'newspaper', 'telecom', "
                            "'water', 'heat', 'mail' or 'other'",
                        }
                    ],
                }
            ],
        },
    )


def test_a_repeat_is_unchanged_and_an_older_one_older(push: Push) -> None:
    push(item(revision=2))
    again = push(item(revision=2)).json
    older = push(item(revision=1, status="restored")).json
    assert again is not None
    assert older is not None
    assert (again["unchanged"], older["older"]) == (["F-1"], ["F-1"])


def test_items_that_are_all_rejected_are_422_with_the_same_body(push: Push) -> None:
    answer = push({"id": "A"}, 7)
    assert answer.status_code == 422
    assert answer.json is not None
    assert [refused["id"] for refused in answer.json["rejected"]] == ["A", None]
    assert answer.json["accepted"] == []


def test_an_equal_but_different_item_alone_is_422_and_changes_nothing(
    push: Push, client: FlaskClient, token: str
) -> None:
    push(item())
    assert push(item(status="restored")).status_code == 422
    held = client.get("/feeds/grid", headers=bearer(token)).json
    assert held is not None
    assert held["counts"] == {"active": 1}


def test_no_items_are_200(push: Push) -> None:
    assert push().status_code == 200


def test_a_snapshot_closes_what_it_does_not_list(push: Push) -> None:
    push(item(id="A"), item(id="B"))
    answer = push(item(id="A"), snapshot=True, as_of="2026-11-22T14:50:00+02:00").json
    assert answer is not None
    assert (answer["unchanged"], answer["closed"]) == (["A"], ["B"])


def test_too_much_at_once_is_held_until_the_next_snapshot_agrees(push: Push) -> None:
    ids = [f"F-{number}" for number in range(10, 30)]
    push(*(item(id=id_) for id_ in ids))
    held = push(snapshot=True, as_of="2026-11-22T14:40:00+02:00").json
    closed = push(snapshot=True, as_of="2026-11-22T14:50:00+02:00").json
    assert held is not None
    assert closed is not None
    assert (held["held"], held["closed"]) == (ids, [])
    assert (closed["held"], closed["closed"]) == ([], ids)


def test_an_update_over_ten_minutes_ahead_is_refused_by_business_time(
    push: Push, clock: StoppedClock
) -> None:
    ahead = item(updated_at="2026-11-22T15:11:00+02:00")
    assert push(ahead).status_code == 422
    clock.at = clock.at.replace(minute=1)
    assert push(ahead).status_code == 200


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b'{"outages": 1}', b"[" * 100_000])
def test_an_unreadable_body_is_400_and_says_why(
    client: FlaskClient, token: str, body: bytes
) -> None:
    answer = client.post(
        "/feeds/grid", data=body, content_type="application/json", headers=bearer(token)
    )
    assert answer.status_code == 400
    assert answer.json is not None
    assert answer.json["errors"][0]["problem"]


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        "Basic Z3JpZDp4",
        "Bearer \xe4\xff",
        "Bearer a b",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_without_a_token_of_ours_it_is_401(
    client: FlaskClient, token: str, authorization: str | None, method: str
) -> None:
    assert token
    headers = {} if authorization is None else {"Authorization": authorization}
    answer = client.open(
        "/feeds/grid", method=method, data=EMPTY, content_type="application/json", headers=headers
    )
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("source", ["water", "nobody", "GRID"])
def test_a_token_of_another_source_is_403(
    client: FlaskClient, services: Services, token: str, source: str, method: str
) -> None:
    with services.engine.begin() as connection:
        create_source(connection, "water", services.clock.now())
    answer = client.open(f"/feeds/{source}", method=method, data=EMPTY, headers=bearer(token))
    assert answer.status_code == 403


def test_a_token_that_may_only_read_cannot_push(
    client: FlaskClient, services: Services, token: str
) -> None:
    assert token
    with services.engine.begin() as connection:
        reading = new_token(connection, "grid", "read", services.clock.now())
    sent = client.post(
        "/feeds/grid", data=EMPTY, content_type="application/json", headers=bearer(reading)
    )
    assert sent.status_code == 403
    assert client.get("/feeds/grid", headers=bearer(reading)).status_code == 200


def test_two_tokens_of_a_source_are_both_good(
    client: FlaskClient, services: Services, token: str
) -> None:
    with services.engine.begin() as connection:
        second = new_token(connection, "grid", "push", services.clock.now())
    assert second != token
    for each in (token, second):
        assert client.get("/feeds/grid", headers=bearer(each)).status_code == 200


@pytest.mark.parametrize(("extra", "status"), [(0, 200), (1, 413)])
def test_five_megabytes_are_enough(
    client: FlaskClient, token: str, extra: int, status: int
) -> None:
    body = EMPTY + b" " * (LARGEST_BODY - len(EMPTY) + extra)
    answer = client.post(
        "/feeds/grid", data=body, content_type="application/json", headers=bearer(token)
    )
    assert answer.status_code == status
    assert answer.is_json


@pytest.mark.parametrize("type_", ["text/plain", "", "application/jsonx"])
def test_an_unknown_type_is_415(client: FlaskClient, token: str, type_: str) -> None:
    answer = client.post("/feeds/grid", data=EMPTY, content_type=type_, headers=bearer(token))
    assert answer.status_code == 415


def test_a_character_set_beside_the_type_is_fine(client: FlaskClient, token: str) -> None:
    kind = "Application/JSON; charset=utf-8"
    answer = client.post("/feeds/grid", data=EMPTY, content_type=kind, headers=bearer(token))
    assert answer.status_code == 200


def test_a_compressed_body_is_415(client: FlaskClient, token: str) -> None:
    headers = {**bearer(token), "Content-Encoding": "gzip"}
    answer = client.post(
        "/feeds/grid", data=EMPTY, content_type="application/json", headers=headers
    )
    assert answer.status_code == 415


def test_other_methods_are_405(client: FlaskClient, token: str) -> None:
    assert client.delete("/feeds/grid", headers=bearer(token)).status_code == 405


@pytest.mark.parametrize("either_engine", ["sqlite"], indirect=True)
def test_a_database_that_is_away_is_503_and_nothing_is_kept(
    client: FlaskClient, services: Services, token: str
) -> None:
    body = json.dumps({"outages": [item()]})
    with services.engine.begin() as connection:
        connection.execute(text("ALTER TABLE outages RENAME TO away"))
    answer = client.post(
        "/feeds/grid", data=body, content_type="application/json", headers=bearer(token)
    )
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


def test_a_source_is_told_what_we_hold_of_it(
    push: Push, client: FlaskClient, token: str, clock: StoppedClock
) -> None:
    push(
        item(id="A", areas=["29900", "29901-29909"], estimated_restoration="2026-11-22T17:00:00Z"),
        item(id="B", status="restored"),
        snapshot=True,
        as_of="2026-11-22T14:50:00+02:00",
    )
    clock.at = clock.at.replace(hour=22)
    held: Any = client.get("/feeds/grid", headers=bearer(token)).json
    (outage,) = held.pop("open")
    assert held == {
        "source": "grid",
        "state": "stale",
        "last_push_at": "2026-11-22T15:00:00+02:00",
        "age_seconds": 7 * 3600,
        "stale_after_seconds": 6 * 3600,
        "silent_after_seconds": 24 * 3600,
        "last_as_of": "2026-11-22T14:50:00+02:00",
        "counts": {"active": 1},
        "held": [],
        "unmatched": [{"id": "A", "area": "29901-29909"}],
        "format": None,
        "signature": "optional",
        "may_speak_of": {"services": [], "areas": []},
        "last_result": {"result": "taken", "at": "2026-11-22T15:00:00+02:00", "problem": ""},
        "waiting": [],
        "quarantined": 0,
        "last_refused": None,
        "poll": None,
    }
    assert (outage["id"], outage["estimated_restoration"]) == ("A", "2026-11-22T19:00:00+02:00")


def test_a_source_is_told_that_a_persons_word_stands_over_its_own_and_not_whose(
    push: Push, client: FlaskClient, token: str, services: Services
) -> None:
    push(item(id="A"))
    correct(services, "grid", "A", Correction("Eva", services.clock.now(), silent=True))
    held = client.get("/feeds/grid", headers=bearer(token))
    assert held.json is not None
    assert held.json["open"][0]["corrected_at"] == "2026-11-22T15:00:00+02:00"
    assert "Eva" not in held.text


def test_a_source_that_never_pushed_is_told_so(client: FlaskClient, token: str) -> None:
    held: Any = client.get("/feeds/grid", headers=bearer(token)).json
    assert (held["state"], held["last_push_at"], held["open"]) == ("never", None, [])


def test_a_source_is_told_what_it_may_send_and_what_was_refused(
    push: Push, client: FlaskClient, services: Services, token: str
) -> None:
    grid = {"services": ["electricity"], "areas": ["29900"], "format": "own-json"}
    apply_settings(with_key(services), {"sources": {"grid": grid}})
    answer = push(item(), item(id="B", service="water"), item(id="C", service="water"))
    assert answer.json is not None
    held: Any = client.get("/feeds/grid", headers=bearer(token)).json
    assert held["may_speak_of"] == {"services": ["electricity"], "areas": ["29900"]}
    assert (held["format"], held["quarantined"]) == ("own-json", 1)
    assert held["last_refused"]["reasons"] == answer.json["rejected"]
    assert held["last_result"] == {
        "result": "partly",
        "at": "2026-11-22T15:00:00+02:00",
        "problem": "B: service: this source may speak of electricity only (and 1 more)",
    }

"""What a source and a token may speak of, and how often."""

from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ivr.feeds.limits import Limits
from ivr.feeds.limits_rate import Rates
from ivr.feeds.limits_turn import Busy, Turn
from ivr.feeds.push import Gates, feeds_blueprint
from ivr.feeds.settings_store import apply_settings
from ivr.feeds.store import source_records
from ivr.feeds.tokens import new_token
from ivr.services import Services
from tests.ivr.feeds.conftest import Push, application, item, with_key
from tests.processes import soon


@pytest.fixture(name="services")
def with_secret(services: Services) -> Services:
    return with_key(services)


def limited(services: Services, client: FlaskClient, *areas: str, of: tuple[str, ...] = ()) -> Any:
    """Push as `grid` with a token that may speak of these alone."""
    now = services.clock.now()
    with services.engine.begin() as connection:
        token = new_token(connection, "grid", "push", now, Limits(areas, of))

    def send(*items: Any, **head: Any) -> TestResponse:
        return client.post(
            "/feeds/grid",
            json={"outages": items, **head},
            headers={"Authorization": f"Bearer {token}"},
        )

    return send


def refusals(answer: TestResponse) -> list[tuple[str, str]]:
    assert answer.json is not None
    return [(r["errors"][0]["at"], r["errors"][0]["problem"]) for r in answer.json["rejected"]]


def held(services: Services) -> list[str]:
    with services.engine.connect() as connection:
        return [record.outage.id for record in source_records(connection, "grid")]


def test_a_source_is_held_to_its_areas_and_services(services: Services, push: Push) -> None:
    given = {"areas": ["29900-29999", {"municipality": "Pori"}], "services": ["electricity"]}
    apply_settings(services, {"sources": {"grid": given}})
    answer = push(
        item(id="in"),
        item(id="there", areas=["29900", "00100", "28100"]),
        item(id="all", areas=["00001-99999"]),
        item(id="gas", service="heat"),
        item(id="nowhere", areas=["00001"]),
    )
    assert answer.json is not None
    assert answer.json["accepted"] == ["in", "nowhere"]
    assert refusals(answer)[0] == ("areas[1]", "00100: not for this source")
    assert refusals(answer)[1][1].startswith("00100, 00120, 00130 and ")
    assert refusals(answer)[2] == ("service", "this source may speak of electricity only")


def test_a_token_is_held_to_its_own(services: Services, client: FlaskClient, token: str) -> None:
    assert token
    answer = limited(services, client, "29900", of=("water",))(
        item(id="A", service="water"), item(id="B"), item(id="C", service="water", areas=["00100"])
    )
    assert answer.json is not None
    assert answer.json["accepted"] == ["A"]
    assert refusals(answer) == [
        ("service", "this token may speak of water only"),
        ("areas[0]", "00100: not for this token"),
    ]


def test_what_is_elsewhere_cannot_be_taken_away_by_its_id(
    services: Services, client: FlaskClient, push: Push
) -> None:
    push(item(id="elsewhere", areas=["00100"]), item(id="here"))
    later = "2026-11-22T14:20:00+02:00"
    answer = limited(services, client, "29900")(
        item(id="elsewhere", status="restored", updated_at=later),
        item(id="here", status="restored", updated_at=later),
    )
    assert answer.json is not None
    assert answer.json["accepted"] == ["here"]
    at, text = refusals(answer)[0]
    assert (at, text) == ("id", "elsewhere is held of a place or service not for this token")


def test_a_limited_token_cannot_say_what_is_all(
    services: Services, client: FlaskClient, push: Push
) -> None:
    push(item(id="elsewhere", areas=["00100"]))
    answer = limited(services, client, "29900")(snapshot=True, as_of="2026-11-22T14:50:00+02:00")
    assert answer.status_code == 403
    assert held(services) == ["elsewhere"]


def test_a_snapshot_of_what_is_outside_counts_as_listed(services: Services, push: Push) -> None:
    push(item(id="A"), item(id="B"))
    apply_settings(services, {"sources": {"grid": {"services": ["water"]}}})
    answer = push(
        item(id="A", updated_at="2026-11-22T14:20:00+02:00"),
        item(id="C", service="water"),
        snapshot=True,
        as_of="2026-11-22T14:50:00+02:00",
    )
    assert answer.json is not None
    assert (answer.json["accepted"], answer.json["closed"]) == (["C"], ["B"])


def test_a_source_that_pushes_too_often_is_told_when_to_come_again(
    services: Services, token: str
) -> None:
    seconds = [0.0]
    rates = Rates(lambda: seconds[0])
    client = application(feeds_blueprint(services, Gates(rates)))
    apply_settings(services, {"sources": {"grid": {"pushes_a_minute": "6"}}})

    def status() -> int:
        answer = client.post(
            "/feeds/grid",
            json={"outages": []},
            headers={"Authorization": f"Bearer {token}"},
        )
        assert answer.headers.get("Retry-After") == ("10" if answer.status_code == 429 else None)
        return answer.status_code

    assert [status() for _ in range(8)] == [200] * 6 + [429] * 2
    seconds[0] = 10.0
    assert [status() for _ in range(2)] == [200, 429]
    seconds[0] = 1000.0
    assert [status() for _ in range(8)] == [200] * 6 + [429] * 2


def test_sources_do_not_use_up_each_others_pushes() -> None:
    rates = Rates(lambda: 0.0)
    assert [rates.wait_seconds(name, 1) for name in ("a", "b", "a", "b")] == [0, 0, 60, 60]


def test_who_is_not_let_in_uses_up_nothing(services: Services, token: str) -> None:
    rates = Rates(lambda: 0.0)
    client = application(feeds_blueprint(services, Gates(rates)))
    apply_settings(services, {"sources": {"grid": {"pushes_a_minute": "1"}}})
    for _ in range(3):
        headers = {"Authorization": "Bearer another", "webhook-signature": "v1,x"}
        assert client.post("/feeds/grid", json={}, headers=headers).status_code == 401
    headers = {"Authorization": f"Bearer {token}"}
    assert client.post("/feeds/grid", json={"outages": []}, headers=headers).status_code == 200


def test_small_pushes_take_turns_and_nobody_is_turned_away() -> None:
    turn, done = Turn(wait_seconds=30), list[int]()

    def work(number: int) -> None:
        with turn.taken():
            done.append(number)

    threads = [Thread(target=work, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == list(range(20))


def test_behind_a_large_push_nobody_waits_long() -> None:
    seconds = [0.0]
    turn = Turn(wait_seconds=0.01, monotonic=lambda: seconds[0])
    with turn.taken():
        with pytest.raises(Busy), turn.taken():
            pass
        with pytest.raises(Busy):
            turn.check()
        seconds[0] = 60.0
        with pytest.raises(Busy):
            turn.check()
    with turn.taken():
        pass


def test_processes_of_a_machine_take_turns(tmp_path: Path) -> None:
    first, second, elsewhere = (
        Turn(folder, wait_seconds=0.05) for folder in (tmp_path, tmp_path, None)
    )
    with first.taken():
        with pytest.raises(Busy), second.taken():
            pass
        with pytest.raises(Busy):
            second.check()
        with elsewhere.taken():
            pass
    assert soon(lambda: free(second))


def free(turn: Turn) -> bool:
    """Take a turn if it can be had."""
    try:
        with turn.taken():
            return True
    except Busy:
        return False


def test_a_push_behind_a_large_one_is_to_be_sent_again(services: Services, token: str) -> None:
    seconds = [0.0]
    turn = Turn(wait_seconds=0.01, monotonic=lambda: seconds[0])
    client = application(feeds_blueprint(services, Gates(turn=turn)))
    headers = {"Authorization": f"Bearer {token}"}

    def answer() -> tuple[int, str | None]:
        got = client.post("/feeds/grid", json={"outages": []}, headers=headers)
        return got.status_code, got.headers.get("Retry-After")

    with turn.taken():
        meanwhile = [answer(), answer()]
    seconds[0] = 1.0
    assert (meanwhile, answer()) == ([(503, "1")] * 2, (200, None))

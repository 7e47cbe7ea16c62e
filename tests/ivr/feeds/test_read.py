"""A push is seen by the very next read."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, func, select

from ivr.clock import StoppedClock
from ivr.db.tables.outages import outage_postcodes, summaries
from ivr.feeds.limits import Limits
from ivr.feeds.manual import add_notice
from ivr.feeds.postcodes import gazetteer
from ivr.feeds.read import Place, areas_for
from ivr.feeds.receive import receive
from ivr.feeds.settings_store import apply_settings
from ivr.feeds.signatures import new_secret
from ivr.feeds.sources import create_source
from ivr.feeds.tokens import end_token, new_token, tokens_of
from ivr.sealed import Sealed
from ivr.services import Services
from tests.ivr.feeds.conftest import Push, item, with_key


def read(services: Services, *postcodes: str, of: tuple[str, ...] = ()) -> list[Place]:
    with services.engine.connect().execution_options(readonly=True) as connection:
        return areas_for(connection, gazetteer(), postcodes, of, services.clock.now())


def states(services: Services, postcode: str = "29900") -> list[str]:
    (place,) = read(services, postcode)
    return [notice.state for notice in place.notices]


def rows(engine: Engine, table: Any) -> int:
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def test_a_push_is_heard_by_the_very_next_read(services: Services, push: Push) -> None:
    assert states(services) == []
    push(item(revision=1, estimated_restoration="2026-11-22T19:00:00+02:00"))
    assert states(services) == ["eta"]
    push(item(revision=2))
    assert states(services) == ["withdrawn"]
    push(item(revision=3, status="restored"))
    assert states(services) == ["restored"]


def test_each_postcode_is_answered_in_its_order(services: Services, push: Push) -> None:
    push(item(areas=["29900"]), item(id="F-2", areas=[{"municipality": "Helsingfors"}]))
    found = read(services, "00101", "29900", "00100", "12345", "33100")
    assert [(place.postcode, place.kind, len(place.notices)) for place in found] == [
        ("00101", "pobox", 0),
        ("29900", "area", 1),
        ("00100", "area", 1),
        ("12345", "unknown", 0),
        ("33100", "area", 0),
    ]


def test_only_the_services_that_were_asked_for_are_heard(services: Services, push: Push) -> None:
    push(item(), item(id="F-2", service="water"))
    (place,) = read(services, "29900", of=("water", "heat"))
    assert [notice.service for notice in place.notices] == ["water"]


def test_covered_only_by_a_source_that_is_fresh_and_speaks_of_the_service(
    services: Services, push: Push, clock: StoppedClock
) -> None:
    assert not read(services, "33100")[0].covered
    push(item())
    assert read(services, "33100", of=("electricity",))[0].covered
    assert not read(services, "33100", of=("newspaper",))[0].covered
    clock.at += timedelta(hours=6, minutes=1)
    assert not read(services, "33100", of=("electricity",))[0].covered


def test_a_source_of_one_region_is_no_word_on_the_rest(services: Services, push: Push) -> None:
    push(item())
    keyed = with_key(services)
    limits = {"areas": [{"municipality": "Merikarvia"}], "services": ["electricity"]}
    apply_settings(keyed, {"sources": {"grid": limits}})
    told = [(at, place.covered) for at in ("29900", "33100") for place in read(services, at)]
    assert told == [("29900", True), ("33100", False)]
    apply_settings(keyed, {"sources": {"grid": {}}})
    assert read(services, "33100")[0].covered


def test_a_source_with_nothing_but_limited_tokens_is_no_word_beyond_them(
    services: Services, push: Push
) -> None:
    push(item())
    now = services.clock.now()
    with services.engine.begin() as connection:
        (first,) = tokens_of(connection, "grid")
        for limits in (Limits(("29900",)), Limits(("00100",), ("water",))):
            new_token(connection, "grid", "push", now, limits)
    assert read(services, "33100")[0].covered
    with services.engine.begin() as connection:
        end_token(connection, "grid", first.id)
    assert [place.covered for place in read(services, "29900", "00100", "33100")] == [
        True,
        False,  # it never spoke of water
        False,
    ]
    with services.engine.begin() as connection:
        new_secret(connection, Sealed(("a secret of ours",)), "grid", now)
    assert read(services, "33100")[0].covered


def test_a_persons_notice_makes_no_all_clear_of_a_source_that_is_silent(
    services: Services, push: Push, clock: StoppedClock
) -> None:
    push(item())
    clock.at += timedelta(hours=7)
    add_notice(services, {"service": "electricity", "areas": ["33100"]}, "Eva Koski")
    assert [place.covered for place in read(services, "00100", of=("electricity",))] == [False]


def test_a_silent_source_grows_stale_and_is_then_not_read(
    services: Services, push: Push, clock: StoppedClock
) -> None:
    push(item())
    pushed_at = clock.at
    clock.at = pushed_at + timedelta(hours=7)
    (place,) = read(services, "29900")
    assert [(notice.state, notice.at) for notice in place.notices] == [("stale", pushed_at)]
    clock.at = pushed_at + timedelta(hours=24, seconds=1)
    assert states(services) == []


def test_a_repeat_makes_a_source_fresh_again_and_a_refused_push_does_not(
    services: Services, push: Push, clock: StoppedClock
) -> None:
    push(item())
    clock.at += timedelta(hours=7)
    push({"id": "bad"})
    assert states(services) == ["stale"]
    push(item())
    assert states(services) == ["no_eta"]


def test_an_outage_that_moves_leaves_its_old_postcode(services: Services, push: Push) -> None:
    push(item(revision=1, areas=["29900", "29810"]))
    push(item(revision=2, areas=["29810", "28100"]))
    found = read(services, "29900", "29810", "28100")
    assert [len(place.notices) for place in found] == [0, 1, 1]


def test_what_a_snapshot_closes_is_heard_no_more(services: Services, push: Push) -> None:
    push(item())
    push(snapshot=True, as_of="2026-11-22T14:50:00+02:00")
    assert states(services) == []


def test_what_is_held_is_still_heard(services: Services, push: Push) -> None:
    push(*(item(id=f"F-{number}") for number in range(20)))
    push(snapshot=True, as_of="2026-11-22T14:50:00+02:00")
    assert states(services) == ["several_none"]


def test_an_unmatched_area_is_never_an_announcement_everywhere(
    services: Services, push: Push, engine: Engine
) -> None:
    push(item(areas=["00001", {"municipality": "Atlantis"}]), item(id="F-2", areas=[]))
    assert rows(engine, summaries) == 0
    assert read(services, "29900")[0].covered


def test_an_outage_that_is_long_over_leaves_no_rows_to_look_through(
    push: Push, clock: StoppedClock, engine: Engine
) -> None:
    push(item(status="restored"))
    assert rows(engine, outage_postcodes) == 1
    clock.at += timedelta(hours=3)
    push(item(id="F-2", areas=["00100"], updated_at="2026-11-22T17:00:00+02:00"))
    assert rows(engine, outage_postcodes) == 1


def test_a_read_is_two_statements_whatever_there_is(
    services: Services, push: Push, engine: Engine
) -> None:
    push(*(item(id=f"F-{number}", areas=["29900-33100"]) for number in range(50)))
    said: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    read(services, "29900", "33100")
    assert len([statement for statement in said if statement.startswith("SELECT")]) == 2


@pytest.mark.parametrize("refused", [{"id": "F-1", "status": "?"}, 7])
def test_a_bad_item_leaves_the_one_we_hold(services: Services, push: Push, refused: Any) -> None:
    push(item(revision=1))
    push(refused, item(id="F-2", areas=["00100"]))
    assert states(services) == ["no_eta"]


def test_two_sources_may_use_the_same_id(services: Services, push: Push) -> None:
    push(item())
    with services.engine.begin() as connection:
        create_source(connection, "water", services.clock.now())
    body = json.dumps({"outages": [item(service="water")]}).encode()
    _, answer = receive(services, "water", "application/json", body)
    assert answer["accepted"] == ["F-1"]
    (place,) = read(services, "29900")
    assert [notice.service for notice in place.notices] == ["electricity", "water"]


def test_a_storm_of_outages_in_one_push_is_one_sentence_for_the_area(
    services: Services, push: Push
) -> None:
    evening = datetime(2026, 11, 22, 17, 0)  # noqa: DTZ001 -- written with its offset below
    storm = [
        item(
            id=f"F-{number}",
            areas=["29900"] if number % 20 == 0 else ["00100-00990"] if number % 7 else [],
            estimated_restoration=f"{(evening + timedelta(minutes=number)).isoformat()}+02:00",
        )
        for number in range(480)
    ]
    answer = push(*storm).json
    assert answer is not None
    assert len(answer["accepted"]) == 480
    (place,) = read(services, "29900")
    assert [notice.state for notice in place.notices] == ["several_eta"]
    last = datetime.fromisoformat(f"{(evening + timedelta(minutes=460)).isoformat()}+02:00")
    assert place.notices[0].at == last

"""How sources are doing, as Prometheus is told."""

from datetime import timedelta
from typing import Any

from prometheus_client import REGISTRY, CollectorRegistry
from sqlalchemy import text

from ivr.calls.ports import Threads
from ivr.clock import StoppedClock
from ivr.feeds.figures import MOST_SOURCES, FeedFigures
from ivr.feeds.polling import Outcome, claim_next, settle
from ivr.feeds.settings_store import apply_settings
from ivr.feeds.sources import create_source
from ivr.services import Services
from tests.ivr.feeds.conftest import Push, item, with_key


def figures(services: Services) -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(FeedFigures(services.engine, services.clock, Threads()))
    return registry


def value(registry: CollectorRegistry, name: str, **labels: str) -> Any:
    return registry.get_sample_value(f"linja_feed_{name}", {"source": "grid", **labels})


def test_age_state_and_what_is_held_of_a_source(
    services: Services, push: Push, clock: StoppedClock
) -> None:
    push(*(item(id=f"F-{number}") for number in range(20)), {"id": "bad"})
    push(snapshot=True, as_of="2026-11-22T14:50:00+02:00")
    registry = figures(services)
    clock.at += timedelta(hours=7)
    assert value(registry, "age_seconds") == 7 * 3600
    states = [value(registry, "state", state=s) for s in ("never", "fresh", "stale", "silent")]
    assert states == [0, 0, 1, 0]
    found = [value(registry, name) for name in ("open", "held", "quarantined", "poll_failures")]
    assert found == [20, 20, 1, 0]


def test_a_source_that_never_came_has_no_age(services: Services) -> None:
    poll = {"url": "https://oms.example.fi/", "every_seconds": "60"}
    grid = {"format": "own-json", "poll": poll}
    apply_settings(with_key(services), {"sources": {"grid": grid}})
    registry = figures(services)
    assert (value(registry, "age_seconds"), value(registry, "state", state="never")) == (None, 1)


def test_how_the_last_poll_went(services: Services, clock: StoppedClock) -> None:
    poll = {"url": "https://oms.example.fi/", "every_seconds": "60"}
    grid = {"format": "own-json", "poll": poll}
    apply_settings(with_key(services), {"sources": {"grid": grid}})
    assert value(figures(services), "poll_age_seconds") is None
    claim = claim_next(services.engine)
    assert claim is not None
    settle(services.engine, claim, Outcome("timeout", "too slow"), 60.0, clock.at)
    clock.at += timedelta(minutes=5)
    registry = figures(services)
    assert value(registry, "poll_age_seconds") == 300
    assert value(registry, "poll_result", result="timeout") == 1
    assert value(registry, "poll_failures") == 1


def test_faults_that_go_on_are_counted_by_service(services: Services, push: Push) -> None:
    push(item(), item(id="F-2"), item(id="W", service="water"), item(id="P", kind="planned"))
    push(item(status="restored", updated_at="2026-11-22T14:20:00+02:00"))
    registry = figures(services)
    found = [value(registry, "faults", service=one) for one in ("electricity", "water", "heat")]
    assert found == [1, 1, None]


def test_however_many_sources_there_are_the_figures_are_bounded(services: Services) -> None:
    with services.engine.begin() as connection:
        for number in range(MOST_SOURCES + 5):
            create_source(connection, f"s{number:04}", services.clock.now())
    (family,) = (f for f in figures(services).collect() if f.name == "linja_feed_open")
    assert len(family.samples) == MOST_SOURCES


def test_without_the_database_there_are_none(services: Services) -> None:
    with services.engine.begin() as connection:
        connection.execute(text("ALTER TABLE sources RENAME TO away"))
    collector = FeedFigures(services.engine, services.clock, Threads())
    assert list(collector.collect()) == []
    assert collector.told().startswith("away: ")


def test_pushes_are_counted_by_how_they_were_answered(push: Push) -> None:
    def counted() -> dict[str, float]:
        name, found = "linja_feed_pushes_total", ("200", "partly", "422")
        labels = ({"source": "grid", "result": result} for result in found)
        return {one["result"]: REGISTRY.get_sample_value(name, one) or 0 for one in labels}

    before = counted()
    push(item())
    push(item(), {})
    push({})
    assert {result: counted()[result] - before[result] for result in before} == {
        "200": 1,
        "partly": 1,
        "422": 1,
    }

"""Settings of sources: whole or not at all, shown as they were written, secrets left out."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from ivr.db.tables.feeds import source_polls, source_settings
from ivr.feeds.settings import BadSourceSettings
from ivr.feeds.settings_store import (
    KEPT,
    apply_settings,
    opened_headers,
    renew_headers,
    settings_of,
    shown_settings,
)
from ivr.feeds.sources import BadSource, create_source, find_source
from ivr.sealed import NotReadable
from ivr.services import Services
from ivr.settings import Settings

OLD, NEW = "an old secret of ours", "a new secret of ours"
POLL = {
    "url": "https://oms.example.fi/outages",
    "every_seconds": "300",
    "headers": {"Authorization": "Bearer of-the-oms"},
}
POLLED = {"format": "own-json", "poll": POLL}


@pytest.fixture(name="services")
def with_secret(services: Services) -> Services:
    return replace(services, settings=Settings(secret_key=OLD))


def apply(services: Services, **sources: Any) -> list[str]:
    return list(apply_settings(services, {"sources": sources}).new)


def shown(services: Services, name: str) -> dict[str, Any]:
    with services.engine.connect() as connection:
        return shown_settings(connection, name)


def headers(services: Services, name: str, *keys: str) -> Mapping[str, str]:
    with services.engine.connect() as connection:
        return opened_headers(settings_of(connection, name), name, keys or (OLD,))


def test_a_source_is_made_and_its_limits_count(services: Services) -> None:
    given = {"stale_after_seconds": "600", "silent_after_seconds": "900", "never_stale": "true"}
    assert apply(services, grid=given) == ["grid"]
    with services.engine.connect() as connection:
        source = find_source(connection, "grid")
    assert source is not None
    freshness = source.freshness
    assert (freshness.stale_after.seconds, freshness.silent_after.seconds) == (600, 900)
    assert freshness.never_stale


def test_the_others_stay_as_they_are(services: Services) -> None:
    apply(services, grid={"services": ["electricity"]}, water={"services": ["water"]})
    assert apply(services, grid={}) == []
    assert "services" not in shown(services, "grid")
    assert shown(services, "water")["services"] == ["water"]


def test_one_problem_anywhere_and_nothing_is_applied(services: Services) -> None:
    with pytest.raises(BadSourceSettings) as raised:
        apply(services, grid={}, water={"services": ["gas"]}, **{"a b": {"format": "x"}})
    assert [problem.path[:2] for problem in raised.value.problems] == [
        ("sources", "water"),
        ("sources", "a b"),
        ("sources", "a b"),
    ]
    with pytest.raises(BadSource):
        shown(services, "grid")


@pytest.mark.parametrize("document", [{}, {"sources": {}}, {"sources": "x"}, {"grid": {}}])
def test_a_file_without_sources_is_refused(
    services: Services, document: Mapping[str, Any]
) -> None:
    with pytest.raises(BadSourceSettings, match="must be a map of sources"):
        apply_settings(services, document)


def test_what_is_shown_can_be_applied_again_without_the_secret(services: Services) -> None:
    apply(services, grid=POLLED)
    seen = shown(services, "grid")
    assert seen == {
        **POLLED,
        "poll": {**POLL, "headers": {"Authorization": KEPT}},
        "stale_after_seconds": "21600",
        "silent_after_seconds": "86400",
        "never_stale": "false",
    }
    apply(services, grid=seen)
    assert headers(services, "grid") == {"Authorization": "Bearer of-the-oms"}


def test_kept_needs_something_that_is_kept(services: Services) -> None:
    poll = {**POLL, "headers": {"X-Key": KEPT}}
    with pytest.raises(BadSourceSettings, match=r"headers.X-Key: nothing is kept"):
        apply(services, grid={**POLLED, "poll": poll})


def test_secrets_are_sealed_in_the_database_and_bound_to_their_place(services: Services) -> None:
    apply(services, grid=POLLED, other=POLLED)
    with services.engine.connect() as connection:
        documents = connection.execute(select(source_settings.c.document)).scalars().all()
        settings = settings_of(connection, "grid")
    assert not any("of-the-oms" in document for document in documents)
    with pytest.raises(NotReadable):
        opened_headers(settings, "other", (OLD,))


def test_the_longest_secret_can_be_read_back(services: Services) -> None:
    poll = {**POLL, "headers": {"X-Key": "k" * 2000}}
    apply(services, grid={**POLLED, "poll": poll})
    assert headers(services, "grid") == {"X-Key": "k" * 2000}
    poll = {**POLL, "headers": {"X-Key": "k" * 2001}}
    with pytest.raises(BadSourceSettings, match="2001 characters; at most 2000"):
        apply(services, grid={**POLLED, "poll": poll})


def test_a_changed_key_is_used_for_what_an_old_one_sealed(services: Services) -> None:
    apply(services, grid=POLLED, plain={})
    with services.engine.begin() as connection:
        counts = [renew_headers(connection, (NEW, OLD)) for _ in range(2)]
    assert counts == [1, 0]
    assert headers(services, "grid", NEW) == {"Authorization": "Bearer of-the-oms"}


def test_a_source_that_is_polled_is_due_at_once_and_no_more_when_it_is_not(
    services: Services,
) -> None:
    def due() -> list[str]:
        with services.engine.connect() as connection:
            return list(connection.execute(select(source_polls.c.source)).scalars())

    apply(services, grid=POLLED)
    assert due() == ["grid"]
    apply(services, grid={})
    assert due() == []


def test_a_source_without_settings_shows_what_holds_for_it(services: Services) -> None:
    with services.engine.begin() as connection:
        create_source(connection, "demo", services.clock.now(), never_stale=True)
    assert shown(services, "demo") == {
        "stale_after_seconds": "21600",
        "silent_after_seconds": "86400",
        "never_stale": "true",
    }

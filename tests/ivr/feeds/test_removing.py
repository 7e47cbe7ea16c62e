"""A source is removed with all that is its own, and callers are told nothing false."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from ivr.clock import StoppedClock
from ivr.db.tables.outages import sources
from ivr.feeds.acts import acts_on
from ivr.feeds.removing import StillOpen, remove_source
from ivr.feeds.settings_store import apply_settings
from ivr.feeds.settled import endings
from ivr.feeds.sources import BadSource
from ivr.services import Services
from tests.ivr.feeds.conftest import Push, with_key
from tests.ivr.feeds.test_kept import ALERT, give, heard


def names(services: Services) -> list[str]:
    with services.engine.connect() as connection:
        return list(connection.execute(select(sources.c.name)).scalars())


def test_a_source_whose_outages_are_heard_is_removed_only_when_that_is_meant(
    services: Services,
) -> None:
    give(services, ALERT)
    with pytest.raises(StillOpen, match="A"):
        remove_source(services, "grid", "Eva")
    assert heard(services) == ["eta"]
    assert remove_source(services, "grid", "Eva", open_too=True) == 1
    assert (heard(services), names(services)) == ([], [])


def test_nobody_says_that_its_outages_are_repaired(services: Services) -> None:
    give(services, ALERT)
    remove_source(services, "grid", "Eva", open_too=True)
    with services.engine.connect() as connection:
        (settled,) = endings(connection, [("grid", "A")]).values()
        acts = [(act.by, act.act) for act in acts_on(connection, "grid")]
    assert (settled.ending.how, settled.ending.by) == ("replaced", ())
    assert acts == [("Eva", "removed")]


def test_what_is_its_own_goes_with_it(
    services: Services, push: Push, client: FlaskClient, token: str
) -> None:
    poll = {"url": "https://oms.example.fi/", "every_seconds": "60"}
    grid = {"format": "own-json", "poll": poll}
    apply_settings(with_key(services), {"sources": {"grid": grid}})
    push({"id": "bad"})
    assert remove_source(services, "grid", "Eva") == 0
    bearer = {"Authorization": f"Bearer {token}"}
    assert client.get("/feeds/grid", headers=bearer).status_code == 401
    with pytest.raises(BadSource):
        remove_source(services, "grid", "Eva")


def test_one_of_the_same_name_begins_anew(services: Services, clock: StoppedClock) -> None:
    give(services, ALERT)
    remove_source(services, "grid", "Eva", open_too=True)
    clock.at += timedelta(minutes=5)
    give(services, ALERT)
    assert heard(services) == []
    give(services, replace(ALERT, updated_at=clock.at))
    assert heard(services) == ["eta"]

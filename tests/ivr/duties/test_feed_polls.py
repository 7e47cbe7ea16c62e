"""Sources that do not push are asked by the clock, or by whoever answers its bell."""

import json

from sqlalchemy import Engine

from ivr.clock import StoppedClock
from ivr.duties.feed_polls import run
from ivr.feeds.settings_store import apply_settings
from ivr.feeds.store import source_records
from ivr.queue.bells import POLL
from ivr.queue.duties import duties
from ivr.services import Services
from ivr.settings import Settings
from tests.ivr.feeds.conftest import item
from tests.ivr.feeds.serving import answer, serving


def test_polls_have_a_bell_and_the_clock_looks_often() -> None:
    (duty,) = (duty for duty in duties() if duty.bell == POLL)
    assert (duty.name, duty.every_seconds) == ("feed_polls", 5)


def test_what_is_due_is_fetched_from_networks_that_the_operator_names(
    engine: Engine, clock: StoppedClock
) -> None:
    settings = Settings(secret_key="a secret of ours", linja_poll_networks="127.0.0.1")
    services = Services(settings, clock, engine)
    with serving() as served:
        served.pages["/"] = answer(json.dumps({"outages": [item()]}))
        poll = {"url": served.url(), "plain_http": "true", "every_seconds": "60"}
        grid = {"format": "own-json", "poll": poll}
        apply_settings(services, {"sources": {"grid": grid}})
        run(services)
    with engine.connect() as connection:
        assert [record.outage.id for record in source_records(connection, "grid")] == ["F-1"]

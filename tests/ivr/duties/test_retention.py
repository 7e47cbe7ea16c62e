"""What is kept no longer, as the duty of the clock does it."""

from datetime import timedelta

from sqlalchemy import Engine

from ivr.clock import StoppedClock
from ivr.duties import retention
from ivr.feeds.quarantine import counts
from ivr.feeds.receive import receive
from ivr.feeds.sources import create_source
from ivr.services import Services
from ivr.settings import Settings


def test_what_was_refused_is_kept_for_thirty_days(engine: Engine, clock: StoppedClock) -> None:
    services = Services(Settings(secret_key="a secret of ours"), clock, engine)
    with engine.begin() as connection:
        create_source(connection, "grid", clock.at)
    receive(services, "grid", "application/json", b"{")
    kept = []
    for days in (30, 1):
        clock.at += timedelta(days=days)
        retention.run(services)
        with engine.connect() as connection:
            kept.append(counts(connection))
    assert kept == [{"grid": 1}, {}]

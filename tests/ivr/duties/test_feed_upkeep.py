"""What is done for feeds once an hour."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Engine

from ivr.clock import StoppedClock
from ivr.duties import retention
from ivr.duties.feed_upkeep import run
from ivr.feeds.quarantine import counts
from ivr.feeds.receive import receive
from ivr.feeds.signatures import new_secret, secrets_of
from ivr.feeds.sources import create_source
from ivr.sealed import Sealed
from ivr.services import Services
from ivr.settings import Settings

OLD, NEW = "an old secret of ours", "a new secret of ours"


def test_what_was_refused_is_kept_for_thirty_days(engine: Engine, clock: StoppedClock) -> None:
    services = Services(Settings(secret_key=OLD), clock, engine)
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


def test_an_old_key_may_be_forgotten_afterwards(engine: Engine, clock: StoppedClock) -> None:
    with engine.begin() as connection:
        create_source(connection, "grid", clock.at)
        made = new_secret(connection, Sealed((OLD,)), "grid", clock.at)
    services = Services(Settings(secret_key=OLD), clock, engine)
    run(replace(services, settings=Settings(secret_key=f"{NEW},{OLD}")))
    with engine.connect() as connection:
        assert [secret.text for secret in secrets_of(connection, "grid", (NEW,))] == [made]

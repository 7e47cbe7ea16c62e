"""A key is changed, and everything that the old one has sealed stays readable."""

from dataclasses import replace

from sqlalchemy import Engine

from ivr.accounts import totp
from ivr.accounts.people import add
from ivr.clock import StoppedClock
from ivr.duties.sealing import run
from ivr.feeds.signatures import new_secret, secrets_of
from ivr.feeds.sources import create_source
from ivr.sealed import Sealed
from ivr.services import Services
from ivr.settings import Settings
from tests.ivr.accounts.codes import code_of

OLD, NEW = "an old secret of ours", "a new secret of ours"


def test_an_old_key_may_be_forgotten_afterwards(engine: Engine, clock: StoppedClock) -> None:
    with engine.begin() as connection:
        create_source(connection, "grid", clock.at)
        made = new_secret(connection, Sealed((OLD,)), "grid", clock.at)
    services = Services(Settings(secret_key=OLD), clock, engine)
    run(replace(services, settings=Settings(secret_key=f"{NEW},{OLD}")))
    with engine.connect() as connection:
        assert [secret.text for secret in secrets_of(connection, "grid", (NEW,))] == [made]


def test_a_second_factor_outlives_the_key_that_sealed_it(
    engine: Engine, clock: StoppedClock
) -> None:
    secret, now = totp.new_secret(), clock.now()
    with engine.begin() as connection:
        add(connection, "aino", "kolme pientä porsasta", ["agent"], now)
        totp.turn_on(connection, "aino", secret, Sealed((OLD,)), 0)
    run(Services(Settings(secret_key=f"{NEW},{OLD}"), clock, engine))
    with engine.begin() as connection:
        code = code_of(secret, now)
        assert totp.accepted(connection, "aino", code, Sealed((NEW,)), now)

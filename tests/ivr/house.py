"""A whole application over a real database, with the demo company, and telephones to call it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from ivr.app import create_app
from ivr.calls.ports import Ports
from ivr.calls.wiring import ports_of
from ivr.clock import StoppedClock
from ivr.directory.store import put
from ivr.lines.store import apply
from ivr.queue.bells import Bells, NoBells
from ivr.services import Services
from ivr.settings import Settings
from routing.customer import Customer
from routing.document import read_document
from simulator.exchange import ACCOUNT_SID, AUTH_TOKEN
from simulator.signature import sign
from simulator.testing import Telephone, exchange_for

PUBLIC = "https://ivr.example.fi"
LINE = "+358931570000"
FAULT_LINE = "+358931570001"
FIRST, SECOND, SWEDISH = "+358931570010", "+358931570011", "+358931570020"
MATTI = Customer("1", phones=("+358401110001",), language="fi", postcodes=("29900",))
ANNA = Customer("2", phones=("+358401110002",), language="sv", postcodes=("65100",))
DEMO = (resources.files("ivr.demo") / "configuration.yaml").read_text("utf-8")

SETTINGS = Settings(
    twilio_account_sid=ACCOUNT_SID,
    twilio_auth_token=AUTH_TOKEN,
    public_url=PUBLIC,
    secret_key="a secret of ours",
)

Break = Callable[[Ports], Ports]


@dataclass(frozen=True)
class House:
    """The application and the exchange that its numbers are connected to."""

    services: Services
    app: Flask
    telephone: Telephone

    @property
    def client(self) -> FlaskClient:
        """Somebody on the internet."""
        return self.app.test_client()

    def post(self, path: str, **form: str) -> Any:
        """Post a signed webhook with these parameters."""
        signature = sign(AUTH_TOKEN, PUBLIC + path, form)
        return self.client.post(
            path, data=form, headers={"X-Twilio-Signature": signature}, base_url=PUBLIC
        )


def set_up(engine: Engine) -> None:
    """Fill the database: flows that ship with Linja, the demo's lines, two customers."""
    apply(engine, dict(read_document(DEMO).sections))
    with engine.begin() as connection:
        put(connection, MATTI)
        put(connection, ANNA)


def open_house(
    engine: Engine,
    clock: StoppedClock,
    *,
    broken: Break = lambda ports: ports,
    folder: Path | None = None,
    bells: Bells | None = None,
    **settings: str,
) -> House:
    """
    Open the application; `broken` may put something else in the place of a port.

    `folder` is where it keeps its snapshot and its journal, if it does.
    """
    settled = replace(SETTINGS, **settings)
    services = Services(settled, clock, engine, bells or NoBells(), folder=folder)
    app = create_app(services.settings, services, broken(ports_of(services)))
    telephone = Telephone(exchange_for(app, app_url=PUBLIC))
    return House(services, app, telephone)


def fails(*_: object) -> Any:
    """Stand in for a port: whatever it is, it is away, and says a number as errors do."""
    raise ConnectionError("no route for +358401110001, 0401110001")

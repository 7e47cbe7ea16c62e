"""An installation that is reached over HTTP, beside a pretend Twilio that is as well."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from threading import Thread
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Engine
from werkzeug.serving import make_server

from ivr.app import create_app
from ivr.clock import StoppedClock
from ivr.db.migrate import alembic_config
from ivr.doctor.examine import examine
from ivr.doctor.finding import Finding, Patient
from ivr.lines.store import ConfigurationStore
from ivr.run.ports import free_port
from ivr.services import Services
from simulator.exchange import Exchange
from simulator.server import POLL_SECONDS, served
from simulator.testing import exchange_for
from tests.ivr.house import SETTINGS


@dataclass
class Clinic:
    """A patient, and the pretend Twilio that its numbers are at."""

    patient: Patient
    exchange: Exchange

    def change(self, **settings: str) -> None:
        """Change settings of the patient; the server keeps the former ones."""
        changed = replace(self.patient.settings, **settings)
        self.patient = replace(self.patient, settings=changed)

    def found(self) -> dict[str, list[Finding]]:
        """Everything that is wrong, by what was looked at."""
        wrong: dict[str, list[Finding]] = {}
        for finding in examine(self.patient):
            if finding.state != "ok":
                wrong.setdefault(finding.check, []).append(finding)
        return wrong


@pytest.fixture
def clinic(demo: Engine, clock: StoppedClock) -> Iterator[Clinic]:
    """Everything is right, but for https on this machine alone."""
    with demo.begin() as connection:
        command.stamp(alembic_config(connection), "head")
    port = free_port()
    public = f"http://127.0.0.1:{port}"
    settings = replace(SETTINGS, public_url=public, linja_fallback_number="+358931570199")
    app = create_app(settings, Services(settings, clock, demo))
    exchange = exchange_for(app, app_url=public)
    with serving(app, port), served(exchange) as api_url:
        settings = replace(settings, twilio_api_url=api_url)
        applied = ConfigurationStore(demo).current()
        yield Clinic(Patient(settings, demo, applied, machine_time, pretended=True), exchange)


def machine_time() -> datetime:
    """What time it is here, and at the pretend Twilio."""
    return datetime.fromtimestamp(time.time(), UTC)


@contextmanager
def serving(app: Any, port: int) -> Iterator[None]:
    """Serve an application on this machine."""
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = Thread(target=server.serve_forever, args=(POLL_SECONDS,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

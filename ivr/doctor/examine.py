"""Look at everything, one thing after another; what fails is a finding too."""

import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

from requests import RequestException, Timeout
from sqlalchemy import Engine

from ivr.db.engine import open_engine
from ivr.doctor import account, company, machine, outside, stores
from ivr.doctor.finding import Check, Finding, Patient
from ivr.lines.store import ConfigurationStore
from ivr.logs import without_numbers
from ivr.queue.valkey import socket_path, url_in
from ivr.run.runfile import read_run
from ivr.settings import Settings
from ivr.voicemail.fetching import with_running_simulator
from routing.configuration import Configuration

OURS: tuple[Check, ...] = (*stores.CHECKS, machine.disk, *company.CHECKS)
TWILIOS: tuple[Check, ...] = (*outside.CHECKS, machine.clock, *account.CHECKS)
UNREACHED = {
    "NameResolutionError": "is a name that nobody knows from here",
    "Connection refused": "refuses connections: nothing listens there",
    "SSLCertVerificationError": "has a certificate that cannot be trusted",
}
"""What urllib3 says in the middle of many words, and what that is in a few."""
NO_TWILIO = Finding(
    "twilio",
    "problem",
    "not set up",
    "Set TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and PUBLIC_URL; or run this beside `linja run`.",
)


def open_patient(environ: Mapping[str, str] = os.environ) -> Patient:
    """
    Look at this environment's installation; nothing of it is changed or made.

    Raises BadSettings. Beside a running `linja run` the simulator is looked at as Twilio.
    """
    given = Settings.read(environ)
    settings = with_running_simulator(given)
    pretended = settings is not given or settings.simulated
    running = read_run(settings.data_dir)
    if pretended and running:
        settings = replace(settings, public_url=running.url)
    if running and not settings.redis_url and socket_path(settings.data_dir).exists():
        settings = replace(settings, redis_url=url_in(settings.data_dir))
    engine = open_engine(settings.database)
    return Patient(settings, engine, _applied(settings, engine), _machine_time, pretended)


def examine(patient: Patient) -> Iterator[Finding]:
    """Give every finding, in the order in which things are mended."""
    checks = (*OURS, *TWILIOS) if patient.settings.on_twilio else OURS
    for check in checks:
        yield from looked_at(check, patient)
    if not patient.settings.on_twilio:
        yield NO_TWILIO


def looked_at(check: Check, patient: Patient) -> Iterator[Finding]:
    """Give the findings of one check; that it fails is one too."""
    try:
        yield from check(patient)
    except Exception as problem:  # noqa: BLE001 -- whatever it is, the other things are looked at
        name = check.__name__.replace("_", " ")
        found = f"{type(problem).__name__}: {_told(problem)[:300]}"
        yield Finding(name, "problem", found, "See that it is there and lets us in, then again.")


def _told(problem: Exception) -> str:
    """Say what went wrong; of an address that cannot be reached which it is, and why."""
    text = without_numbers(str(problem))
    if not isinstance(problem, RequestException) or problem.request is None:
        return text
    where = urlsplit(problem.request.url or "").netloc
    if isinstance(problem, Timeout):
        return f"{where} does not answer in time"
    why = next((why for sign, why in UNREACHED.items() if sign in text), "")
    return f"{where} {why}" if why else text


def _applied(settings: Settings, engine: Engine) -> Configuration | None:
    if not settings.database_url and not (settings.data_dir / "linja.db").exists():
        return None
    try:
        return ConfigurationStore(engine).current()
    except Exception:  # noqa: BLE001 -- the check of the database says why
        return None


def _machine_time() -> datetime:
    return datetime.fromtimestamp(time.time(), UTC)

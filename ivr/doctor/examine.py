"""Look at everything, one thing after another; what fails is a finding too."""

import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Engine

from ivr.db.engine import open_engine
from ivr.doctor import account, company, machine, outside, stores
from ivr.doctor.finding import Check, Finding, Patient
from ivr.lines.store import ConfigurationStore
from ivr.logs import without_numbers
from ivr.run.runfile import read_run
from ivr.settings import Settings
from ivr.voicemail.fetching import with_running_simulator
from routing.configuration import Configuration

OURS: tuple[Check, ...] = (*stores.CHECKS, machine.disk, *company.CHECKS)
TWILIOS: tuple[Check, ...] = (*outside.CHECKS, machine.clock, *account.CHECKS)
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
        found = f"{type(problem).__name__}: {without_numbers(str(problem))[:300]}"
        yield Finding(name, "problem", found, "See that it is there and lets us in, then again.")


def _applied(settings: Settings, engine: Engine) -> Configuration | None:
    if not settings.database_url and not (settings.data_dir / "linja.db").exists():
        return None
    try:
        return ConfigurationStore(engine).current()
    except Exception:  # noqa: BLE001 -- the check of the database says why
        return None


def _machine_time() -> datetime:
    return datetime.fromtimestamp(time.time(), UTC)

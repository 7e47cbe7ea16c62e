"""The services for a command on this machine, beside a running server or without one."""

import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import click
import structlog
from sqlalchemy import Engine

from ivr.calls.breakable import make_breakable
from ivr.calls.ports import AWAY
from ivr.clock import RunningClock
from ivr.db.engine import open_engine
from ivr.db.migrate import check, upgrade
from ivr.deadline import within
from ivr.overrides import MovedClock, OverridesFile
from ivr.queue.bells import bells_of
from ivr.queue.breakable import BreakableBells
from ivr.run.runfile import Run, read_run
from ivr.secret import secret_in
from ivr.services import Services
from ivr.settings import Settings
from ivr.snapshot.files import SnapshotFiles

log = structlog.get_logger()

START_SECONDS = 1.0
NO_REDIS = "redis://127.0.0.1:9"


def open_services(environ: Mapping[str, str] = os.environ) -> Services:
    """
    Open this machine's installation, made on first use; business time is the server's.

    Raises BadSettings, and StaleDatabase for a database of another version that is not ours to
    change: only the embedded one is brought up to date here.
    """
    settings = _settings(environ)
    engine = open_engine(settings.database)
    _bring_up_to_date(settings, engine)
    return _services(settings, engine)


def open_server(environ: Mapping[str, str] = os.environ) -> Services:
    """
    Do the same for a web server, which answers calls without the database too.

    It then starts on what is on this machine's disk, the fallback number included.
    """
    settings = _settings(environ)
    engine = open_engine(settings.database)
    try:
        within(START_SECONDS, lambda: _bring_up_to_date(settings, engine))
    except AWAY:
        log.exception("starting without the database")
        settings = _with_kept_fallback(settings)
    return replace(_services(settings, engine), folder=settings.data_dir)


def open_worker(environ: Mapping[str, str] = os.environ) -> Services:
    """Do as `open_services`, for a worker: what is switched off by hand is off for it as well."""
    services = open_services(environ)
    if services.overrides:
        make_breakable(services.engine, services.overrides)
    return services


def _settings(environ: Mapping[str, str]) -> Settings:
    settings = Settings.read(environ)
    _make_data_dir(settings.data_dir, named=bool(environ.get("LINJA_DATA_DIR")))
    if settings.secret_key:
        return settings
    return replace(settings, secret_key=secret_in(settings.data_dir))


def _make_data_dir(data_dir: Path, *, named: bool) -> None:
    """Say where it is, if it is new and nobody named it: typed elsewhere, a command finds less."""
    is_new = not data_dir.exists()
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    if is_new and not named:
        click.echo(f"New data directory: {data_dir}. LINJA_DATA_DIR names another.", err=True)


def _with_kept_fallback(settings: Settings) -> Settings:
    kept = SnapshotFiles(settings.data_dir).read()
    number = settings.linja_fallback_number or (kept.fallback if kept else "")
    return replace(settings, linja_fallback_number=number)


def _bring_up_to_date(settings: Settings, engine: Engine) -> None:
    if settings.database_url:
        check(engine)
    else:
        upgrade(engine)


def _services(settings: Settings, engine: Engine) -> Services:
    running = read_run(settings.data_dir)
    clock, bells = RunningClock(_offset(settings, running)), bells_of(settings)
    if not _is_simulated(settings, running):
        return Services(settings, clock, engine, bells)
    overrides = OverridesFile(settings.data_dir)
    if settings.redis_url:
        away = bells_of(replace(settings, redis_url=NO_REDIS))
        bells = BreakableBells(bells, away, overrides)
    return Services(settings, MovedClock(clock, overrides), engine, bells, overrides)


def _is_simulated(settings: Settings, running: Run | None) -> bool:
    """Are we a process of a run with the simulator, or a command beside one?"""
    beside = running is not None and bool(running.simulator_url)
    return settings.simulated or (beside and not settings.on_twilio)


def _offset(settings: Settings, running: Run | None) -> timedelta:
    if running and not settings.linja_clock_offset:
        return timedelta(seconds=running.clock_offset_seconds)
    return settings.clock_offset(RunningClock().now())

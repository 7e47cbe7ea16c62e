"""`linja run`: prepare the data directory, start the processes, watch them, stop them."""

import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from http import HTTPStatus
from os import getpid
from socket import socket
from threading import Event
from types import FrameType

import requests
import structlog

from ivr.demo.load import DemoFeed
from ivr.demo.people import DemoPerson, still_open
from ivr.lines.store import ConfigurationStore
from ivr.local import open_services
from ivr.overrides import OverridesFile
from ivr.queue.valkey import NoValkey, Valkey
from ivr.run.children import Children, simulator, web, worker
from ivr.run.counting import counted_in
from ivr.run.plan import CannotRun, Plan, make_plan
from ivr.run.ports import HOST, listen
from ivr.run.prepare import prepare
from ivr.run.runfile import Run, hold, remove_run, write_run
from ivr.run.welcome import welcome
from ivr.services import Services
from ivr.settings import Settings

log = structlog.get_logger()

WORKERS = 2
THREADS = 4
START_SECONDS = 60.0
LOOK_EVERY_SECONDS = 1.0
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

Say = Callable[[str], None]


def supervise(settings: Settings, environ: Mapping[str, str], say: Say, *, demo: bool) -> None:
    """
    Run everything until a signal comes. Says first that it starts: a first start takes seconds.

    Raises CannotRun when it cannot start or when a process ends by itself, and AlreadyRunning.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    with hold(settings.data_dir), stopped_by_signals() as stop:
        plan = make_plan(settings)
        say("Starting…")
        environ = {**plan.environ(environ), **counted_in(settings.data_dir)}
        OverridesFile(settings.data_dir).forget()
        new = not (settings.data_dir / "linja.db").exists()
        services = open_services(environ)
        prepare(services, demo=demo and new and not settings.database_url)
        children, redis = Children(environ), _own_redis(plan)
        held = listen(int(plan.settings.port))
        try:
            run = _start(plan, services, children, held)
            _wait_until_up(plan, children, stop)
            write_run(settings.data_dir, run)
            say(welcome(plan, run, _open_to(services) if plan.simulator_port else ()))
            _watch(services, run, children, redis, stop)
        finally:
            say("Stopping…")
            remove_run(settings.data_dir)
            held.close()
            children.stop()
            if redis:
                redis.stop()
            services.engine.dispose()


def _own_redis(plan: Plan) -> Valkey | None:
    try:
        return Valkey(plan.settings.data_dir) if plan.own_redis else None
    except NoValkey as problem:
        raise CannotRun(str(problem)) from problem


@contextmanager
def stopped_by_signals() -> Iterator[Event]:
    """Give an event that Ctrl-C, or whoever ends us, sets."""
    stop = Event()

    def note(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, note) for number in SIGNALS}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _start(plan: Plan, services: Services, children: Children, held: socket) -> Run:
    settings = plan.settings
    run = Run(
        pid=getpid(),
        port=int(settings.port),
        url=plan.url,
        simulator_url=plan.simulator_url,
        simulator_account=settings.twilio_account_sid if plan.simulator_port else "",
        simulator_token=settings.auth_tokens[0] if plan.simulator_port else "",
        clock_offset_seconds=plan.clock_offset_seconds,
        lines=_lines(services),
    )
    if plan.simulator_port:
        account, token = settings.twilio_account_sid, settings.auth_tokens[0]
        children.start(simulator(plan.simulator_port, account, token, plan.url))
    children.start(web(int(settings.port), WORKERS, THREADS, HOST, held.fileno()))
    children.start(worker())
    return run


def _wait_until_up(plan: Plan, children: Children, stop: Event) -> None:
    """Wait until both answer. Raises CannotRun when one has ended or takes over a minute."""
    waiting = [f"{plan.url}/health/live", *([plan.simulator_url] if plan.simulator_url else [])]
    until = time.monotonic() + START_SECONDS
    while waiting and not stop.wait(0.1):
        dead = children.dead(starting=True)
        if dead:
            raise CannotRun(f"The {dead}. What it wrote above says why.")
        if time.monotonic() > until:
            raise CannotRun(f"No answer from {waiting[0]} after {START_SECONDS:.0f} seconds.")
        waiting = [address for address in waiting if not _answers(address)]


def _answers(address: str) -> bool:
    try:
        return requests.get(address, timeout=2).status_code == HTTPStatus.OK
    except requests.RequestException:
        return False


def _watch(
    services: Services, run: Run, children: Children, redis: Valkey | None, stop: Event
) -> None:
    feed = DemoFeed(services)
    while not stop.wait(LOOK_EVERY_SECONDS):
        dead = children.dead()
        if dead:
            raise CannotRun(f"The {dead}; the others were stopped too.")
        _revive(children, redis)
        try:
            feed.play()
            run = _with_lines_of_now(services, run)
        except Exception:
            log.exception("the demo or the list of lines could not be brought up to date")


def _revive(children: Children, redis: Valkey | None) -> None:
    """Nothing that calls need has ended, so nothing else is stopped."""
    children.revive()
    try:
        if redis:
            redis.revive()
    except NoValkey as problem:
        log.warning("redis_away", problem=str(problem))


def _with_lines_of_now(services: Services, run: Run) -> Run:
    """`linja call --to NAME` knows a line as soon as it has been applied."""
    lines = _lines(services)
    if lines == run.lines:
        return run
    changed = replace(run, lines=lines)
    write_run(services.settings.data_dir, changed)
    return changed


def _lines(services: Services) -> dict[str, str]:
    lines = ConfigurationStore(services.engine).current().lines
    return {line.name: number for number, line in lines.items()}


def _open_to(services: Services) -> Sequence[DemoPerson]:
    with services.engine.connect().execution_options(readonly=True) as connection:
        return still_open(connection)

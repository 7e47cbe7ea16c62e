"""
Forks the application's processes from one that has loaded everything: a start takes 0.1 s.

`python -m tests.chaos.nursery`: each line of standard input is `{"role": …, "environ": {…}}`, and
is answered with the process' id.
"""

import json
import os
import signal
import sys
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import rq
import twilio.rest.api.v2010.account.call
from werkzeug.serving import make_server

import ivr.callbacks.choosing
import ivr.duties.callbacks
import ivr.queue.answer
import ivr.queue.clock
import ivr.queue.redis_bells
import ivr.queue.workers
from ivr.app import create_app
from ivr.bundles.library import shipped_prompts
from ivr.commands.worker import command as worker_command
from ivr.local import open_server
from ivr.logs import configure_logs
from routing.hours import Schedule
from routing.opening import opening
from tests.chaos.seeds import SEED, SEEDS

GRACE_SECONDS = "0.5"


def web() -> None:
    """Answer webhooks, one process with threads."""
    services = open_server()
    app = create_app(services.settings, services)
    make_server("127.0.0.1", int(services.settings.port), app, threaded=True).serve_forever()


def worker() -> None:
    """`linja worker`: a supervisor, the clock and, with Redis, RQ's workers."""
    worker_command.main(["--grace", GRACE_SECONDS], standalone_mode=False)


ROLES = {"web": web, "worker": worker}


def main() -> None:
    """Fork until standard input ends; whoever is left then is killed with the test."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    _warm_up()
    _hurry()
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if not child:
            _become(order["role"], order["environ"])
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


def _become(role: str, environ: dict[str, str]) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    sys.stdin.close()
    os.environ.update(environ)
    try:
        configure_logs()
        SEEDS[os.environ[SEED]]()
        ROLES[role]()
    finally:
        os._exit(1)


def _hurry() -> None:
    """Nothing else than waiting is shorter here."""
    patch.object(ivr.duties.callbacks, "EVERY_SECONDS", 0.2).start()
    patch.object(ivr.callbacks.choosing, "CHOOSES_FOR", timedelta(seconds=2)).start()
    patch.object(ivr.queue.clock, "GRACE_SECONDS", 0.3).start()
    patch.object(ivr.queue.workers, "LOOK_EVERY_SECONDS", 0.02).start()
    patch.object(ivr.queue.workers, "PAUSE_SECONDS", 0.05).start()


def _warm_up() -> None:
    """Reading the prompts and looking at a calendar are slow the first time."""
    shipped_prompts()
    hours = Schedule.model_validate({"mon-fri": ["08:00-16:00"], "holidays": "closed"})
    opening(hours, datetime(2026, 11, 22, tzinfo=UTC))
    _ = (twilio.rest.api.v2010.account.call.CallList, rq.Worker, ivr.queue.redis_bells.RedisBells)


if __name__ == "__main__":
    main()

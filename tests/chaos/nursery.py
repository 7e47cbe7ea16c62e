"""
Forks the application's processes from one that has loaded everything: a start takes 0.1 s.

`python -m tests.chaos.nursery`: each line of standard input is `{"role": …, "environ": {…}}`, and
is answered with the process' id.
"""

import json
import os
import signal
import sys
import time
from datetime import UTC, datetime

import twilio.rest.api.v2010.account.call
from werkzeug.serving import make_server

from ivr.app import create_app
from ivr.bundles.library import shipped_prompts
from ivr.duties import callbacks
from ivr.local import open_server, open_services
from ivr.logs import configure_logs
from routing.hours import Schedule
from routing.opening import opening

PAUSE_SECONDS = 0.05


def web() -> None:
    """Answer webhooks, one process with threads."""
    services = open_server()
    app = create_app(services.settings, services)
    make_server("127.0.0.1", int(services.settings.port), app, threaded=True).serve_forever()


def ringer() -> None:
    """Do what the worker does for callbacks, over and over."""
    services = open_services()
    while True:
        callbacks.run(services)
        time.sleep(PAUSE_SECONDS)


ROLES = {"web": web, "ringer": ringer}


def main() -> None:
    """Fork until standard input ends; whoever is left then is killed with the test."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    _warm_up()
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
        ROLES[role]()
    finally:
        os._exit(1)


def _warm_up() -> None:
    """Reading the prompts and looking at a calendar are slow the first time."""
    shipped_prompts()
    hours = Schedule.model_validate({"mon-fri": ["08:00-16:00"], "holidays": "closed"})
    opening(hours, datetime(2026, 11, 22, tzinfo=UTC))
    _ = twilio.rest.api.v2010.account.call.CallList


if __name__ == "__main__":
    main()

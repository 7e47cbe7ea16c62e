"""A new version under load: systemd holds the socket, so callers wait and are answered."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest

from simulator.exchange import ACCOUNT_SID, AUTH_TOKEN, Exchange
from simulator.leg import Leg
from simulator.transport import HttpTransport
from tests.chaos.conftest import founded
from tests.ivr.house import LINE
from tests.processes import soon

RESTARTS, CALLERS = 1, 2
AS_SYSTEMD = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ |= {"LISTEN_FDS": "1", "LISTEN_PID": str(os.getpid())}
os.execv(sys.executable, sys.argv[2:])
"""
SERVE = (sys.executable, "-m", "ivr", "serve", "--workers", "1")


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {
        **os.environ,
        "LINJA_DATA_DIR": str(tmp_path),
        "DATABASE_URL": founded(f"sqlite:///{tmp_path / 'linja.db'}"),
        "PORT": "1",  # nobody could: the socket is there already
        "SECRET_KEY": "a secret of ours",
        "TWILIO_ACCOUNT_SID": ACCOUNT_SID,
        "TWILIO_AUTH_TOKEN": AUTH_TOKEN,
    }


@contextmanager
def calling(exchange: Exchange) -> Iterator[list[Leg]]:
    """Some people call all the time, one call after another."""
    made: list[Leg] = []
    over = Event()

    def calls(number: str) -> None:
        while not over.is_set():
            leg = exchange.dial(number, LINE)
            if not leg.ended:
                exchange.hang_up(leg)
            made.append(leg)

    people = [Thread(target=calls, args=(f"+35840111999{n}",)) for n in range(CALLERS)]
    for one in people:
        one.start()
    try:
        yield made
    finally:
        over.set()
        for one in people:
            one.join()


def test_no_webhook_fails_while_the_server_is_replaced(environ: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        exchange = Exchange(HttpTransport(), app_url=url)
        environ["PUBLIC_URL"] = url
        serving = started(listening, environ)
        with calling(exchange) as made:
            for _ in range(RESTARTS):
                before = len(made)
                assert soon(lambda many=before + 5: len(made) > many)  # type: ignore[misc]
                serving.terminate()
                assert serving.wait(30) == 0
                serving = started(listening, environ)
        serving.terminate()
        assert serving.wait(30) == 0
    assert exchange.problems == []
    assert len(made) > RESTARTS * 5


def started(listening: socket.socket, environ: dict[str, str]) -> "subprocess.Popen[bytes]":
    descriptor = listening.fileno()
    return subprocess.Popen(  # noqa: S603 -- ourselves
        (sys.executable, "-c", AS_SYSTEMD, str(descriptor), *SERVE),
        env=environ,
        pass_fds=(descriptor,),
    )

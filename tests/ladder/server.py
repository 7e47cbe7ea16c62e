"""The web server as it runs in production, in processes of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from ivr.bundles.shipped import publish_shipped
from ivr.local import open_services
from ivr.run.children import ROOT, web
from ivr.run.ports import HOST, free_port
from simulator.exchange import ACCOUNT_SID, AUTH_TOKEN, Exchange
from simulator.testing import Telephone
from simulator.transport import HttpTransport
from tests.ivr.house import set_up
from tests.processes import soon

MONDAY_MORNING = "2026-11-23T10:00:00+02:00"


@dataclass(frozen=True)
class Installation:
    """A data directory, a database with the demo company, and a port; `under`: what starts it."""

    folder: Path
    database_url: str
    port: int
    began: str = MONDAY_MORNING
    under: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        """Where it listens, and what Twilio is told."""
        return f"http://{HOST}:{self.port}"

    @property
    def environ(self) -> Mapping[str, str]:
        """What its processes are given, and nothing of ours."""
        return {
            **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
            "LINJA_DATA_DIR": str(self.folder),
            "DATABASE_URL": self.database_url,
            "SECRET_KEY": "a secret of ours",
            "PUBLIC_URL": self.url,
            "TWILIO_ACCOUNT_SID": ACCOUNT_SID,
            "TWILIO_AUTH_TOKEN": AUTH_TOKEN,
            "LINJA_CLOCK": self.began,
        }

    @contextmanager
    def running(self) -> Iterator[Telephone]:
        """Start it, give a telephone to call it with, and end it."""
        with self.serving():
            yield self.telephone()

    def telephone(self) -> Telephone:
        """Give one whose exchange knows of no call yet."""
        return Telephone(Exchange(HttpTransport(), app_url=self.url))

    @contextmanager
    def serving(self) -> Iterator[int]:
        """Start it, give the process whose children answer, and end it."""
        ours = web(self.port, 1, 8, HOST).arguments
        command = [*self.under, sys.executable, "-m", *ours]
        server = subprocess.Popen(  # noqa: S603 -- ours
            command,
            env=self.environ,
            cwd=ROOT,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            assert soon(self._answers), "the server did not come up"
            yield server.pid
        finally:
            os.killpg(server.pid, signal.SIGKILL)  # what is frozen would not end by itself
            server.wait()

    def _answers(self) -> bool:
        try:
            return requests.get(f"{self.url}/health/live", timeout=5).ok
        except requests.RequestException:
            time.sleep(0.02)
            return False


def install(folder: Path, database_url: str = "", began: str = MONDAY_MORNING) -> Installation:
    """Make one, with two customers, as `linja migrate` and `linja config apply` do."""
    made = Installation(folder, database_url, free_port(), began)
    services = open_services(made.environ)
    set_up(services.engine)
    publish_shipped(services)
    services.engine.dispose()
    return made

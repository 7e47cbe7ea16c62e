"""A database that can go away or freeze, and a register that does not answer."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError


class Outside:
    """Breaks an engine below everything that uses it: in the statement itself."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.away = False
        self.slow_seconds = 0.0
        self._thawed = Event()
        self._thawed.set()
        event.listen(engine, "before_cursor_execute", self._before)

    def goes_away(self) -> None:
        """Every statement fails at once."""
        self.away = True

    def freezes(self) -> None:
        """No statement comes back, as with a server that is stopped (SIGSTOP)."""
        self._thawed.clear()

    def slows(self, seconds: float) -> None:
        """Every statement takes so much longer."""
        self.slow_seconds = seconds

    def mend(self) -> None:
        """Whatever waits goes on."""
        self.away = False
        self.slow_seconds = 0.0
        self._thawed.set()

    def _before(self, *_: Any) -> None:
        time.sleep(self.slow_seconds)
        self._thawed.wait(60)
        if self.away:
            raise OperationalError("SELECT", {}, ConnectionError("no route to the database"))


@contextmanager
def silent_register(thawed: Event) -> Iterator[str]:
    """A customer register that takes a request and says nothing until `thawed`."""

    class Silent(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            thawed.wait(10)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Silent)
    server.daemon_threads = True
    server.block_on_close = False
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        thawed.set()
        server.shutdown()
        server.server_close()
        thread.join()

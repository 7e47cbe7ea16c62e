"""A process of the web server: strangers who are slow hold none of its threads for long."""

import errno
import resource
import selectors
import socket
import struct
import time
from concurrent.futures import Future
from functools import partial
from typing import Any

import structlog
from gunicorn.workers.gthread import _DEFER, ThreadWorker  # type: ignore[import-untyped]

log = structlog.get_logger()

SILENT_SECONDS = 1.0
STALLED_SECONDS = 2
OWN_FILES = 48
"""For the database, the journal, figures, logs and requests of ours; about 20 are open at rest."""
NO_ROOM = {errno.EMFILE, errno.ENFILE}


class WebWorker(ThreadWorker):  # type: ignore[misc]
    """
    As gunicorn's own with threads, but for those who are slow.

    There, whoever connects and says nothing holds a thread for five seconds, whoever stops in the
    middle of a request holds it for ever, whoever does not hang up after the answer stops the
    whole process for two seconds, and at the limit of open files it ends.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        room = max(self.cfg.threads + 1, most_files() - OWN_FILES)
        self.worker_connections: int = min(self.cfg.worker_connections, room)

    def accept(self, listener: socket.socket) -> None:
        """Leave whoever comes in the backlog while no file can be opened for them."""
        try:
            super().accept(listener)
        except OSError as problem:
            if problem.errno not in NO_ROOM:
                raise
            log.warning("connection not taken: too many open files")
            self.set_accept_enabled(False)  # the loop looks again within a second

    def enqueue_req(self, conn: Any) -> None:
        """Give a thread to those who have sent something; the others wait without one."""
        if conn.initialized or conn.data_ready:
            super().enqueue_req(conn)
            return
        _let_reads_end(conn.sock, STALLED_SECONDS)
        silent: Future[object] = Future()
        silent.set_result(_DEFER)
        super().finish_request(conn, silent)
        conn.timeout = time.monotonic() + SILENT_SECONDS

    def finish_request(self, conn: Any, fs: "Future[Any]") -> None:
        """Close what has been answered as gunicorn does, but without waiting for it."""
        if fs.cancelled() or fs.exception() or fs.result():
            super().finish_request(conn, fs)
            return
        try:
            conn.sock.settimeout(0)
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self._closed(conn)
            return
        conn.timeout = time.monotonic() + SILENT_SECONDS
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._drain, conn))

    def _drain(self, conn: Any, sock: socket.socket) -> None:
        """Read what still comes: closed before it, we would cut off our own answer."""
        try:
            more = sock.recv(65536)
        except BlockingIOError:
            return
        except OSError:
            more = b""
        if not more:
            self.poller.unregister(sock)
            self.pending_conns.remove(conn)
            self._closed(conn)

    def _closed(self, conn: Any) -> None:
        self.nr_conns -= 1
        conn.close()


def most_files() -> int:
    """Return how many files this process may open: as many as it may ask for."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return most


def _let_reads_end(sock: socket.socket, seconds: int) -> None:
    """By the kernel's own limit: gunicorn takes that of Python away before it reads."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", seconds, 0))

"""Commit within a deadline, and know afterwards whether it may have happened."""

from collections.abc import Callable
from threading import Lock

import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from flows.asks import Outcome
from ivr.calls.ports import COMMIT_SECONDS, Threads
from ivr.failpoint import failpoint

log = structlog.get_logger()

Work = Callable[[Connection], Outcome]


class GivenUp(Exception):
    """Nobody waits for this work any more, so it must not be committed."""


class Gate:
    """Passed before committing, shut by whoever gives up; only one of them is first."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._shut = False
        self._passed = False

    def go_through(self) -> None:
        """Begin to commit. Raises GivenUp."""
        with self._lock:
            if self._shut:
                raise GivenUp
            self._passed = True

    def shut(self) -> bool:
        """Give up. True when nothing was or will be committed, False when nobody knows."""
        with self._lock:
            self._shut = True
            return not self._passed


def commit_in_time(threads: Threads, engine: Engine, work: Work) -> Outcome:
    """
    Do the work in one transaction and return its outcome, once that is durable.

    Never raises: `failed` when surely nothing was committed, `unknown` when it may have been.
    """
    gate = Gate()

    def run() -> Outcome:
        try:
            return _commit(engine, work, gate)
        except IntegrityError:  # another process did the same; now there is something to find
            return _commit(engine, work, gate)

    try:
        return threads.commits.run(run, COMMIT_SECONDS)
    except Exception as problem:
        outcome = Outcome("failed" if gate.shut() else "unknown")
        log.exception("ask not done", status=outcome.status, error=type(problem).__name__)
        return outcome


def _commit(engine: Engine, work: Work, gate: Gate) -> Outcome:
    with engine.connect() as connection, connection.begin() as transaction:
        outcome = work(connection)
        failpoint("ask.before-commit")
        gate.go_through()
        transaction.commit()
    failpoint("ask.after-commit")
    return outcome

"""Do something, but not for longer than so many seconds of real time."""

import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotInTime
from contextvars import copy_context
from typing import TypeVar

from ivr.measures import BREAKER_OPEN, DEADLINES_MISSED

T = TypeVar("T")

ONCE = "once"
"""The name of a thread that does what `within` was given."""


class TooLate(Exception):
    """It was not done in time, or was not tried since it has failed too often just now."""


def within(seconds: float, work: Callable[[], T]) -> T:
    """
    Return what `work` returns and raise what it raises; TooLate after so many seconds.

    For what is done once: it has a thread of its own, which the end of the process does not
    wait for.
    """
    result: Future[T] = Future()

    def run() -> None:
        try:
            result.set_result(work())
        except BaseException as problem:  # noqa: BLE001 -- raised where it is waited for
            result.set_exception(problem)

    threading.Thread(target=run, name=ONCE, daemon=True).start()
    try:
        return result.result(seconds)
    except NotInTime:
        if result.done():
            raise  # the work's own TimeoutError, not ours
        raise TooLate(f"not done in {seconds} s") from None


class Breaker:
    """
    Stops asking what keeps failing: after `failures` within `within_seconds` it opens for
    `rest_seconds`, then lets one try through.

    Only being late and what `counts` are failures: another exception is an answer as well, and
    one broken record must not keep everybody from the others.
    """

    def __init__(
        self,
        failures: int = 5,
        within_seconds: float = 10,
        rest_seconds: float = 15,
        monotonic: Callable[[], float] = time.monotonic,
        counts: tuple[type[Exception], ...] = (Exception,),
    ) -> None:
        self.counts: tuple[type[Exception], ...] = (TooLate, *counts)
        self._within_seconds = within_seconds
        self._rest_seconds = rest_seconds
        self._monotonic = monotonic
        self._failed_at: deque[float] = deque(maxlen=failures)
        self._opened_at: float | None = None
        self._lock = threading.Lock()

    def lets_through(self) -> bool:
        """May it be tried now?"""
        with self._lock:
            if self._opened_at is None:
                return True
            if self._monotonic() - self._opened_at < self._rest_seconds:
                return False
            self._opened_at = self._monotonic()
            return True

    @property
    def is_open(self) -> bool:
        """Has it stopped asking, but for one try now and then?"""
        return self._opened_at is not None

    def worked(self) -> None:
        """Say that a try worked."""
        if self._failed_at:
            with self._lock:
                self._failed_at.clear()
                self._opened_at = None

    def failed(self) -> None:
        """Say that a try failed or took too long."""
        with self._lock:
            now = self._monotonic()
            self._failed_at.append(now)
            full = len(self._failed_at) == self._failed_at.maxlen
            if full and now - self._failed_at[0] <= self._within_seconds:
                self._opened_at = now


class Bounded:
    """
    A few threads for one kind of work. What hangs keeps its thread and nothing else.

    Timeouts of a driver or of a statement do not cover a frozen server; waiting here does.
    """

    def __init__(self, name: str, threads: int, breaker: Breaker | None = None) -> None:
        self._name = name
        self._free = threading.BoundedSemaphore(threads)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._breaker = breaker
        self._shown_open = False
        DEADLINES_MISSED.labels(name)
        BREAKER_OPEN.labels(name).set(0)

    def run(self, work: Callable[[], T], seconds: float) -> T:
        """
        Return what `work` returns and raise what it raises.

        Raises TooLate after `seconds`, the wait for a free thread included; the work itself
        is not stopped, so it must do no harm when it ends late.
        """
        if self._breaker is None:
            return self._run(work, seconds)
        if not self._breaker.lets_through():
            DEADLINES_MISSED.labels(self._name).inc()
            raise TooLate(f"{self._name}: failing, not tried")
        try:
            done = self._run(work, seconds)
        except self._breaker.counts:
            self._breaker.failed()
            raise
        except Exception:
            self._breaker.worked()
            raise
        else:
            self._breaker.worked()
            return done
        finally:
            self._show(is_open=self._breaker.is_open)

    def _show(self, *, is_open: bool) -> None:
        if is_open != self._shown_open:
            self._shown_open = is_open
            BREAKER_OPEN.labels(self._name).set(is_open)

    def _run(self, work: Callable[[], T], seconds: float) -> T:
        until = time.monotonic() + seconds
        if not self._free.acquire(timeout=seconds):
            DEADLINES_MISSED.labels(self._name).inc()
            raise TooLate(f"{self._name}: no thread became free in {seconds} s")
        future = self._pool.submit(copy_context().run, work)  # its log lines name the call too
        future.add_done_callback(lambda _: self._free.release())
        try:
            return future.result(max(0.0, until - time.monotonic()))
        except NotInTime:
            if future.done() and future.exception() is not None:
                raise  # the work's own TimeoutError, not ours
            future.cancel()
            DEADLINES_MISSED.labels(self._name).inc()
            raise TooLate(f"{self._name}: not done in {seconds} s") from None

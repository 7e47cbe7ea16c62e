"""Bells over Redis: an RQ job that carries no work, in the queue of its name."""

import time
from collections.abc import Callable
from typing import TypeVar

import structlog
from redis import Redis, RedisError
from rq import Queue
from rq.job import Job

from ivr.deadline import Bounded, Breaker, TooLate
from ivr.queue.bells import NAMES
from ivr.queue.connect import WEB_SECONDS, web_client

JOB_SECONDS = 60
"""No answer to a ring may take longer; what is left over is found by the next one."""
UNANSWERED_SECONDS = JOB_SECONDS + 15
FAILURE_KEPT_SECONDS = 3600
SERIALIZER = "json"
NO_WORK = "ivr.queue.answer"
"""What RQ shows as the job's function. The worker looks at the queue's name alone."""

T = TypeVar("T")
log = structlog.get_logger()


class RedisBells:
    """Rings while Redis answers. Not to be used before a fork: it holds a thread."""

    def __init__(self, url: str) -> None:
        client = web_client(url)
        self._queues = {name: queue_of(client, name) for name in NAMES}
        self._bounded = Bounded("Redis", 2, Breaker())

    def ring(self, name: str) -> bool:
        """
        Put one job in the queue, unless one waits there: it was not yet taken, so whoever takes
        it will see what was committed before this.

        (RQ's own `unique=True` would refuse a ring while the last one is being answered, and
        lose it.)
        """
        queue = self._queues[name]

        def put() -> bool:
            if queue.count == 0:
                queue.enqueue_call(
                    NO_WORK,
                    timeout=JOB_SECONDS,
                    result_ttl=0,
                    failure_ttl=FAILURE_KEPT_SECONDS,
                )
            return True

        return self._asked(name, put, otherwise=False)

    def unanswered(self, name: str) -> bool:
        """Is nobody coming, though Redis is there? All workers of the queue are dead or frozen."""
        queue = self._queues[name]

        def old() -> bool:
            waiting = queue.get_jobs(0, 1)
            asked_at = waiting[0].enqueued_at if waiting else None
            return asked_at is not None and time.time() - asked_at.timestamp() > UNANSWERED_SECONDS

        return self._asked(name, old, otherwise=False)

    def _asked(self, name: str, ask: Callable[[], T], otherwise: T) -> T:
        try:
            return self._bounded.run(ask, WEB_SECONDS)
        except (RedisError, TooLate) as problem:
            log.warning("bell_not_rung", bell=name, error=type(problem).__name__)
            return otherwise


def queue_of(client: "Redis", name: str, job_class: type[Job] = Job) -> Queue:
    """Return the queue of a bell. Values in it are JSON: reading a pickle would run code."""
    return Queue(name, connection=client, serializer=SERIALIZER, job_class=job_class)

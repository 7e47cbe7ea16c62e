"""The RQ worker of one bell: forks for each ring, with everything imported before."""

import os
from collections.abc import Callable
from functools import partial

import structlog
from redis import RedisError
from rq import Worker
from rq.job import Job

from ivr.queue.connect import worker_client
from ivr.queue.duties import Duty, done
from ivr.queue.redis_bells import SERIALIZER, queue_of
from ivr.run.lifeline import die_with
from ivr.services import Services

WORKER_TTL_SECONDS = 20
"""RQ waits 15 seconds less than this for a ring before it looks after itself."""
LOOK_EVERY_SECONDS = 5
log = structlog.get_logger()


class PatientWorker(Worker):
    """Waits for Redis to come back, and looks often."""

    max_connection_wait_time = 5.0


def answer_bell(services: Services, duty: Duty) -> None:
    """
    Do the duty each time its bell rings, until SIGTERM.

    With RQ's own intervals the ring of a worker that was killed is found after ten minutes;
    with these, after one. Exits with 1 when Redis is away at the start or at the end.
    """
    try:
        _answer(services, duty)
    except RedisError as problem:
        log.warning("redis_away", bell=duty.bell, error=type(problem).__name__)
        raise SystemExit(1) from problem


def _answer(services: Services, duty: Duty) -> None:
    client = worker_client(services.settings.redis_url)
    job_class = job_doing(partial(_done_beside, os.getpid(), duty, services))
    worker = PatientWorker(
        [queue_of(client, duty.bell, job_class)],
        connection=client,
        job_class=job_class,
        serializer=SERIALIZER,
        worker_ttl=WORKER_TTL_SECONDS,
        job_monitoring_interval=LOOK_EVERY_SECONDS,
        maintenance_interval=LOOK_EVERY_SECONDS,
        log_job_description=False,
    )
    worker.work(logging_level="WARNING")


def _done_beside(worker_pid: int, duty: Duty, services: Services) -> None:
    """Do it in the process that was forked for it, which does not outlive its worker."""
    die_with(worker_pid)
    done(duty, services)


def job_doing(work: Callable[[], object]) -> type[Job]:
    """
    Return a kind of job that does this work, whatever function and arguments Redis names.

    Who can write to Redis can make us look for work, and nothing else.
    """

    class Ring(Job):
        def _execute(self) -> None:
            work()

    return Ring

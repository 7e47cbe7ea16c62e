"""Clients of Redis that never hang."""

from redis import Redis
from redis.backoff import ExponentialBackoff, NoBackoff
from redis.retry import Retry

from ivr.queue.sentinel import is_watched, master_at

WEB_SECONDS = 0.15
WORKER_SECONDS = 2.0
"""RQ lengthens this for the one command that waits for work."""


def web_client(url: str) -> Redis:
    """
    Make a client for whoever must not wait: 150 ms for each answer, and no second try.

    redis-py's own defaults take 5 seconds when Redis is down and 25 when it is frozen.
    """
    return _client(url, WEB_SECONDS, Retry(NoBackoff(), 0))


def patient_client(url: str, seconds: float) -> Redis:
    """Make a client that waits for one answer, without a second try."""
    return _client(url, seconds, Retry(NoBackoff(), 0))


def worker_client(url: str) -> Redis:
    """Make a client for a worker, which may try again: a restarted server is no reason to die."""
    return _client(url, WORKER_SECONDS, Retry(ExponentialBackoff(cap=0.5, base=0.05), 3))


def _client(url: str, seconds: float, retry: Retry) -> Redis:
    make = master_at if is_watched(url) else Redis.from_url
    return make(url, socket_timeout=seconds, socket_connect_timeout=seconds, retry=retry)

"""What is counted and timed, for Prometheus. No number and no name is ever a label."""

from collections.abc import Iterable

from prometheus_client import Counter, Gauge, Histogram

TURNS = Counter("linja_turns", "Webhooks of callers, by how they were answered", ["result"])
TURN_TIME = Histogram(
    "linja_turn_seconds",
    "Our time for a voice webhook",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 3),
)
DEADLINES_MISSED = Counter(
    "linja_deadlines_missed", "Work that was not done in time, or not tried", ["pool"]
)
BREAKER_OPEN = Gauge(
    "linja_breaker_open",
    "1 while a pool's work fails so often that it is not tried",
    ["pool"],
    multiprocess_mode="livemax",
)
JOURNAL_DROPPED = Counter("linja_journal_dropped", "Turns that the journal had no room for")
NOTICES_READ = Counter("linja_notices_read", "Notices that callers heard", ["state"])

ANSWERED = {result: TURNS.labels(result) for result in ("ok", "rescued", "last_words")}
"""There from the start: a rate needs a zero to begin from."""

_NOTICE = "notice."


def count_notices(keys: Iterable[str]) -> None:
    """Count the prompts that read a notice, such as `notice.electricity.eta`."""
    for key in keys:
        if key.startswith(_NOTICE):
            NOTICES_READ.labels(key.rpartition(".")[2]).inc()

"""What sources sent, counted for Prometheus. Their names come from configuration: they are few."""

from prometheus_client import Counter

PUSHES = Counter(
    "linja_feed_pushes",
    "Pushes of sources that were known, by how they were answered",
    ["source", "result"],
)
STRANGERS = Counter("linja_feed_strangers", "Pushes refused before it was known whose", ["status"])
PARTLY = "partly"
"""200, and some items were refused."""
OK = 200

for status in ("401", "403"):
    STRANGERS.labels(status)


def count_push(source: str, status: int, *, refused: bool) -> None:
    """Count a push by its HTTP status."""
    result = PARTLY if refused and status == OK else str(status)
    PUSHES.labels(source, result).inc()

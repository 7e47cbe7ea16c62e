"""As many values as one statement takes."""

from collections.abc import Iterator, Sequence

MOST = 500
"""Parameters in one statement: older SQLite stops at 999."""


def chunks(values: Sequence[str]) -> Iterator[Sequence[str]]:
    """Cut a sequence into parts that fit into `IN (…)`."""
    for start in range(0, len(values), MOST):
        yield values[start : start + MOST]

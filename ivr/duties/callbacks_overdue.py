"""Tell whoever reads the log of promises that nobody keeps."""

import structlog

from ivr.callbacks.account import account_of, overdue, today
from ivr.services import Services

EVERY_SECONDS = 300

log = structlog.get_logger()


def run(services: Services) -> None:
    """Count the overdue, and see whether the day's account adds up."""
    now = services.clock.now()
    with services.engine.connect().execution_options(readonly=True) as connection:
        many, first = overdue(connection, now)
        account = account_of(connection, today(now), now)
    if many and first:
        log.error(
            "callbacks overdue: does the worker run, are agents at their desks?",
            callbacks=many,
            longest_minutes=int((now - first).total_seconds() // 60),
        )
    if not account.adds_up and not _adds_up_now(services):  # it may have changed between two reads
        log.error("account of callbacks does not add up: see `linja callbacks account`")


def _adds_up_now(services: Services) -> bool:
    now = services.clock.now()
    with services.engine.connect().execution_options(readonly=True) as connection:
        return account_of(connection, today(now), now).adds_up

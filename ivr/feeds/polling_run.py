"""Ask every source that is due, a few at a time."""

import time
from concurrent.futures import ThreadPoolExecutor

import structlog

from ivr.feeds.fetch import Fetcher
from ivr.feeds.fetch_addresses import read_networks
from ivr.feeds.polling import Claim, Outcome, any_due, claim_next, settle
from ivr.feeds.polling_read import Asking, ask
from ivr.feeds.receive import settings_in
from ivr.feeds.settings import BadSourceSettings
from ivr.services import Services

AT_ONCE = 4
CLAIMING_SECONDS = 10.0
"""After so long no more is begun: whoever answers a bell has a minute in all."""
WITHOUT_SETTINGS_SECONDS = 3600
log = structlog.get_logger()


def poll_due(services: Services, fetcher: Fetcher | None = None) -> None:
    """Ask what is due now. Any number of machines may do so at once."""
    if not any_due(services.engine):
        return
    used = fetcher or Fetcher(read_networks(services.settings.linja_poll_networks))
    until = time.monotonic() + CLAIMING_SECONDS
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="poll") as pool:
        for done in [pool.submit(_work, services, used, until) for _ in range(AT_ONCE)]:
            done.result()


def _work(services: Services, fetcher: Fetcher, until: float) -> None:
    while time.monotonic() < until:
        claim = claim_next(services.engine)
        if claim is None:
            return
        _poll(services, fetcher, claim)


def _poll(services: Services, fetcher: Fetcher, claim: Claim) -> None:
    began, every_seconds = services.clock.now(), float(WITHOUT_SETTINGS_SECONDS)
    try:
        settings = settings_in(services, claim.source)
        if settings.poll:
            every_seconds = settings.poll.every_seconds
        outcome = ask(Asking(services, fetcher, settings, claim, began))
    except BadSourceSettings:
        outcome = Outcome("settings", "cannot be read by this version: apply them again")
    except Exception as problem:
        log.exception("poll_failed", source=claim.source)
        outcome = Outcome("failed", f"our own {type(problem).__name__}: see the log")
    settle(services.engine, claim, outcome, every_seconds, began)
    log.info("polled", source=claim.source, result=outcome.result, problem=outcome.problem)

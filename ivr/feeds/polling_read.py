"""Ask a source that is due, and take in what it says; an error is never taken for a list."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import partial

import structlog
from sqlalchemy import select

from ivr.db.tables.outages import outages
from ivr.feeds.fetch import NOT_MODIFIED, Fetched, Fetcher, NotFetched, Wanted
from ivr.feeds.limits_turn import Busy
from ivr.feeds.polling import LINKS, OK, UNCHANGED, Claim, Outcome
from ivr.feeds.polling_links import Gathered, Index, gathered
from ivr.feeds.quarantine import Refusal, put_away
from ivr.feeds.receive import LARGEST_BODY, Delivery, read_push, take_push
from ivr.feeds.settings import SourceSettings
from ivr.feeds.settings_store import opened_headers
from ivr.feeds.sources import note_heard
from ivr.sealed import NotReadable
from ivr.services import Services
from outage_feed.push import Problem, Push, Unreadable

BAD_REQUEST, USELESS = 400, 422
MOST_TOLD = 3
LONGEST_PROBLEM = 1_000
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Asking:
    """One poll of one source. `began` is business time: what we hold after it, it may not know."""

    services: Services
    fetcher: Fetcher
    settings: SourceSettings
    claim: Claim
    began: datetime


def ask(asking: Asking) -> Outcome:
    """Ask once. Raises nothing that a source can cause."""
    if asking.settings.poll is None:
        return Outcome("settings", "is not polled any more")
    keys = asking.services.settings.secret_keys
    try:
        headers = opened_headers(asking.settings, asking.claim.source, keys)
    except NotReadable:
        text = "its headers were sealed with another SECRET_KEY: apply its settings again"
        return Outcome("settings", text)
    url = asking.settings.poll.url
    try:
        fetched = asking.fetcher.fetch(Wanted(url, {**headers, **_conditions(asking.claim)}))
    except NotFetched as error:
        return Outcome(error.reason, str(error), retry_after_seconds=_seconds(error.retry_after))
    try:
        if fetched.status == NOT_MODIFIED:
            return _unchanged(asking)
        return _taken(asking, fetched, Index(url, headers, asking.fetcher, partial(_read, asking)))
    except Busy:
        return Outcome("busy", "other pushes were quicker: it is asked again")


def _unchanged(asking: Asking) -> Outcome:
    with asking.services.engine.begin() as connection:
        note_heard(connection, asking.claim.source, asking.began)
    return Outcome(UNCHANGED)


def _taken(asking: Asking, fetched: Fetched, index: Index) -> Outcome:
    try:
        found = gathered(index.read(fetched), index)
    except Unreadable as error:
        return Outcome("unreadable", str(error)[:LONGEST_PROBLEM])
    if found.problems and not _says_anything(found.push):
        return Outcome(LINKS, _some(found.problems))  # an index alone is no word on any outage
    body = b"\n".join([fetched.body, *found.bad])[:LARGEST_BODY]
    delivery = _delivery(asking, replace(fetched, body=body))
    push = _as_polled(asking, found)
    status, answer = take_push(asking.services, asking.settings, delivery, push)
    if status == USELESS:
        return Outcome("rejected", f"all {len(answer['rejected'])} items are rejected")
    if found.problems:
        return Outcome(LINKS, _some(found.problems))
    if _one_is_missing(asking):
        return Outcome(OK)  # the next list must be read whole, were it the same: two of them close
    return Outcome(
        OK,
        etag=fetched.headers.get("ETag", ""),
        last_modified=fetched.headers.get("Last-Modified", ""),
    )


def _says_anything(push: Push) -> bool:
    return bool(push.items or push.refused or push.ignored)


def _one_is_missing(asking: Asking) -> bool:
    """Does an outage wait for the next list, to be closed by it or listed again?"""
    columns, now = outages.c, asking.services.clock.now()
    goes_on = columns.open & (columns.settled_at.is_(None) | (columns.settled_at > now))
    of_source = columns.source == asking.claim.source
    query = select(columns.id).where(of_source, columns.missing_as_of.is_not(None), goes_on)
    with asking.services.engine.connect().execution_options(readonly=True) as connection:
        return connection.execute(query.limit(1)).first() is not None


def _as_polled(asking: Asking, found: Gathered) -> Push:
    """Say that it is all there is, if the settings do and every part of it is here."""
    push = replace(found.push, polled=True)
    complete = asking.settings.poll is not None and asking.settings.poll.complete
    if push.snapshot or not complete or found.problems or push.partial:
        return push
    return replace(push, snapshot=True, as_of=asking.began)


def _read(asking: Asking, fetched: Fetched) -> Push:
    """Read what was fetched; what cannot be read is kept as it came. Raises Unreadable."""
    delivery = _delivery(asking, fetched)
    try:
        return read_push(asking.services, asking.settings, delivery)
    except Unreadable as error:
        _put_away(asking, delivery, error.problems)
        raise


def _delivery(asking: Asking, fetched: Fetched) -> Delivery:
    type_ = fetched.headers.get("Content-Type", "")
    return Delivery(asking.claim.source, type_, fetched.body, came_by="poll")


def _put_away(asking: Asking, delivery: Delivery, problems: Sequence[Problem]) -> None:
    refusal = Refusal(
        source=delivery.source,
        came_by=delivery.came_by,
        status=BAD_REQUEST,
        content_type=delivery.content_type,
        reasons=[asdict(problem) for problem in problems],
        body=delivery.body,
        size_bytes=len(delivery.body),
    )
    put_away(asking.services.engine, refusal, asking.began)


def _conditions(claim: Claim) -> dict[str, str]:
    """Ask for nothing new if there is nothing new (RFC 9110, section 13)."""
    conditions = {"If-None-Match": claim.etag, "If-Modified-Since": claim.last_modified}
    return {name: value for name, value in conditions.items() if value}


def _seconds(retry_after: str) -> float:
    """Only a number of seconds: a date is as good as nothing."""
    return float(retry_after) if retry_after.isdecimal() and len(retry_after) < 7 else 0  # noqa: PLR2004 -- days enough


def _some(problems: list[str]) -> str:
    more = len(problems) - MOST_TOLD
    told = "; ".join(problems[:MOST_TOLD]) + (f"; and {more} more" if more > 0 else "")
    return told[:LONGEST_PROBLEM]

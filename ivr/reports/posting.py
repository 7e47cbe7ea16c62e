"""Post reports to the systems whose outages they are about, signed, until they are taken."""

import json
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Connection, or_, select, update

from ivr.db.tables.reports import still_out_reports
from ivr.feeds.fetch import Fetcher, NotFetched, Wanted
from ivr.feeds.settings import BadSourceSettings
from ivr.feeds.settings_store import settings_of
from ivr.feeds.signatures import ID, SIGNATURE, TIMESTAMP, secrets_of, sign
from ivr.queue.leases import real_now
from ivr.reports.store import FAILED, KEPT, SENT, WAITING, Report, report_of
from ivr.services import Services

log = structlog.get_logger()

LEASE = timedelta(seconds=60)
"""Longer than a request may take."""
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
)
"""Between one try and the next; the last of them again and again."""
TRIED_FOR = timedelta(hours=24)
BUSY_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a try: a state, and why."""

    state: str
    reason: str


def post_due(services: Services, fetcher: Fetcher) -> int:
    """
    Post what is due, until nothing is or 20 s have passed; return how many were tried.

    A process that is killed in between posts it again: `webhook-id` is the same then.
    """
    until = time.monotonic() + BUSY_SECONDS
    tried = 0
    while time.monotonic() < until and (report := _claim(services)):
        result = _post(services, fetcher, report)
        _write_down(services, report, result)
        tried += 1
    return tried


def body_of(report: Report) -> bytes:
    """Return what is posted: the outage's own times, and nothing of who reported it."""
    plain = {
        "type": "still_out",
        "id": report.id,
        "outage": report.outage_id,
        "service": report.service,
        "postcode": report.postcode,
        "starts_at": _iso(report.began_at),
        "restored_at": _iso(report.restored_at),
        "reported_at": _iso(report.reported_at),
    }
    return json.dumps(plain).encode()


def _claim(services: Services) -> Report | None:
    columns = still_out_reports.c
    with services.engine.begin() as connection:
        now = real_now(connection)
        free = or_(columns.lease_until.is_(None), columns.lease_until <= now)
        query = (
            select(still_out_reports)
            .where(columns.state == WAITING, columns.due_at <= services.clock.now(), free)
            .order_by(columns.due_at, columns.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        row = connection.execute(query).first()
        if row is None:
            return None
        mine = update(still_out_reports).where(columns.id == row.id)
        connection.execute(mine.values(lease_until=now + LEASE))
        return report_of(row)


def _post(services: Services, fetcher: Fetcher, report: Report) -> Result:
    try:
        with services.engine.connect().execution_options(readonly=True) as connection:
            url = settings_of(connection, report.source).report_url
            headers = _headers(connection, services, report)
    except BadSourceSettings:
        return Result(WAITING, "the source's settings cannot be read by this version")
    if not url:
        return Result(KEPT, "the source has no report_url any more")
    try:
        fetcher.fetch(Wanted(url, headers, body_of(report)))
    except NotFetched as problem:
        return Result(WAITING, str(problem))
    return Result(SENT, "")


def _headers(connection: Connection, services: Services, report: Report) -> dict[str, str]:
    """Sign with each secret that is good, as Standard Webhooks have it; none: unsigned."""
    seconds, body = int(time.time()), body_of(report)
    known = secrets_of(connection, report.source, services.settings.secret_keys)
    headers = {"Content-Type": "application/json", ID: report.id, TIMESTAMP: str(seconds)}
    if known:
        signed = [sign(secret.text, report.id, seconds, body) for secret in known]
        headers[SIGNATURE] = " ".join(signed)
    return headers


def _write_down(services: Services, report: Report, result: Result) -> None:
    now = services.clock.now()
    values: dict[str, Any] = {"state": result.state, "reason": result.reason, "lease_until": None}
    if result.state == SENT:
        values |= {"sent_at": now}
    elif result.state == WAITING and now - report.reported_at >= TRIED_FOR:
        values |= {"state": FAILED}
    elif result.state == WAITING:
        wait = WAITS[min(report.tries, len(WAITS) - 1)]
        values |= {"tries": report.tries + 1, "due_at": now + wait}
    log.info("report posted", report=report.id, source=report.source, state=values["state"])
    with services.engine.begin() as connection:
        still_waits = (
            still_out_reports.c.id == report.id,
            still_out_reports.c.state == WAITING,
        )
        connection.execute(update(still_out_reports).where(*still_waits).values(values))


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None

"""Reports as they are kept: with the outage's own times, so that nothing begins anew."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from flows.asks import Outcome, ReportStillOut
from ivr.calls.ports import Asked
from ivr.db.tables.outages import outage_postcodes
from ivr.db.tables.reports import still_out_reports
from ivr.feeds.settings_store import settings_of
from ivr.feeds.settled import Key, Settled, endings
from outage_feed.phase import phase_of
from outage_feed.summary import fact_of

KEPT, WAITING, SENT, FAILED = "kept", "waiting", "sent", "failed"


@dataclass(frozen=True, slots=True)
class Report:
    """One row of `still_out_reports`, as that table describes it."""

    id: str
    number: str
    call_sid: str
    line: str
    language: str
    postcode: str
    service: str
    source: str
    outage_id: str
    began_at: datetime | None
    restored_at: datetime
    reported_at: datetime
    state: str
    reason: str
    tries: int
    due_at: datetime
    lease_until: datetime | None = None
    sent_at: datetime | None = None


def report_still_out(connection: Connection, asked: Asked, ask: ReportStillOut) -> Outcome:
    """
    Keep a report for each outage that was repaired there lately; `refused` when there is none.

    Who has reported the same repair already is thanked again, and nothing is written twice.
    """
    repaired = _repaired(connection, ask.postcode, ask.services, asked.now)
    if not repaired:
        return Outcome("refused")
    passed = False
    for settled in repaired:
        state = WAITING if _address(connection, settled.record.outage.source) else KEPT
        passed = passed or state == WAITING
        report = _report(asked, ask, settled, state)
        if not _is_known(connection, report):
            _insert(connection, report)
    return Outcome("done", value={"passed": "yes"} if passed else {})


def reports(connection: Connection) -> list[Report]:
    """Return all of them, oldest first."""
    order = (still_out_reports.c.reported_at, still_out_reports.c.id)
    return [
        report_of(row) for row in connection.execute(select(still_out_reports).order_by(*order))
    ]


def report_of(row: Row[Any]) -> Report:
    """Read a row."""
    return Report(**row._mapping)  # noqa: SLF001 -- SQLAlchemy's public name for it


def forget_reporters(connection: Connection, numbers: Collection[str]) -> None:
    """Empty these numbers; the reports stay."""
    theirs = still_out_reports.c.number.in_(numbers)
    connection.execute(update(still_out_reports).where(theirs).values(number=""))


def _repaired(
    connection: Connection, postcode: str, services: Collection[str], now: datetime
) -> list[Settled]:
    heard = outage_postcodes.c
    query = select(heard.source, heard.id).where(heard.postcode == postcode)
    keys: list[Key] = [(source, id_) for source, id_ in connection.execute(query)]
    found = endings(connection, keys).values()
    return [one for one in found if one.record.told.service in services and _is_heard(one, now)]


def _is_heard(settled: Settled, now: datetime) -> bool:
    """Is it among those that the caller was told of?"""
    repaired = settled.ending.how == "repaired"
    return repaired and phase_of(fact_of(settled.record), now) == "restored"


def _address(connection: Connection, source: str) -> str:
    return settings_of(connection, source).report_url


def _report(asked: Asked, ask: ReportStillOut, settled: Settled, state: str) -> Report:
    outage, call = settled.record.told, asked.state
    return Report(
        id=secrets.token_hex(8),
        number=call.caller.number,
        call_sid=asked.call_sid,
        line=call.line,
        language=call.language,
        postcode=ask.postcode,
        service=outage.service,
        source=outage.source,
        outage_id=outage.id,
        began_at=outage.starts_at,
        restored_at=settled.ending.at,
        reported_at=asked.now,
        state=state,
        reason="",
        tries=0,
        due_at=asked.now,
    )


def _is_known(connection: Connection, report: Report) -> bool:
    """Has this number, or this call, reported the same repair?"""
    columns = still_out_reports.c
    who = columns.number == report.number if report.number else columns.call_sid == report.call_sid
    query = select(columns.id).where(
        who,
        columns.source == report.source,
        columns.outage_id == report.outage_id,
        columns.restored_at == report.restored_at,
        columns.postcode == report.postcode,
    )
    return connection.execute(query).first() is not None


def _insert(connection: Connection, report: Report) -> None:
    row = {name: getattr(report, name) for name in Report.__dataclass_fields__}
    connection.execute(insert(still_out_reports).values(row))

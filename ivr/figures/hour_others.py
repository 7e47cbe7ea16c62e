"""What became of callbacks, surveys and outages within an hour, read and told as parts of sums."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, select

from ivr.db.chunks import chunks
from ivr.db.tables.callbacks import attempts, callback_events, callbacks
from ivr.db.tables.dispatch import offers, waiting
from ivr.db.tables.journal import call_turns
from ivr.db.tables.legs import legs
from ivr.db.tables.outages import outages
from ivr.db.tables.surveys import surveys
from ivr.feeds.settled import endings
from ivr.figures.names import HOURS_EDGES, difference_of, edge_of
from ivr.figures.reading import TALKED
from ivr.figures.sums import Key, Part
from routing.callback import ENDED, State

HOUR = timedelta(hours=1)
AS_TOLD = timedelta(minutes=30)
"""A repair that is no further than this from what was told was as told."""

Names = dict[str, str]


def callback_parts(connection: Connection, hour: datetime, lines: Names) -> Iterator[Part]:
    """Tell how many were asked for and how they ended; the hour is that of the change."""
    columns = callback_events.c
    query = (
        select(
            columns.callback_id,
            columns.from_state,
            columns.to_state,
            columns.at,
            callbacks.c.line,
            callbacks.c.language,
            callbacks.c.requested_at,
        )
        .join(callbacks, callbacks.c.id == columns.callback_id)
        .where(_within(columns.at, hour))
    )
    rows = connection.execute(query).all()
    ends = [row for row in rows if row.to_state in ENDED]
    teams = _teams(connection, [row.callback_id for row in ends])
    for row in rows:
        if row.from_state == "":
            yield Part(_key("callback_asked", "", lines.get(row.line, row.line), row.language))
    for row in ends:
        team = teams.get(row.callback_id, "")
        line = lines.get(row.line, row.line)
        yield Part(_key("callback_ended", row.to_state, line, row.language, team))
        if row.to_state == State.DONE:
            took = (row.at - row.requested_at).total_seconds()
            detail = edge_of(took, HOURS_EDGES)
            yield Part(_key("callback_took", detail, line, row.language, team), amount=took)


def survey_parts(connection: Connection, hour: datetime, lines: Names) -> Iterator[Part]:
    """Tell who was asked and what they answered; with the language and flow of their call."""
    columns = (surveys.c.call_sid, surveys.c.line, surveys.c.question, surveys.c.answer)
    rows = connection.execute(select(*columns).where(_within(surveys.c.asked_at, hour))).all()
    of = _calls(connection, [row.call_sid for row in rows])
    for row in rows:
        language, flow, bundle = of.get(row.call_sid, ("", "", ""))
        rest = (lines.get(row.line, row.line), "", language, flow, bundle)
        yield Part(Key("survey_asked", "", *rest))
        if row.answer is not None:
            yield Part(Key("survey", f"{row.question}/{row.answer}", *rest), amount=row.answer)


def repair_parts(connection: Connection, hour: datetime, now: datetime) -> Iterator[Part]:
    """
    Compare repairs with the first end that was told; the hour is that in which it was certain.

    Only faults that ended for certain, with an estimate behind them; nothing of what was planned.
    """
    columns = outages.c
    certain = and_(_within(columns.settled_at, hour), columns.settled_at <= now)
    query = select(columns.source, columns.id).where(certain)
    keys = [(row.source, row.id) for row in connection.execute(query)]
    for record, ending in endings(connection, keys).values():
        outage = record.outage
        told = next((entry.estimate for entry in outage.history if entry.estimate), None)
        if told is None or outage.planned or ending.how not in {"repaired", "closed"}:
            continue
        late = ending.at - told
        kept = "in" if abs(late) <= AS_TOLD else "longer" if late > timedelta(0) else "shorter"
        yield Part(Key("repair_told", difference_of(late.total_seconds())))
        yield Part(Key("repair_kept", kept))


def _key(name: str, detail: str, line: str, language: str, team: str = "") -> Key:
    return Key(name, detail, line, team, language)


def _within(column: ColumnElement[datetime], hour: datetime) -> ColumnElement[bool]:
    return and_(column >= hour, column < hour + HOUR)


def _teams(connection: Connection, ids: list[str]) -> Names:
    """Tell which team rang them: that of the agent, or whose telephone was answered."""
    found: Names = {}
    for some in chunks(ids):
        tried = select(attempts.c.callback_id, attempts.c.call_sid)
        rung = connection.execute(tried.where(attempts.c.callback_id.in_(some))).all()
        of = {row.call_sid: row.callback_id for row in rung if row.call_sid}
        of |= {id_: id_ for id_ in some}
        for refs in chunks([*of]):
            desk = (
                select(waiting.c.ref, offers.c.team)
                .join(offers, offers.c.waiting_id == waiting.c.id)
                .where(waiting.c.ref.in_(refs), offers.c.outcome.in_(TALKED))
            )
            taken = select(legs.c.call_sid, legs.c.team).where(legs.c.call_sid.in_(refs))
            for query in (taken, desk):
                found |= {of[ref]: team for ref, team in connection.execute(query)}
    return found


def _calls(connection: Connection, sids: list[str]) -> dict[str, tuple[str, str, str]]:
    """Return language, flow and bundle of each call, as at its first turn."""
    found: dict[str, tuple[str, str, str]] = {}
    columns = call_turns.c
    for some in chunks(sids):
        query = select(columns.call_sid, columns.language, columns.flow, columns.bundle)
        first = query.where(columns.call_sid.in_(some), columns.turn == 0)
        found |= {row[0]: (row[1], row[2], row[3]) for row in connection.execute(first)}
    return found

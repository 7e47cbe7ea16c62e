"""Read the calls that came in within an hour, with all that became of them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, Text, case, cast, func, or_, select

from ivr.callbacks.ledger import CALLER
from ivr.db.chunks import MOST
from ivr.db.tables.callbacks import attempts, callback_events, callbacks
from ivr.db.tables.dispatch import offers, waiting, waiting_teams
from ivr.db.tables.journal import call_turns, calls
from ivr.db.tables.legs import legs
from ivr.db.tables.voicemails import voicemails
from ivr.figures.reading import TALKED
from ivr.figures.story import AGAIN_WITHIN, Story, Turn, Wait
from ivr.journal.noted import FIRST_WAIT_TURN

HOUR = timedelta(hours=1)
LONGEST_CALL = timedelta(hours=4)
"""Twilio ends every call by then."""
ANSWERS = ("key", "digits", "silence")
GAVE_UP = "menu.giveup"
OURS = select(attempts.c.call_sid).where(attempts.c.call_sid == calls.c.call_sid).exists()
Rows = Sequence[RowMapping]
Meeting = tuple[str, datetime]


def stories_of(connection: Connection, hour: datetime) -> Iterator[Story]:
    """Give every call that began in the hour. Calls that we made ourselves are none of them."""
    began = (calls.c.started_at >= hour) & (calls.c.started_at < hour + HOUR)
    rows = connection.execute(select(calls).where(began, ~OURS)).mappings().all()
    promised = _promised(connection, hour)
    for start in range(0, len(rows), MOST):
        yield from _some(connection, rows[start : start + MOST], promised)


def _some(connection: Connection, rows: Rows, promised: set[str]) -> Iterator[Story]:
    sids = [row["call_sid"] for row in rows]
    turns, waits = _turns(connection, sids), _waits(connection, sids)
    met, messages = _meetings(connection, sids), _messages(connection, sids)
    later = _later(connection, rows)
    for row in rows:
        sid = row["call_sid"]
        spoken = turns.get(sid, [])
        wait = waits.get(sid)
        team, met_at = met.get(sid) or _rung(spoken)
        story = Story(
            line=row["line"],
            started_at=row["started_at"],
            turns=[_turn(turn) for turn in spoken],
            language=wait["language"] if wait else _last(spoken, "language"),
            bundle=next((turn["bundle"] for turn in spoken if turn["bundle"]), ""),
            team=team or (wait["team"] if wait else "") or "",
            known=bool(row["number"]),
            ended_at=row["ended_at"],
            met_at=met_at,
            wait=_wait(wait) if wait else None,
            callback=sid in promised,
            voicemail=sid in messages,
            noticed=any(turn["noticed"] for turn in spoken),
            next_at=_next(later, row),
        )
        yield story


def _turns(connection: Connection, sids: Sequence[str]) -> Mapping[str, list[RowMapping]]:
    """Words stay where they are: of those that answer a key, the first one's name is enough."""
    columns = call_turns.c
    first = columns.said[0]["key"].as_string()
    query = (
        select(
            columns.call_sid,
            columns.at,
            columns.language,
            columns.flow,
            columns.step,
            columns.given_kind,
            columns.given,
            columns.verb,
            columns.bundle,
            (cast(columns.notices, Text) != "[]").label("noticed"),
            case((columns.given_kind.in_(ANSWERS), first), else_="").label("said"),
        )
        .where(columns.call_sid.in_(sids), columns.turn < FIRST_WAIT_TURN)
        .order_by(columns.call_sid, columns.turn)
    )
    found: dict[str, list[RowMapping]] = {}
    for row in connection.execute(query).mappings():
        found.setdefault(row["call_sid"], []).append(row)
    return found


def _turn(row: RowMapping) -> Turn:
    kind = row["given_kind"]
    given = row["given"] if kind in {"key", "digits"} else ""
    refused = "silent" if kind == "silence" else "wrong"
    return Turn(
        row["at"],
        row["flow"],
        row["step"],
        given,
        row["verb"],
        refused if _is_refused(row) else "",
    )


def _is_refused(row: RowMapping) -> bool:
    """Is the first thing said that the key was wrong, or that nothing was pressed?"""
    first = row["said"] or ""
    if first.startswith(("menu.wrong.", GAVE_UP)):
        return True
    return row["given_kind"] == "silence" and first.rpartition(".")[2] in {"1", "2"}


def _waits(connection: Connection, sids: Sequence[str]) -> Mapping[str, RowMapping]:
    first = (
        select(waiting_teams.c.team)
        .where(waiting_teams.c.waiting_id == waiting.c.id)
        .order_by(waiting_teams.c.from_at, waiting_teams.c.team)
        .limit(1)
        .scalar_subquery()
    )
    columns = waiting.c
    query = select(
        columns.ref,
        columns.language,
        columns.joined_at,
        columns.state,
        columns.left_why,
        columns.left_at,
        columns.told_seconds,
        first.label("team"),
    ).where(columns.ref.in_(sids))
    return {row["ref"]: row for row in connection.execute(query).mappings()}


def _wait(row: RowMapping) -> Wait:
    named = ("joined_at", "state", "left_why", "left_at", "told_seconds")
    return Wait(**{name: row[name] for name in named})


def _meetings(connection: Connection, sids: Sequence[str]) -> Mapping[str, Meeting]:
    """Tell who answered first; whoever is handed on is answered once."""
    talk = or_(offers.c.outcome.in_(TALKED), offers.c.state == "met")
    at = func.coalesce(offers.c.met_at, offers.c.accepted_at, offers.c.ended_at)
    desk = (
        select(waiting.c.ref, offers.c.team, at.label("at"))
        .join(offers, offers.c.waiting_id == waiting.c.id)
        .where(waiting.c.ref.in_(sids), talk)
    )
    rung = select(legs.c.call_sid, legs.c.team, legs.c.accepted_at).where(
        legs.c.call_sid.in_(sids)
    )
    found: dict[str, Meeting] = {}
    for query in (desk, rung):
        for sid, team, met_at in connection.execute(query):
            if sid not in found or met_at < found[sid][1]:
                found[sid] = (team, met_at)
    return found


def _rung(turns: Rows) -> tuple[str, datetime | None]:
    """Tell from the journal who was rung last, and whether they answered."""
    dialled = [row for row in turns if row["verb"].startswith("dial ")]
    if not dialled:
        return "", None
    connected = any(row["given_kind"] == "dial" and row["given"] == "connected" for row in turns)
    team = dialled[-1]["verb"].removeprefix("dial ")
    return team, dialled[-1]["at"] if connected else None


def _messages(connection: Connection, sids: Sequence[str]) -> set[str]:
    query = select(voicemails.c.call_sid).where(voicemails.c.call_sid.in_(sids))
    return set(connection.execute(query).scalars())


def _promised(connection: Connection, hour: datetime) -> set[str]:
    """Name the calls in which a callback was promised; not those that staff ring back for."""
    at = callback_events.c.at
    query = (
        select(callbacks.c.call_sid)
        .join(callback_events, callback_events.c.callback_id == callbacks.c.id)
        .where(callback_events.c.from_state == "", callback_events.c.who == CALLER)
        .where(at >= hour, at < hour + HOUR + LONGEST_CALL)
    )
    return set(connection.execute(query).scalars())


def _later(connection: Connection, rows: Rows) -> Mapping[tuple[str, str], list[datetime]]:
    """Read when these people called these lines, from the first of the calls on."""
    numbers = sorted({row["number"] for row in rows} - {""})
    first = min(row["started_at"] for row in rows)
    until = first + HOUR + LONGEST_CALL + AGAIN_WITHIN
    found: dict[tuple[str, str], list[datetime]] = {}
    query = (
        select(calls.c.number, calls.c.line, calls.c.started_at)
        .where(calls.c.number.in_(numbers), calls.c.started_at > first)
        .where(calls.c.started_at < until, ~OURS)
        .order_by(calls.c.started_at)
    )
    for number, line, at in connection.execute(query):
        found.setdefault((number, line), []).append(at)
    return found


def _next(later: Mapping[tuple[str, str], list[datetime]], row: RowMapping) -> datetime | None:
    times = later.get((row["number"], row["line"]), [])
    return next((at for at in times if at > row["started_at"]), None)


def _last(turns: Rows, name: str) -> str:
    return str(turns[-1][name]) if turns else ""

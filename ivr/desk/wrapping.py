"""Wrap-up: what a conversation was about, and whether it solved the matter."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select

from ivr.db.tables.dispatch import offers, wrap_ups
from routing.teams import Team

LONGEST_NOTE = 2_000


class BadWrapUp(ValueError):
    """A wrap-up that cannot be kept; the message says why."""


def codes_for(team: Team | None) -> Sequence[str]:
    """Return the codes that a team chooses from; none: it needs no code."""
    return team.wrap_up.codes if team and team.wrap_up else ()


def keep_wrap_up(
    connection: Connection,
    offer: str,
    agent: str,
    team: Team | None,
    given: tuple[str, str, bool | None],
    now: datetime,
) -> None:
    """Keep code, note and whether it was solved, once. Raises BadWrapUp."""
    code, note, solved = given
    known = codes_for(team)
    if code and code not in known:
        raise BadWrapUp(f"{code!r} is none of the team's codes.")
    if team and team.wrap_up and team.wrap_up.required and not code:
        raise BadWrapUp("Choose what it was about.")
    if len(note) > LONGEST_NOTE:
        raise BadWrapUp(f"The note has over {LONGEST_NOTE} characters.")
    this = select(offers.c.id).where(offers.c.id == offer).with_for_update()
    connection.execute(this)  # sent twice at once: the second waits here, and finds it kept
    there = connection.execute(select(wrap_ups.c.offer_id).where(wrap_ups.c.offer_id == offer))
    if there.first() is None:
        row = {"offer_id": offer, "agent": agent, "code": code, "note": note, "at": now}
        connection.execute(insert(wrap_ups), {**row, "solved": solved})

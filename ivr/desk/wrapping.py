"""Wrap-up: what a conversation was about, and whether it solved the matter."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, insert, select

from ivr.db.tables.dispatch import offers, wrap_ups
from routing.teams import Team

LONGEST_NOTE = 2_000


class BadWrapUp(ValueError):
    """A wrap-up that cannot be kept: `code` unknown, `no_code` where needed, `note` too long."""

    def __init__(self, why: Literal["code", "no_code", "note"]) -> None:
        super().__init__(why)
        self.why = why


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
        raise BadWrapUp("code")
    if team and team.wrap_up and team.wrap_up.required and not code:
        raise BadWrapUp("no_code")
    if len(note) > LONGEST_NOTE:
        raise BadWrapUp("note")
    this = select(offers.c.id).where(offers.c.id == offer).with_for_update()
    connection.execute(this)  # sent twice at once: the second waits here, and finds it kept
    there = connection.execute(select(wrap_ups.c.offer_id).where(wrap_ups.c.offer_id == offer))
    if there.first() is None:
        row = {"offer_id": offer, "agent": agent, "code": code, "note": note, "at": now}
        connection.execute(insert(wrap_ups), {**row, "solved": solved})

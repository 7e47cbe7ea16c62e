"""What all desks show alike: read once a second for all of them, and drawn once per language."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2s
from threading import Lock

from sqlalchemy import Connection, Engine

from ivr.clock import Clock
from ivr.desk.line import InLine, TeamLine, by_team, in_line
from ivr.desk.promised import Account, Promise, account, promises
from ivr.dispatch.agents import Agent, all_agents
from ivr.voicemail.store import Voicemail, listed

KEPT_SECONDS = 0.9
"""Of real time: desks ask every second, and two hundred of them would else read the same."""
TOKEN_PLACE = "the-token-of-this-desk"  # noqa: S105 -- where a form's token is put in
Audience = tuple[str, bool, bool]
"""The language, who may do something, and who sees whole numbers."""


@dataclass(frozen=True, slots=True)
class Glance:
    """`now` is the business time of all that is shown; `drawn` keeps what was drawn of it."""

    now: datetime
    line: Sequence[InLine]
    teams: Sequence[TeamLine]
    agents: Sequence[Agent]
    promises: Sequence[Promise]
    account: Account
    voicemails: Sequence[Voicemail]
    drawn: dict[Audience, tuple[str, str]] = field(default_factory=dict)

    def draw(self, audience: Audience, anew: Callable[[], str]) -> tuple[str, str]:
        """Return what is shown to some, and a name for it: the same name, the same page."""
        if audience not in self.drawn:
            html = anew()
            self.drawn[audience] = (html, blake2s(html.encode(), digest_size=8).hexdigest())
        return self.drawn[audience]


class Glances:
    """Keeps the last one for the desks of this process."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._reading = Lock()
        self._kept: tuple[float, Glance] | None = None

    def fresh(self) -> Glance:
        """Read it now: whoever has just done something sees what came of it."""
        with self._reading:
            return self._read()

    def recent(self) -> Glance:
        """Return one that is a second old at most."""
        with self._reading:
            kept = self._kept
            if kept and time.monotonic() - kept[0] < KEPT_SECONDS:
                return kept[1]
            return self._read()

    def _read(self) -> Glance:
        began, now = time.monotonic(), self._clock.now()
        with self._engine.connect().execution_options(readonly=True) as connection:
            glance = _look(connection, now)
        self._kept = (began, glance)
        return glance


def _look(connection: Connection, now: datetime) -> Glance:
    people = in_line(connection, now)
    return Glance(
        now=now,
        line=people,
        teams=by_team(people),
        agents=all_agents(connection),
        promises=promises(connection, now),
        account=account(connection, now),
        voicemails=listed(connection),
    )

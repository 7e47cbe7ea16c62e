"""The line of people in the database, as a call in the queue needs it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Engine, select

from ivr.db.tables.dispatch import waiting
from ivr.dispatch import people
from ivr.dispatch.standing import Desks, Place, desks, place_of
from ivr.failpoint import failpoint
from ivr.lines.store import ConfigurationStore
from ivr.queue.bells import DISPATCH
from ivr.queueing.leaving import depart
from ivr.services import Services
from routing.waiting import Wanted


class SqlQueue:
    """A `QueueStore`."""

    def __init__(self, services: Services) -> None:
        self._engine = services.engine
        self._bells = services.bells
        self._applied = ConfigurationStore(services.engine)

    def place(self, call_sid: str, now: datetime) -> Place | None:
        """Read how a caller stands."""
        with _reading(self._engine) as connection:
            return place_of(connection, call_sid, now)

    def desks(self, now: datetime) -> Desks:
        """Read who is at the desks."""
        with _reading(self._engine) as connection:
            return desks(connection, now)

    def entered(self, call_sid: str, queue_sid: str, told_seconds: int | None) -> None:
        """Keep in which of Twilio's queues they are."""
        with self._engine.begin() as connection:
            people.in_queue(connection, call_sid, queue_sid, told_seconds)

    def choose(self, call_sid: str, what: str) -> bool:
        """Keep what they chose."""
        with self._engine.begin() as connection:
            chosen = people.choose(connection, call_sid, what)
            failpoint("choose.before-commit")
        failpoint("choose.after-commit")
        return chosen

    def speak(self, call_sid: str, language: str, teams: Sequence[Wanted], now: datetime) -> None:
        """Let them wait in another language; somebody else may be free for it."""
        with self._engine.begin() as connection:
            people.speak(connection, call_sid, language, teams, now)
        self._bells.ring(DISPATCH)

    def gone(self, call_sid: str, now: datetime) -> None:
        """Let them leave the line if they are in it: most calls never were."""
        with _reading(self._engine) as connection:
            state = connection.execute(
                select(waiting.c.state).where(waiting.c.ref == call_sid)
            ).scalar()
        if state in {None, "left"}:
            return
        configuration = self._applied.current()
        with self._engine.begin() as connection:
            depart(connection, call_sid, "hung_up", now, configuration)
            failpoint("gone.before-commit")
        failpoint("gone.after-commit")
        self._bells.ring(DISPATCH)


def _reading(engine: Engine) -> Connection:
    return engine.connect().execution_options(readonly=True)

"""What one document in the queue is decided on: the caller's place, the desks and the hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from flows.queueing import UNKNOWN, Standing
from ivr.calls.arrival import NoLine, line_called
from ivr.calls.kept_configuration import Configured, KeptConfiguration
from ivr.calls.openings import Openings
from ivr.calls.ports import READ_SECONDS, Ports, Threads
from ivr.dispatch.standing import Desks, Place
from ivr.queueing.address import InQueue
from ivr.queueing.seats import Seats
from ivr.queueing.waited_for import WaitedFor
from routing.configuration import Configuration
from routing.lines import Line
from routing.waiting import Wanted, band, expected_seconds

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Scene:
    """
    `place` is None when there is no row, or (`readable` false) when nobody can tell. `desks`:
    None when that could not be read. `teams`: those that are waited for now; `staffed`: is
    anybody there for it, at a desk or at a telephone?
    """

    configuration: Configuration
    line: Line
    now: datetime
    teams: Sequence[Wanted]
    staffed: bool
    place: Place | None
    readable: bool
    desks: Desks | None

    @property
    def is_abandoned(self) -> bool:
        """Is everybody away who is waited for?"""
        names = [wanted.team for wanted in self.teams]
        return self.desks is not None and not self.desks.at(names)

    @property
    def expected_seconds(self) -> int | None:
        """How long it will take, None without data."""
        place, seats = self.place, self.desks
        if place is None or seats is None or not place.teams:
            return None
        names = list(place.teams)
        ahead = min(place.teams.values())
        return expected_seconds(ahead, len(seats.at(names)), seats.took(names))

    @property
    def standing(self) -> Standing:
        """Return what the caller may be told."""
        place = self.place
        if place is None:
            return UNKNOWN
        if not place.teams:
            return Standing(soon=place.state == "offered")
        seconds = self.expected_seconds
        policy = self.configuration.queue
        ahead = min(place.teams.values())
        return Standing(
            ahead=ahead,
            estimate="" if seconds is None else band(seconds),
            is_long=seconds is not None and seconds >= policy.offer_after_minutes * 60,
            soon=not ahead and self._somebody_is_free(place),
        )

    def _somebody_is_free(self, place: Place) -> bool:
        return self.desks is not None and bool(self.desks.free & self.desks.at(list(place.teams)))


class NotKnown(Exception):
    """What their call began with cannot be read now: their line may well be there."""


class Scenes:
    """Sets them: one keyed read, the rest is in memory."""

    def __init__(self, ports: Ports, threads: Threads, configured: KeptConfiguration) -> None:
        self._ports = ports
        self._threads = threads
        self._configured = configured
        self._openings = Openings()
        self._waited_for = WaitedFor()
        self._seats = Seats(ports, threads)

    def of(self, here: InQueue, call_sid: str, now: datetime) -> Scene:
        """Return the scene for a caller. Raises NoLine when their line is gone, and NotKnown."""
        known = self._configured.at_least(here.configured)
        configuration, line = known.configuration, _line(known, here)
        place, readable = self._place(call_sid, now)
        about = (configuration, line, here.topic, here.language, now)
        return Scene(
            configuration=configuration,
            line=line,
            now=now,
            teams=self._waited_for.teams(*about),
            staffed=self._openings.staffed(*about).open,
            place=place,
            readable=readable,
            desks=self._seats.at(now),
        )

    def teams(self, scene: Scene, topic: str, language: str) -> Sequence[Wanted]:
        """Return who is waited for in another language."""
        return self._waited_for.teams(scene.configuration, scene.line, topic, language, scene.now)

    def _place(self, call_sid: str, now: datetime) -> tuple[Place | None, bool]:
        try:
            found = self._threads.reads.run(
                lambda: self._ports.queue.place(call_sid, now), READ_SECONDS
            )
        except Exception:
            log.exception("place in the queue not read", call_sid=call_sid)
            return None, False
        return found, True


def _line(known: Configured, here: InQueue) -> Line:
    try:
        return line_called(known.configuration, here.line)
    except NoLine:
        if known.version < here.configured:
            raise NotKnown(f"version {here.configured} is not read, {known.version} is") from None
        raise

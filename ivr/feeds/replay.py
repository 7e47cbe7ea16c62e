"""Play what a source sent, with its own clock, and tell what a caller would have heard when."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from ivr.clock import StoppedClock
from ivr.db.engine import open_engine
from ivr.db.schema import create_schema
from ivr.feeds.postcodes import gazetteer
from ivr.feeds.read import Known, Place, places, read_known
from ivr.feeds.receive import Delivery, settings_in, take_in, take_push
from ivr.feeds.receive import read_push as read_delivery
from ivr.feeds.replay_files import Recorded
from ivr.feeds.settings_store import apply_settings
from ivr.feeds.sources import create_source
from ivr.services import Services
from ivr.settings import Settings
from outage_feed.push import Unreadable

LOOK_EVERY = timedelta(minutes=1)
LONGEST = timedelta(hours=48)
"""How long it is listened after the last delivery, as long as anything is heard."""


@dataclass(frozen=True, slots=True)
class Came:
    """A delivery, and what its source was answered."""

    at: datetime
    name: str
    answer: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Heard:
    """From now on a caller hears this, until the next one."""

    at: datetime
    place: Place


@dataclass(frozen=True, slots=True)
class Played:
    """Whose postcode, and how its source sends: `settings` as `linja feed apply` reads them."""

    source: str
    postcode: str
    settings: Mapping[str, Any]


def replay(played: Played, recorded: Sequence[Recorded]) -> Iterator[Came | Heard]:
    """
    Play a series in a database of its own, which is gone afterwards.

    Raises BadSource, BadSourceSettings. What cannot be read is answered as its source would be.
    """
    if not recorded:
        return
    in_order = sorted(recorded, key=lambda one: one.at)
    stage = _Stage(played, in_order[0].at)
    try:
        ends = [*(one.at for one in in_order[1:]), in_order[-1].at + LONGEST]
        for one, end in zip(in_order, ends, strict=True):
            yield stage.delivered(one)
            yield from stage.heard_until(end)
    finally:
        stage.close()


class _Stage:
    """A database in memory and a clock that the series moves."""

    def __init__(self, played: Played, start: datetime) -> None:
        self._played = played
        self._clock = StoppedClock(start)
        settings = Settings(secret_key=secrets.token_hex(32))
        self._services = Services(settings, self._clock, open_engine("sqlite://"))
        self._last: object = ()
        create_schema(self._services.engine)
        with self._services.engine.begin() as connection:
            create_source(connection, played.source, start)
        if played.settings:
            apply_settings(self._services, {"sources": {played.source: dict(played.settings)}})

    def close(self) -> None:
        self._services.engine.dispose()

    def delivered(self, one: Recorded) -> Came:
        self._clock.at = one.at
        settings = settings_in(self._services, self._played.source)
        delivery = Delivery(self._played.source, one.content_type, one.body)
        if settings.poll is None:
            return Came(one.at, one.name, take_in(self._services, delivery, settings)[1])
        try:
            push = read_delivery(self._services, settings, delivery)
        except Unreadable as error:
            return Came(one.at, one.name, {"errors": [str(error)]})
        listed = push.snapshot or settings.poll.complete
        fetched = replace(push, snapshot=listed, as_of=push.as_of or one.at, polled=True)
        return Came(one.at, one.name, take_push(self._services, settings, delivery, fetched)[1])

    def heard_until(self, end: datetime) -> Iterator[Heard]:
        """Listen each minute: estimates pass, sources grow old, repairs are no longer news."""
        with self._services.engine.connect().execution_options(readonly=True) as connection:
            known = read_known(connection, [self._played.postcode])
        at = self._clock.at
        while at < end:
            place = self._place(known, at)
            said = [replace(notice, key="", since=None) for notice in place.notices]
            if said != self._last:
                yield Heard(at, place)
            self._last = said
            at += LOOK_EVERY

    def _place(self, known: Known, at: datetime) -> Place:
        (place,) = places(known, gazetteer(), [self._played.postcode], [], at)
        return place

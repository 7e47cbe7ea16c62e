"""The real outside of a conversation: the stores of this application."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from flows.asks import Area, LookUp, Notice, Outcome
from flows.definition import Bundle
from ivr.bundles import store as bundles
from ivr.bundles.library import shipped_prompts
from ivr.callbacks.answers import find_theirs
from ivr.callbacks.asking import Asking
from ivr.callbacks.calls_made import CallsMade
from ivr.callbacks.hanging_up import hung_up
from ivr.calls.breakable import breakable
from ivr.calls.ports import AreasAt, NoNotes, NothingOnDisk, Ports
from ivr.db.engine import hasty
from ivr.db.prepared import reading
from ivr.directory.register import Register
from ivr.directory.store import find_by_phone
from ivr.feeds.heard_before import HeardNotice, read_heard
from ivr.feeds.postcodes import gazetteer
from ivr.feeds.read import Place, places, read_known
from ivr.journal.buffer import Journal
from ivr.legs import store as legs
from ivr.lines.store import ConfigurationStore
from ivr.queueing.store import SqlQueue
from ivr.services import Services
from ivr.snapshot.open import snapshot_of
from routing.configuration import Configuration
from routing.customer import Customer


def ports_of(services: Services) -> Ports:
    """Return what the conversation is given: this database, and the register if there is one."""
    services = replace(services, engine=hasty(services.engine))  # a caller waits for each commit
    settings, stores = services.settings, Stores(services)
    made = CallsMade(services.engine)
    url, token = settings.linja_register_url, settings.linja_register_token
    ports = Ports(
        configuration=stores.configuration,
        live=stores.live,
        load=stores.load,
        find=stores.find,
        areas=stores.areas,
        callback=stores.callback,
        heard=stores.heard,
        together=lambda: reading(services.engine),
        accept=stores.accept,
        was_accepted=stores.was_accepted,
        prompts=shipped_prompts(),
        register=Register(url, token).find if url else None,
        versions=stores.versions,
        on_disk=snapshot_of(services) or NothingOnDisk(),
        journal=Journal(services.folder) if services.folder else NoNotes(),
        asking=Asking(services).answer,
        queue=SqlQueue(services),
        took=made.took,
        missed=made.missed,
        spoke=made.spoke,
        hung_up=partial(hung_up, services),
        answered=made.answered,
        reported=made.reported,
    )
    return breakable(ports, services.overrides) if services.overrides else ports


class Stores:
    """Each method is one read or one commit."""

    def __init__(self, services: Services) -> None:
        self._engine = services.engine
        self._applied = ConfigurationStore(services.engine)

    def configuration(self) -> tuple[int, Configuration]:
        """Return lines and teams as applied, and their version."""
        return self._applied.versioned()

    def live(self) -> Mapping[str, str]:
        """Return the hash of what is live, by flow."""
        return bundles.live(self._engine)

    def load(self, digest: str) -> Bundle:
        """Return a published bundle."""
        return bundles.load(self._engine, digest)

    def versions(self, flow: str) -> Sequence[str]:
        """Return the hashes of a flow that were live, the newest first."""
        return bundles.versions(self._engine, flow)

    def find(self, phone: str) -> Sequence[Customer]:
        """Return the customers of a number."""
        with reading(self._engine) as reader:
            return find_by_phone(reader, phone)

    def areas(self, ask: LookUp) -> AreasAt:
        """Return what is known of some postcodes, to be judged at any time."""
        with reading(self._engine) as reader:
            known = read_known(reader, ask.postcodes)

        def at(now: datetime) -> Sequence[Area]:
            found = places(known, gazetteer(), ask.postcodes, ask.services, now)
            return [_area(place) for place in found]

        return at

    def heard(self, number: str) -> Sequence[HeardNotice]:
        """Return what a number heard of outages lately."""
        with reading(self._engine) as reader:
            return read_heard(reader, number)

    def callback(self, number: str, line: str) -> Outcome:
        """Tell of the caller's open callback on a line."""
        with reading(self._engine) as reader:
            return find_theirs(reader, number, line)

    def accept(self, call_sid: str, leg_sid: str, team: str, at: datetime) -> None:
        """Keep that one of our people took the call."""
        legs.accept(self._engine, call_sid, leg_sid, team, at)

    def was_accepted(self, call_sid: str, leg_sid: str) -> bool:
        """Did the one on this leg take the call?"""
        return legs.was_accepted(self._engine, call_sid, leg_sid)


def _area(place: Place) -> Area:
    notices = tuple(
        Notice(one.key, one.service, one.state, one.at, one.until, one.since, one.message)
        for one in place.notices
    )
    return Area(place.postcode, place.kind, place.covered, notices)

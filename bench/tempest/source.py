"""The distributor's system: what is broken, and how it tells of it, which is not always well."""

import json
import random
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Lock
from typing import Any

from bench.company import SOURCE
from bench.load import ask
from bench.residents import NOW, outage
from bench.tempest.sentences import COMING_HOURS, PAST_HOURS
from bench.tempest.truth import Message, Truth
from bench.webhooks import Webhook

NO_ESTIMATE, PASSED = 0.43, 0.10
DOUBLED, LATE, BROKEN = 0.05, 0.05, 0.01
LISTED_EVERY = 20
"""Every twentieth outage changes in lists alone, the others by single pushes alone."""
CHANGES_OF_A_LIST = 15
SEVERAL_PLACES_EVERY = 20
MOST_IN_A_PLACE = 25
ACCEPTED, UNCHANGED = (b'"accepted": ["S-',), (b'"unchanged": ["S-',)
TRIES = 20
LATER = re.compile(rb"HTTP/1.1 503 .*Retry-After: (\d+)", re.DOTALL)
RANDOM = random.Random(20_111_226)  # noqa: S311 -- the same in every run


def broken_at(postcodes: Sequence[str], count: int) -> Iterator[tuple[str, list[str]]]:
    """
    Give so many outages: an id and its postcodes, one in twenty has three.

    Every postcode has one; of the rest half lie in a tenth of the postcodes, up to 25 in one.
    """
    worst = postcodes[:: len(postcodes) // 10] or postcodes
    many: dict[str, int] = {}
    for number in range(count):
        at = postcodes[number % len(postcodes)]
        if number >= len(postcodes) and number % 2:
            at = worst[number // 2 % len(worst)]
        places = [at]
        if number % SEVERAL_PLACES_EVERY == 0:
            places += [postcodes[(number + 1) % len(postcodes)], postcodes[number % 7]]
        taken = [code for code in dict.fromkeys(places) if many.get(code, 0) < MOST_IN_A_PLACE]
        for code in taken:
            many[code] = many.get(code, 0) + 1
        if taken:
            yield f"S-{number}", taken


@dataclass(slots=True)
class Outages:
    """What the source knows: places, and the revision of each outage."""

    truth: Truth
    places: dict[str, list[str]]
    revisions: dict[str, int] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def begin(self) -> list[dict[str, Any]]:
        """Return all of them as they are when the storm begins, and note them as taken."""
        message = Message(0.0, 0.0)
        self.truth.tell(message, {name: _hour() for name in self.places})
        for name, codes in self.places.items():
            self.revisions[name] = 1
            for code in codes:
                self.truth.places[code].append(name)
        return [self.item(name) for name in self.places]

    def change(self, names: Sequence[str], message: Message) -> None:
        """Let another estimate be true of these, as this message says."""
        with self.lock:
            for name in names:
                self.revisions[name] += 1
            hours = {name: _hour(self.truth.hour(name)) for name in names}
            self.truth.tell(message, hours)

    def item(self, name: str, **changes: object) -> dict[str, Any]:
        """Return an outage as it is told of now."""
        with self.lock:
            revision, hour = self.revisions[name], self.truth.hour(name)
        at = NOW - timedelta(minutes=50) + timedelta(seconds=revision)
        version = {"revision": revision, "updated_at": at.isoformat()}
        told = outage(name, self.places[name], hour)
        return {**told, **version, **changes}


@dataclass(slots=True)
class Source:
    """Sends over a connection of its own. `wrong`: what was answered otherwise than it must be."""

    port: int
    token: str
    outages: Outages
    names: Sequence[str]
    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    again: int = 0

    def push(self, number: int) -> None:
        """Tell of one outage; sometimes twice, sometimes of what is past, sometimes nonsense."""
        name = self.names[number % len(self.names)]
        chance = RANDOM.random()
        if chance < BROKEN:
            self._send([self.outages.item(name, status="broken")], (b'"rejected": [{',))
        elif chance < BROKEN + LATE and self.outages.revisions[name] > 1:
            old = {"revision": 1, "updated_at": (NOW - timedelta(minutes=55)).isoformat()}
            self._send([self.outages.item(name, **old)], (b'"older": ["S-',))
        else:
            self._change([name], lambda: [self.outages.item(name)])
            if chance > 1 - DOUBLED:
                self._send([self.outages.item(name)], UNCHANGED)

    def list_all(self, number: int) -> None:
        """Tell of all outages at once, of which some have changed."""
        own = self.names
        some = [own[(number * CHANGES_OF_A_LIST + n) % len(own)] for n in range(CHANGES_OF_A_LIST)]
        as_of = (NOW - timedelta(minutes=30) + timedelta(seconds=number)).isoformat()
        every = self.outages.places

        def items() -> list[dict[str, Any]]:
            return [self.outages.item(name) for name in every]

        self._change(list(dict.fromkeys(some)), items, snapshot=True, as_of=as_of)

    def _change(
        self, names: Sequence[str], items: Callable[[], list[dict[str, Any]]], **more: object
    ) -> None:
        message = Message(time.perf_counter())
        self.outages.change(names, message)
        self._send(items(), ACCEPTED + UNCHANGED, **more)  # a list may have told of it before
        message.taken = time.perf_counter()

    def _send(
        self, items: list[dict[str, Any]], expected: tuple[bytes, ...], **more: object
    ) -> None:
        body = json.dumps({"outages": items, **more}).encode()
        head = (
            f"POST /feeds/{SOURCE} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
            f"Authorization: Bearer {self.token}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        for _ in range(TRIES):
            began = time.perf_counter()
            answer = ask(self.port, Webhook(head.encode() + body, ()))
            self.seconds.append(time.perf_counter() - began)
            wait = LATER.search(answer)
            if wait is None:
                break
            self.again += 1
            time.sleep(int(wait[1]))
        if not any(words in answer for words in expected):
            self.wrong.append(f"push: none of {expected} is in {answer[:500]!r}")


def _hour(but: int | None = -1) -> int | None:
    """Return when it ends: nobody knows, it should have, or later today; another than before."""
    while True:
        chance = RANDOM.random()
        if chance < NO_ESTIMATE:
            hour = None
        else:
            passed = chance < NO_ESTIMATE + PASSED
            hour = RANDOM.choice(PAST_HOURS if passed else COMING_HOURS)
        if hour != but:
            return hour

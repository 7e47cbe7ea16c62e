"""What turns read: each with a deadline of its own, a first turn all together with one."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, TypeVar

from flows.asks import LookUp, Outcome
from ivr.calls.arrival import line_called
from ivr.calls.ports import AWAY, READ_SECONDS, AreasAt, Ports, Threads
from ivr.deadline import TooLate
from ivr.feeds.heard_before import HeardNotice
from routing.caller import places_of, services_of
from routing.configuration import Configuration
from routing.customer import Customer
from routing.lines import Line
from routing.numbers import Number, Unreadable, Withheld

T = TypeVar("T")


class Reads:
    """Each of them raises what its port raises, and TooLate after `seconds`."""

    def __init__(self, ports: Ports, threads: Threads, seconds: float = READ_SECONDS) -> None:
        self._ports = ports
        self._threads = threads
        self._seconds = seconds

    def configuration(self) -> tuple[int, Configuration]:
        """Read the newest configuration, after its version."""
        return self._one("configuration", self._ports.configuration)

    def live(self) -> Mapping[str, str]:
        """Read the hash of what is live, by flow."""
        return self._one("live", self._ports.live)

    def customers(self, phone: str) -> Sequence[Customer]:
        """Read the customers of a number in E.164."""
        return self._one(("customers", phone), lambda: self._ports.find(phone))

    def callback(self, phone: str, line: str) -> Outcome:
        """Read the caller's open callback on a line: what `FindCallback` asks for."""
        return self._one(("callback", phone, line), lambda: self._ports.callback(phone, line))

    def heard(self, phone: str) -> Sequence[HeardNotice]:
        """Read what a number heard of outages in its calls of the last day."""
        return self._one(("heard", phone), lambda: self._ports.heard(phone))

    def areas(self, ask: LookUp) -> AreasAt:
        """Read what is known of some postcodes."""
        return self._one(ask, lambda: self._ports.areas(ask))

    def _one(self, _what: Hashable, read: Callable[[], T]) -> T:
        return self._threads.reads.run(read, self._seconds)


class FirstReads(Reads):
    """
    Reads what nearly every first turn needs in one go: one thread, one connection, one deadline.

    Once the database is late or away, all that was not read by then is; the caller waits once.
    What fails otherwise, and what was not foreseen, is read on its own.
    """

    def __init__(
        self, ports: Ports, threads: Threads, to: str, number: Number | Withheld | Unreadable
    ) -> None:
        super().__init__(ports, threads)
        self._found: dict[Hashable, Any] = {}
        self._away: Exception | None = None
        gathering = _Gathering(ports, threads, self._found)
        try:
            threads.reads.run(lambda: gathering.gather(to, number), READ_SECONDS)
        except AWAY as problem:
            self._away = problem
        except Exception:  # noqa: BLE001, S110 -- it is read again, and raised where it is used
            pass

    def _one(self, what: Hashable, read: Callable[[], T]) -> T:
        if what in self._found:
            found: T = self._found[what]
            return found
        if self._away:
            raise TooLate("the database was late or away when the turn began") from self._away
        return super()._one(what, read)


class _Gathering(Reads):
    """Reads without a deadline, on a thread that has one, and keeps what it has read."""

    def __init__(self, ports: Ports, threads: Threads, found: dict[Hashable, Any]) -> None:
        super().__init__(ports, threads)
        self._found = found

    def gather(self, to: str, number: Number | Withheld | Unreadable) -> None:
        with self._ports.together():
            self.live()
            _, configuration = self.configuration()
            if not isinstance(number, Number):
                return
            line = line_called(configuration, to)
            self.callback(number.e164, line.number)
            first = _first_look(line, self.customers(number.e164))
            if first.postcodes:
                self.areas(first)
                self.heard(number.e164)

    def _one(self, what: Hashable, read: Callable[[], T]) -> T:
        found = self._found[what] = read()
        return found


def _first_look(line: Line, customers: Sequence[Customer]) -> LookUp:
    """Foresee what the step `notices` looks up when a call begins."""
    theirs = services_of(customers)
    services = tuple(service for service in line.services if service in (theirs or line.services))
    return LookUp(places_of(customers), services)

"""What the conversation is given of the outside, and how long each may take."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from sqlalchemy.exc import DBAPIError

from flows.asks import Area, Ask, LookUp, Outcome
from flows.definition import Bundle
from flows.prompts import Prompt
from flows.state import State
from ivr.deadline import Bounded, Breaker, TooLate
from ivr.feeds.heard_before import HeardNotice
from ivr.journal.ended import Ended
from ivr.journal.noted import Noted
from ivr.queueing.port import NoQueue, QueueStore
from routing.configuration import Configuration
from routing.customer import Customer

READ_SECONDS = 0.3
LOAD_SECONDS = 1.0
COMMIT_SECONDS = 1.5
TURN_SECONDS = 2.5

AWAY = (TooLate, DBAPIError, OSError)
"""How a database fails that is away; anything else is wrong with what it holds."""

AreasAt = Callable[[datetime], Sequence[Area]]


@dataclass(frozen=True, slots=True)
class Asked:
    """
    Something that a turn asks to be done: the `ordinal`th of the turn, in this state of the call.

    `configured` is the configuration's version.
    """

    ask: Ask
    call_sid: str
    ordinal: int
    state: State
    configuration: Configuration
    configured: int
    now: datetime


@dataclass(frozen=True, slots=True)
class Rung:
    """A customer whom we have rung back: for this attempt, on this line (its number)."""

    attempt: str
    number: str
    line: str
    language: str
    answered_at: datetime
    place: str = ""
    heard: str = ""
    behalf: bool = False
    last_try: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What Twilio tells of a call that we made for an attempt."""

    attempt: str
    call_sid: str
    status: str
    at: datetime


def cannot(_asked: Asked, _threads: "Threads") -> Outcome:
    """Do nothing of what is asked."""
    return Outcome("failed")


def no_open_callback(_number: str, _line: str) -> Outcome:
    """Know of no callback."""
    return Outcome("done")


def no_callback(_attempt: str, _call_sid: str, _at: datetime) -> Rung | None:
    """Know of no attempt."""
    return None


def nothing_to_note(_report: Report) -> None:
    """Know of no attempt."""


def nothing_to_close(_call_sid: str, _number: str, _line: str, _at: datetime) -> None:
    """Know of no callbacks."""


def nothing_heard(_number: str) -> Sequence[HeardNotice]:
    """Know of nothing that was heard."""
    return ()


def nothing_to_let_go(_call_sid: str, _at: datetime) -> None:
    """Hold nothing."""


def no_versions(_flow: str) -> Sequence[str]:
    """Know of no version before the live one."""
    return ()


class OnDisk(Protocol):
    """What this machine keeps of its own. Never raises, and never waits for anything else."""

    def saw_configuration(self, version: int) -> None:
        """Take note of the version that is applied now."""

    def saw_live(self, live: Mapping[str, str]) -> None:
        """Take note of the hash that is live now, by flow."""

    def configuration(self) -> tuple[int, Configuration] | None:
        """Return the configuration that was kept, with its version."""

    def versions(self) -> Mapping[str, Sequence[str]]:
        """Return the hashes that were kept of each flow, the live one first."""

    def bundle(self, digest: str) -> Bundle | None:
        """Return a bundle that was kept."""


class NothingOnDisk:
    """Keeps nothing."""

    def saw_configuration(self, version: int) -> None:
        """Forget it."""

    def saw_live(self, live: Mapping[str, str]) -> None:
        """Forget it."""

    def configuration(self) -> tuple[int, Configuration] | None:
        """Return nothing."""
        return None

    def versions(self) -> Mapping[str, Sequence[str]]:
        """Return nothing."""
        return {}

    def bundle(self, digest: str) -> Bundle | None:  # noqa: ARG002 -- the protocol's
        """Return nothing."""
        return None


class Notes(Protocol):
    """Where turns are noted, and that a call ended. Never raises and never waits."""

    def note(self, turn: Noted | Ended) -> None:
        """Keep it, some time soon."""


class NoNotes:
    """Notes nothing."""

    def note(self, turn: Noted | Ended) -> None:
        """Forget it."""


@dataclass(frozen=True)
class Ports:
    """
    Each may be slow or raise, and is only ever called inside `Threads`; but for `register`,
    which keeps its own deadline and never raises.

    `configuration` gives the newest one with its version. `areas` reads what is known of some
    postcodes, and gives what that means at a time: it can be asked again later. `prompts` are
    those that ship with Linja: the words for when nothing else is at hand.
    `accept(call_sid, leg_sid, team, at)`; `was_accepted(call_sid, leg_sid)`.
    """

    configuration: Callable[[], tuple[int, Configuration]]
    live: Callable[[], Mapping[str, str]]
    load: Callable[[str], Bundle]
    find: Callable[[str], Sequence[Customer]]
    areas: Callable[[LookUp], AreasAt]
    accept: Callable[[str, str, str, datetime], None]
    was_accepted: Callable[[str, str], bool]
    prompts: Mapping[str, Prompt]
    register: Callable[[str], Sequence[Customer]] | None = None
    callback: Callable[[str, str], Outcome] = no_open_callback
    """`callback(number, line)`: the caller's open callback, as `FindCallback` is answered."""
    heard: Callable[[str], Sequence[HeardNotice]] = nothing_heard
    """What a number (E.164) heard of outages in its calls of the last day, the newest first."""
    together: Callable[[], AbstractContextManager[object]] = nullcontext
    """While it is entered, what this thread reads of the database it reads on one connection."""
    asking: Callable[[Asked, "Threads"], Outcome] = cannot
    """Does what turns ask for; keeps its own deadlines and never raises."""
    took: Callable[[str, str, str, datetime], None] = nothing_to_close
    """`took(call_sid, number, line, at)`: a person takes the call of this caller of this line."""
    missed: Callable[[str, str, str, datetime], None] = nothing_to_close
    """The same, when the person answered and the two did not speak."""
    spoke: Callable[[str, str, str, datetime], None] = nothing_to_close
    """The same, when the two have spoken."""
    hung_up: Callable[[str, datetime], None] = nothing_to_let_go
    """`hung_up(call_sid, at)`: the caller's call is over."""
    versions: Callable[[str], Sequence[str]] = no_versions
    """The hashes of a flow that were live, the newest first: for when that one fails."""
    on_disk: OnDisk = field(default_factory=NothingOnDisk)
    journal: Notes = field(default_factory=NoNotes)
    """These two are called without a deadline."""
    queue: QueueStore = field(default_factory=NoQueue)
    """What a wait in the queue reads and keeps."""
    answered: Callable[[str, str, datetime], Rung | None] = no_callback
    """`answered(attempt, call_sid, at)`: who was rung; None when the attempt is not live."""
    reported: Callable[[Report], None] = nothing_to_note


def database_breaker() -> Breaker:
    """Return a breaker that opens when the database is away, not when it holds a bad row."""
    return Breaker(counts=AWAY)


@dataclass(frozen=True)
class Threads:
    """One pool for each thing that can hang, so that none takes the others with it."""

    turns: Bounded = field(default_factory=lambda: Bounded("turn", 32))
    reads: Bounded = field(default_factory=lambda: Bounded("database read", 8, database_breaker()))
    commits: Bounded = field(
        default_factory=lambda: Bounded("database commit", 4, database_breaker())
    )
    sounds: Bounded = field(default_factory=lambda: Bounded("sound read", 2, database_breaker()))
    """Their addresses are open to everybody: whoever makes some up takes nothing from calls."""

"""What a turn can be told. Silence, a wrong key and giving up are different things."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pressed:
    """One key: `0`-`9`, `*` or `#`."""

    key: str


@dataclass(frozen=True, slots=True)
class Entered:
    """Several digits; `#` that ended them is already gone."""

    digits: str


@dataclass(frozen=True, slots=True)
class Silent:
    """The wait ended without a key."""


@dataclass(frozen=True, slots=True)
class Dialled:
    """How ringing our own people ended: `connected` means that the accept key was pressed."""

    connected: bool


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recording was made: where it is, and how long; zero seconds: nothing was said."""

    recording: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Queued:
    """
    The wait in the queue is over. `result` is Twilio's QueueResult, or `conference` after the
    caller was taken out of the queue to meet one of ours; empty: nothing was told.
    """

    result: str


Input = Pressed | Entered | Silent | Dialled | Recorded | Queued

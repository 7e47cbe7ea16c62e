"""What a leg of a call can wait for, and what can happen to it meanwhile."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeVar


@dataclass(frozen=True, slots=True)
class Wait:
    """
    A leg stands still until something happens.

    `key`: one key. `digits`: several. `record`: the caller speaks. `rings`: this telephone rings.
    `ringing`: others are being rung. `bridge`: talking with `other`. `queue`: waiting in `other`.
    `taking`: for somebody to come into the queue `other`. `conference`: alone there, or held.
    """

    kind: Literal[
        "key", "digits", "record", "rings", "ringing", "bridge", "queue", "taking", "conference"
    ]
    other: str = ""
    seconds: float = 0


@dataclass(frozen=True, slots=True)
class Goto:
    """The next document: an address to request with further parameters, or TwiML as it stands."""

    url: str
    method: str = "POST"
    params: Mapping[str, str] = field(default_factory=dict)
    twiml: str = ""


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys pressed one after another."""

    keys: str


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing is pressed until the wait is over."""


@dataclass(frozen=True, slots=True)
class Speaks:
    """The caller speaks for so long, then is silent."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Answers:
    """The ringing telephone is picked up, by a machine perhaps."""

    machine: bool = False


@dataclass(frozen=True, slots=True)
class Refuses:
    """The telephone does not answer: `busy`, `no-answer`, `failed` or `canceled`."""

    status: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """A leg that we rang is ready to talk; `bridge` joins it and us."""

    bridge: object


@dataclass(frozen=True, slots=True)
class Gone:
    """A leg that we rang has ended without talking to us."""

    sid: str


@dataclass(frozen=True, slots=True)
class FarSideLeft:
    """The other side of this bridge has hung up."""

    bridge: object


Message = Keys | Silence | Speaks | Answers | Refuses | Accepted | Gone | FarSideLeft


class Interruption(Exception):
    """Something that ends whatever the leg is doing."""


class HungUp(Interruption):
    """The leg is over. `by`: its own telephone (`caller`), `rest`, `time limit`, or `cancel`."""

    def __init__(self, by: str = "caller") -> None:
        super().__init__(by)
        self.by = by


class Redirected(Interruption):
    """The REST interface gave the call another document."""

    def __init__(self, goto: Goto) -> None:
        super().__init__(goto.url)
        self.goto = goto


class Dequeued(Interruption):
    """Somebody takes this call from the queue: `bridge` joins the two, `goto` is heard first."""

    def __init__(self, bridge: object, goto: Goto | None) -> None:
        super().__init__("dequeued")
        self.bridge = bridge
        self.goto = goto


T = TypeVar("T")
Steps = Generator[Wait, Message, T]
"""A piece of a call: it yields each wait, is sent what happened, and returns its result."""

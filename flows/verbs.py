"""What one turn can do to a telephone. A closed set: the application renders each to TwiML."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Break:
    """A silence inside speech."""

    milliseconds: int


@dataclass(frozen=True, slots=True)
class Slow:
    """Words spoken at 90 % of the usual rate: a telephone number being read back."""

    text: str


@dataclass(frozen=True, slots=True)
class Alias:
    """A written name and how the voice should say it."""

    text: str
    spoken: str


Piece = str | Break | Slow | Alias


@dataclass(frozen=True, slots=True)
class Speech:
    """
    One prompt, ready to be spoken: its key, its language (`fi`, `sv`, `en`) and its pieces.

    `sound` names a recording that says just this, empty without one.
    """

    key: str
    language: str
    pieces: tuple[Piece, ...]
    sound: str = ""

    @property
    def text(self) -> str:
        """The words alone, single-spaced, as a transcript shows them."""
        words = [
            " " if isinstance(piece, Break) else piece if isinstance(piece, str) else piece.text
            for piece in self.pieces
        ]
        return " ".join("".join(words).split())


@dataclass(frozen=True, slots=True)
class Keys:
    """Wait for one key. `0`, `*`, `8` and `9` are the engine's own."""

    timeout_seconds: int = 6


@dataclass(frozen=True, slots=True)
class Digits:
    """Wait for several digits, ended by `#`, by `most` digits, or by a pause."""

    most: int
    timeout_seconds: int = 5


@dataclass(frozen=True, slots=True)
class Whisper:
    """What our own person hears before pressing 1 to take the call; no name before that."""

    language: str
    line: str
    caller_language: str
    postcode: str = ""
    heard: str = ""
    """Empty: no notice was heard. `none`: heard, without an estimate. Else the estimate, ISO."""
    behalf: bool = False
    danger: bool = False
    callback: bool = False
    """We ring them: they have asked for it."""


@dataclass(frozen=True, slots=True)
class Dial:
    """Ring a team's number; the caller is connected when the one who answers presses 1."""

    number: str
    team: str
    whisper: Whisper
    timeout_seconds: int = 20


@dataclass(frozen=True, slots=True)
class Record:
    """Record what the caller says, after a tone, until a key, a pause or the hang-up."""

    most_seconds: int = 180
    pause_seconds: int = 5


@dataclass(frozen=True, slots=True)
class Enqueue:
    """
    Wait in the queue for a person; what is heard there, `flows.queueing` says.

    `desk` is how the flow names our people; `callback`: may the caller ask for one meanwhile?
    """

    topic: str
    desk: str = "service"
    callback: bool = False


@dataclass(frozen=True, slots=True)
class Leave:
    """Leave the queue: only in what is heard there. What comes next is the call's own turn."""


@dataclass(frozen=True, slots=True)
class Hangup:
    """End the call."""


Verb = Keys | Digits | Dial | Record | Enqueue | Leave | Hangup


@dataclass(frozen=True, slots=True)
class Event:
    """Something for the journal, such as a limit that was passed."""

    kind: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """
    Everything that one reply does: the speeches, then exactly one verb.

    Before a wait the speeches are spoken *inside* it, so that an early key is not lost
    (Twilio: "Troubleshooting Gather").
    """

    says: tuple[Speech, ...]
    then: Verb
    events: tuple[Event, ...] = field(default=())

"""What may stand in a placeholder. Values only; how they sound is decided per language."""

from dataclasses import dataclass
from datetime import datetime


class MissingSlot(LookupError):
    """A prompt has a placeholder for which there is no value, or one of another kind."""

    def __init__(self, key: str, placeholder: str) -> None:
        self.key = key
        self.placeholder = placeholder
        super().__init__(f"prompt {key}: there is nothing to say for {{{placeholder}}}")


@dataclass(frozen=True, slots=True)
class Postcode:
    """`{P}`: five digits."""

    code: str


@dataclass(frozen=True, slots=True)
class Phone:
    """`{NUM}`: a telephone number as `+358401234567`, read back in its national form."""

    e164: str


@dataclass(frozen=True, slots=True)
class Moment:
    """`{T}`, `{T1}`: an instant, compared with now. Both are aware times."""

    at: datetime
    now: datetime
    day_only: bool = False


@dataclass(frozen=True, slots=True)
class Later:
    """`{T2}`, the second of a pair: the clock alone when its day is said as that of `after`."""

    at: datetime
    after: datetime
    now: datetime


@dataclass(frozen=True, slots=True)
class Between:
    """`{W}`: from one whole hour until another on the same day in Helsinki. Aware times."""

    start: datetime
    end: datetime
    now: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """
    `{O}`, `{A}`, `{A^}`, `{B}`: a postcode area and how we know it.

    `registered`: from the customer register, else typed or chosen by the caller. `short`: `{O}`
    is said as `{A^}`, because something long follows.
    """

    postcode: str
    registered: bool
    short: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """`{K}`: a key of the telephone, `0`-`9`, `*` or `#`."""

    key: str


@dataclass(frozen=True, slots=True)
class Count:
    """`{N}`: a number of people, or of times."""

    number: int


@dataclass(frozen=True, slots=True)
class Name:
    """`{company}`, `{line}`, `{name}`: as written, and how the voice says it if otherwise."""

    text: str
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class LanguageName:
    """`{language}`: `fi`, `sv` or `en`, named in the language that is being spoken."""

    code: str


@dataclass(frozen=True, slots=True)
class Holiday:
    """`{holiday}`: a day of `NAMED_HOLIDAYS`, such as `independence-day`."""

    slug: str


@dataclass(frozen=True, slots=True)
class Greeting:
    """`{greeting}`: good morning, day or evening, by an aware time."""

    now: datetime


@dataclass(frozen=True, slots=True)
class Words:
    """`{message}`: an operator's own text, at most 500 characters of it."""

    text: str


@dataclass(frozen=True, slots=True)
class DigitWords:
    """Any digits, said one by one, such as a customer number."""

    digits: str


SlotValue = (
    Postcode
    | Phone
    | Moment
    | Later
    | Between
    | Place
    | Key
    | Count
    | Name
    | LanguageName
    | Holiday
    | Greeting
    | Words
    | DigitWords
)

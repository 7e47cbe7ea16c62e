"""What the engine cannot do itself. It stops, the application does it, and answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Notice:
    """
    What is wrong with one service in one area: a state and its values, never words.

    `state` is a key of `library/prompts/notice.<service>.yaml`. `at` is the time that the state
    speaks of (the estimate, the former one, the start of planned work, when it was last known);
    `until` the end of planned work. `message` is an operator's own text, by language.
    """

    key: str
    service: str
    state: str
    at: datetime | None = None
    until: datetime | None = None
    since: datetime | None = None
    message: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HeardBefore:
    """What this caller heard of one service there in an earlier call: the fields of `Notice`."""

    key: str
    state: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Area:
    """
    One postcode: does it exist, do we know anything of it, and what.

    `kind`: `area`, `pobox` (exists, but nobody lives there) or `unknown`. `covered` is false
    when no fresh source speaks of the line's services: then nothing is said to be well.
    `before`: what the caller heard last, by service.
    """

    postcode: str
    kind: Literal["area", "pobox", "unknown"]
    covered: bool
    notices: tuple[Notice, ...] = ()
    before: Mapping[str, HeardBefore] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LookUp:
    """
    What is broken in these postcodes, for these services?

    Answered by one `Area` each, in their order.
    """

    postcodes: tuple[str, ...]
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckNumber:
    """
    May we ring this number? Given as typed, or as the caller's own in E.164.

    `done` with value `number` (E.164), or `refused` with value `reason`.
    """

    number: str


@dataclass(frozen=True, slots=True)
class BookCallback:
    """
    Ring this caller back, at a number that was checked (E.164).

    `done` once it is durable: value `tries`, and `when`: `today`, or with `opens_at` (ISO) `open`
    (not before then) or `day` (on that day at the latest). `refused`: the number may not be rung;
    with value `reason` `own-stopped`: it is the caller's own, and its holder has told us never to
    ring it again. Then `lift` lets it be rung again. `failed` and `unknown`: promise nothing.

    With `times` also `id`, and `times` that may be chosen instead, if any: `start-end` in seconds
    since 1970, with spaces between.
    """

    number: str
    topic: str
    lift: bool = False
    times: bool = False


@dataclass(frozen=True, slots=True)
class ChooseTime:
    """
    Ring the callback of this id from then on, and not before; both in seconds since 1970.
    Without a time: what was promised is kept, and may be rung at once.

    `done` once it is durable, however often. `refused`: it is being rung, has ended, or nobody is
    there at that time any more; with `failed` too what was promised stands.
    """

    callback: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class FindCallback:
    """
    Is a callback open for the caller's number on this line?

    `done`: without values when there is none, else `number` and, if we tried, `tried_at` (ISO);
    `due_at` (ISO) when it is, or will be, due at a time that was set.
    """


@dataclass(frozen=True, slots=True)
class ChangeCallback:
    """Cancel the caller's open callback, or (`number` in E.164) ring another number instead."""

    number: str = ""


@dataclass(frozen=True, slots=True)
class KeepVoicemail:
    """Keep a recording until somebody of ours closes it."""

    recording: str
    seconds: int
    topic: str


@dataclass(frozen=True, slots=True)
class CheckMessage:
    """
    May this number (as typed, or the caller's own in E.164) get a text message, and is one
    promised to it already when these services are repaired in this postcode?

    `done` with value `number` (E.164) and, if one is promised, `exists`; or `refused` with value
    `reason`.
    """

    number: str
    postcode: str
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MessageWhenRepaired:
    """
    Text this number, which was checked (E.164), when what is out in this postcode is repaired.

    `done` once it is durable, with value `exists` when it was promised before; `refused`: the
    number may not have it after all. `failed` and `unknown`: promise nothing.
    """

    number: str
    postcode: str
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WithdrawMessage:
    """Promise the caller's own number no message any more; `refused` when none was to come."""

    postcode: str
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportStillOut:
    """
    Keep that it is still out in this postcode, though we say that it is repaired.

    `done` once it is durable, with value `passed` when somebody else is told of it;
    `refused` when nothing was repaired there lately.
    """

    postcode: str
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TellAttempt:
    """What the customer whom we rang back answered; `connected`: they pressed our accept key."""

    said: Literal["connected", "later", "not_me"]


@dataclass(frozen=True, slots=True)
class JoinQueue:
    """
    Let the caller wait for a person for this topic, in the place of when their call began.

    `done` once it is durable; `refused` with value `reason`: `no_agents` when everybody of the
    teams is away, `no_desk` when there is nobody to wait for. `failed` and `unknown`: promise
    nothing.
    """

    topic: str


@dataclass(frozen=True, slots=True)
class LeaveQueue:
    """
    What is to follow, now that the wait has ended with this result (see `inputs.Queued`)?

    `done` with values `how` and, if they changed it while waiting, `language`. `how`: `met` and
    spoke with one of ours; `lost`: the agent was, and they keep their place; `again`: nothing was
    chosen, they wait on; `callback`, `danger`: what they asked for; `closed`, `nobody`, `full`:
    why they cannot wait on; `failed`; `gone`: they have hung up.
    """

    result: str


@dataclass(frozen=True, slots=True)
class BeginSurvey:
    """
    May this caller be asked a question, now that they have spoken with one of ours?

    `done` once it is durable that they are; `refused`: they were asked within the last week.
    """


@dataclass(frozen=True, slots=True)
class KeepRating:
    """Keep what the caller answered to a survey's question: 1 to 5."""

    question: str
    answer: int


Ask = (
    LookUp
    | CheckNumber
    | BookCallback
    | ChooseTime
    | FindCallback
    | ChangeCallback
    | KeepVoicemail
    | CheckMessage
    | MessageWhenRepaired
    | WithdrawMessage
    | ReportStillOut
    | TellAttempt
    | JoinQueue
    | LeaveQueue
    | BeginSurvey
    | KeepRating
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an ask ended. `unknown`: it may have been done; nothing may be promised."""

    status: Literal["done", "refused", "failed", "unknown"]
    areas: tuple[Area, ...] = ()
    value: Mapping[str, str] = field(default_factory=dict)

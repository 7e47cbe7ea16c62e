"""A scenario: a caller, a world, what is heard, what is pressed, and where it ends."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

PLAIN = ConfigDict(frozen=True, extra="forbid")
Left = Literal["met", "lost", "again", "callback", "danger", "closed", "nobody", "full", "failed"]


class GivenCaller(BaseModel):
    """Who calls; the fields of `flows.state.Caller`."""

    model_config = PLAIN
    number: str = "+358401110001"
    withheld: bool = False
    customers: int = 1
    places: list[str] = []
    asked_places: list[str] = []
    services: list[str] = []
    language: str = ""


class GivenLine(BaseModel):
    """The line that is called."""

    model_config = PLAIN
    name: str = "line"
    language: str = "fi"
    languages: list[str] = ["fi", "sv", "en"]
    services: list[str] = ["electricity"]
    urgent: bool = False
    messages: bool = False


class GivenBefore(BaseModel):
    """The state and the time that were heard; the fields of `flows.asks.HeardBefore`."""

    model_config = PLAIN
    state: str
    at: AwareDatetime | None = None


class GivenNotice(BaseModel):
    """
    What is wrong in an area; the fields of `flows.asks.Notice`.

    `before`: what the caller heard of it in an earlier call.
    """

    model_config = PLAIN
    service: str = "electricity"
    state: str = "no_eta"
    at: AwareDatetime | None = None
    until: AwareDatetime | None = None
    since: AwareDatetime | None = None
    before: GivenBefore | None = None


class GivenClosed(BaseModel):
    """Nobody is there for these topics (none named: for any); as `flows.world.Opening`."""

    model_config = PLAIN
    topics: list[str] = []
    why: Literal["hours", "weekend", "holiday", "eve", "exception", "unknown"] = "hours"
    holiday: str = ""
    opens_at: AwareDatetime | None = None


class Beat(BaseModel):
    """
    One thing that happens. Exactly one of:

    `hears`: prompt keys (`notice.electricity.eta`) or words, in this order, since the last key;
    `presses`: keys, such as "0" or "00100"; `silent`: says nothing at a wait;
    `records`: leaves a message of so many seconds; `rings`: the topic of the person who is
    rung; `answered`: whether they take the call; `queues`: the topic that is waited for in the
    queue; `leaves`: how that wait ends (`met`, `lost`, `callback`, `danger`, `closed`, `nobody`,
    `full`, `failed`); `ends`: the call is over.
    """

    model_config = PLAIN
    hears: list[str] | None = None
    presses: str | None = Field(default=None, pattern=r"^[0-9*#]+$")
    silent: bool | None = None
    records: int | None = Field(default=None, ge=0)
    rings: str | None = None
    answered: bool | None = None
    queues: str | None = None
    leaves: Left | None = None
    ends: Literal["hangup"] | None = None

    @model_validator(mode="after")
    def _happens_once(self) -> "Beat":
        if len(self.model_fields_set) != 1:
            raise ValueError(
                "give exactly one of: hears, presses, silent, records, rings, answered, queues, "
                "leaves, ends"
            )
        return self


class Scenario(BaseModel):
    """
    A call that must go this way (`call`), or a promise that must hold on every way (`always`).

    Every five-digit postcode is an area that we know of, unless it is among `unknown` (does not
    exist), `poboxes` (nobody lives there) or `uncovered` (no fresh source speaks of it).
    `lookups: failed` is a world in which the outages cannot be read; `telephones` is how many
    each team has. `closed` is a world in which nobody is there. `keeping` is how booking a
    callback or keeping a message ends; `refused_numbers` may not be rung; `callback` is what is
    open for the caller's number (`number`, `tried_at`); with `attempt` it is we who rang.
    `times` are those that may be chosen instead, and `choosing` how choosing one ends.
    With `stopped` the caller's own number has asked us never to ring it again.
    `keeping` and `refused_numbers` hold for text messages too; `promised`: one is to come
    already; `passed`: what is still out is told to somebody else. `queue`: there are desks to
    wait for, and how joining ends (`refused`: everybody is away from them).
    """

    model_config = PLAIN
    name: str
    now: AwareDatetime = datetime.fromisoformat("2026-11-22T15:00:00+02:00")
    caller: GivenCaller = GivenCaller()
    line: GivenLine = GivenLine()
    emergency: dict[str, str] = {}
    areas: dict[str, list[GivenNotice]] = {}
    unknown: list[str] = []
    poboxes: list[str] = []
    uncovered: list[str] = []
    lookups: Literal["done", "failed"] = "done"
    telephones: Annotated[int, Field(ge=0, le=3)] = 1
    closed: GivenClosed | None = None
    keeping: Literal["done", "refused", "failed", "unknown"] = "done"
    refused_numbers: list[str] = []
    callback: dict[str, str] = {}
    times: list[tuple[AwareDatetime, AwareDatetime]] = []
    choosing: Literal["done", "refused", "failed", "unknown"] = "done"
    stopped: bool = False
    promised: bool = False
    passed: bool = True
    attempt: bool = False
    queue: Literal["", "done", "refused", "failed", "unknown"] = ""
    call: list[Beat] = []
    always: Literal["person"] | None = None

    @model_validator(mode="after")
    def _is_one_kind(self) -> "Scenario":
        if bool(self.call) == bool(self.always):
            raise ValueError("give either call or always")
        return self

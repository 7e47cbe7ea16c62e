"""What a call that came in came to: exactly one outcome, and what else is counted of it. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Outcome = Literal[
    "answered",
    "callback",
    "voicemail",
    "abandoned",
    "abandoned_short",
    "unserved",
    "left",
    "finished",
    "ongoing",
]
SHORT = timedelta(seconds=10)
"""Whoever is gone sooner after asking for a person is counted apart: they may have misdialled."""
SILENT_FOR = timedelta(minutes=10)
"""A call whose end nobody told us of is over when nothing was heard of it for so long."""
AGAIN_WITHIN = timedelta(minutes=30)
ASKS_KEYS = frozenset({"keys", "digits"})
NOT_A_FLOW = frozenset({"", "rescue"})


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn: what came in, and what was answered. `refused`: `wrong`, `silent`, or empty."""

    at: datetime
    flow: str
    step: str
    given: str = ""
    verb: str = ""
    refused: str = ""

    @property
    def place(self) -> str:
        """The step, as figures name it; empty outside of flows."""
        return f"{self.flow}/{self.step}" if self.step and self.flow not in NOT_A_FLOW else ""

    @property
    def to_person(self) -> bool:
        """Does it lead to a person: by ringing one, or into the queue?"""
        return self.verb == "enqueue" or self.verb.startswith("dial ")


@dataclass(frozen=True, slots=True)
class Wait:
    """Their time in the line of people. `left_why` as in `ivr.dispatch.people`."""

    joined_at: datetime
    state: str
    left_why: str = ""
    left_at: datetime | None = None
    told_seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """
    All that is known of a call. `met_at`: a person of ours answered, of `team`; else `team` is the
    one that they waited for. `next_at`: when the same person called the line again; a withheld
    number is nobody, so of it that is never known (`known`).
    """

    line: str
    started_at: datetime
    turns: Sequence[Turn]
    language: str = ""
    bundle: str = ""
    team: str = ""
    known: bool = False
    ended_at: datetime | None = None
    met_at: datetime | None = None
    wait: Wait | None = None
    callback: bool = False
    voicemail: bool = False
    noticed: bool = False
    next_at: datetime | None = None

    @property
    def flow(self) -> str:
        """The flow that the call began in."""
        return next((turn.flow for turn in self.turns if turn.place), "")

    @property
    def last_at(self) -> datetime:
        """When the call ended, or was last heard of."""
        times = [self.started_at, *(turn.at for turn in self.turns)]
        times += [time for time in (self.met_at, self.wait and self.wait.left_at) if time]
        return self.ended_at or max(times)

    @property
    def asked_at(self) -> datetime | None:
        """When they first waited for a person; None when they never did."""
        if self.wait:
            return self.wait.joined_at
        return next((turn.at for turn in self.turns if turn.to_person), self.met_at)

    @property
    def waited(self) -> timedelta:
        """How long they waited for a person; nothing when they did not."""
        until = self.met_at or (self.wait and self.wait.left_at) or self.last_at
        return max(until - self.asked_at, timedelta(0)) if self.asked_at else timedelta(0)

    @property
    def pressed_zero(self) -> bool:
        """Did they press 0 before they waited for anybody?"""
        return any(turn.given == "0" for turn in self._before_person())

    def outcome(self, now: datetime) -> Outcome:
        """Tell what it came to; `ongoing` until it is over."""
        if self.met_at:
            return "answered"
        if not self.is_over(now):
            return "ongoing"
        if self.callback:
            return "callback"
        if self.voicemail:
            return "voicemail"
        if self.asked_at:
            return self._without_person()
        return "finished" if self._last_verb == "hangup" else "left"

    def is_over(self, now: datetime) -> bool:
        """Has it ended? Where nobody told us, a long silence says so."""
        if self.ended_at or self._last_verb == "hangup":
            return True
        waits = self.wait is not None and self.wait.state != "left"
        return not waits and now - self.last_at >= SILENT_FOR

    def again(self, now: datetime) -> bool | None:
        """Did they call again within 30 minutes? None: not known, or too early to say."""
        if not self.known or not self.is_over(now):
            return None
        until = self.last_at + AGAIN_WITHIN
        if now < until:  # for all alike: else the latest half hour would be of those who did alone
            return None
        return self.next_at is not None and self.next_at <= until

    def satisfied(self, now: datetime) -> bool | None:
        """Was the notice all that they wanted? None: there was none, or it is not known."""
        again = self.again(now)
        if not self.noticed or again is None:
            return None
        gone = self.outcome(now) in {"left", "finished"}
        return gone and not again and not self.pressed_zero

    def left_at_place(self, now: datetime) -> str:
        """Name the step at which they hung up; empty unless they did."""
        if self.outcome(now) not in {"left", "abandoned", "abandoned_short"}:
            return ""
        return next((turn.place for turn in reversed(self.turns) if turn.place), "")

    def _without_person(self) -> Outcome:
        hung_up = self.wait is not None and self.wait.left_why == "hung_up"
        if self._last_verb == "hangup" and not hung_up:
            return "unserved"
        return "abandoned_short" if self.waited < SHORT else "abandoned"

    def _before_person(self) -> Iterator[Turn]:
        for turn in self.turns:
            yield turn
            if turn.to_person:
                return

    @property
    def _last_verb(self) -> str:
        return self.turns[-1].verb if self.turns else ""

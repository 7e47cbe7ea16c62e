"""One leg of a call: its state, its transcript, and the script that it runs step by step."""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from simulator.clock import VirtualClock
from simulator.conferences import Conferences
from simulator.failure import Failed, Problem
from simulator.messages import (
    HungUp,
    Interruption,
    Keys,
    Message,
    Redirected,
    Steps,
    Wait,
)
from simulator.parameters import call_parameters
from simulator.queues import Queues
from simulator.recordings import Recordings
from simulator.status import StatusCallbacks
from simulator.telephones import Behaviour, Robot, Telephones
from simulator.webhooks import Exchanged, Webhooks

ENDED = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})


@dataclass(eq=False)
class Plant:
    """What all legs of an exchange share."""

    account_sid: str
    clock: VirtualClock
    webhooks: Webhooks
    callbacks: StatusCallbacks
    recordings: Recordings
    telephones: Telephones = field(default_factory=Telephones)
    queues: Queues = field(default_factory=Queues)
    conferences: Conferences = field(default_factory=Conferences)
    legs: dict[str, "Leg"] = field(default_factory=dict)
    agenda: deque[Callable[[], None]] = field(default_factory=deque)
    """What happens next; legs never call each other, so that none is entered twice."""

    def note_problem(self, failure: Failed) -> None:
        """Write down what the application did wrong."""
        self.webhooks.problems.append(failure.problem)

    @property
    def problems(self) -> list[Problem]:
        """Everything that was wrong with the application's answers."""
        return self.webhooks.problems


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the application wants to be told of a call."""

    voice: str = ""
    method: str = "POST"
    fallback: str = ""
    status: str = ""
    status_events: frozenset[str] = frozenset({"completed"})
    sms: str = ""


@dataclass(eq=False)
class Leg:
    """`behaviour` is None for a caller that a test or a person drives; else a robot holds it."""

    plant: Plant
    from_: str
    to: str
    direction: str
    addresses: Addresses = field(default_factory=Addresses)
    parent: "Leg | None" = None
    behaviour: Behaviour | None = None
    by_hand: bool = False
    """A person drives this call, and answers every telephone that it rings."""
    extra: Mapping[str, str] = field(default_factory=dict)
    sid: str = field(default_factory=lambda: f"CA{uuid4().hex}")
    status: str = "queued"
    keys: str = ""
    """Keys pressed and not yet taken by a Gather."""
    wait: Wait | None = None
    ended_by: str = ""
    time_limit_seconds: float = 14400
    """Twilio ends the call then."""
    sequence: int = 0
    pages: int = 0
    """Documents performed since the last wait."""

    def __post_init__(self) -> None:
        self.transcript: list[dict[str, Any]] = []
        self.requests: list[Exchanged] = []
        self.created_at = self.plant.clock.seconds
        self.answered_at: float | None = None
        self.ended_at: float | None = None
        held = self.by_hand or self.behaviour is None or self.behaviour.outcome == "hand"
        self.robot = None if held else Robot(self.behaviour or Behaviour())
        self.on_end: list[Callable[[], None]] = []
        self.steps = 0
        self.waits = 0
        self.talks_with: Leg | None = None
        self._script: Steps[None] | None = None
        self.plant.legs[self.sid] = self

    @property
    def ended(self) -> bool:
        """Is it over?"""
        return self.status in ENDED

    @property
    def queued(self) -> bool:
        """Does it wait in a queue?"""
        return any(queue.position(self) for queue in self.plant.queues.all())

    @property
    def party(self) -> str:
        """The number of whoever holds the telephone."""
        return self.from_ if self.direction == "inbound" else self.to

    @property
    def duration_seconds(self) -> int:
        """From the answer to the end, or to now."""
        if self.answered_at is None:
            return 0
        until = self.plant.clock.seconds if self.ended_at is None else self.ended_at
        return int(until - self.answered_at)

    def params(self) -> dict[str, str]:
        """What every request about this leg carries."""
        parent = {"ParentCallSid": self.parent.sid} if self.parent else {}
        return call_parameters(self.from_, self.to) | {
            "AccountSid": self.plant.account_sid,
            "CallSid": self.sid,
            "CallStatus": self.status,
            "Direction": self.direction,
            **parent,
            **self.extra,
        }

    def ask(self, method: str, url: str, more: Mapping[str, str]) -> Exchanged:
        """Request an address about this leg; the exchange is kept. Raises Failed."""
        done = self.plant.webhooks.ask(method, url, {**self.params(), **more})
        self.requests.append(done)
        return done

    def note(self, **event: Any) -> None:
        """Add to what was heard and done on this leg."""
        self.transcript.append(event)

    def answer(self) -> None:
        """Somebody, or Twilio for an inbound call, picks up."""
        if self.answered_at is None:
            self.status = "in-progress"
            self.answered_at = self.plant.clock.seconds
            self.report("answered")

    def report(self, event: str) -> None:
        """Tell the application's status address, if it wants to know."""
        self.plant.callbacks.report(self, event)
        self.sequence += self.direction != "inbound"

    def start(self, script: Steps[None]) -> None:
        """Run the script until its first wait."""
        self._script = script
        self._advance(lambda: next(script))

    def post(self, happening: Message | Interruption) -> None:
        """Let it happen after what is going on now."""
        self.plant.agenda.append(lambda: self.step(happening))

    def step(self, happening: Message | Interruption) -> None:
        """Let something happen; run until the next wait. Nothing happens to a leg that ended."""
        script = self._script
        if script is None or self.ended:
            return
        if self.duration_seconds >= self.time_limit_seconds:
            happening = HungUp("time limit")
        self.pages = 0
        self.steps += 1
        if not isinstance(happening, Interruption):
            self._advance(lambda: script.send(happening))
            return
        if isinstance(happening, HungUp):
            unanswered = "no-answer" if happening.by == "caller" else "canceled"
            self.status = unanswered if self.answered_at is None else "completed"
            self.ended_by = happening.by
        self._advance(lambda: script.throw(happening))

    def end(self, status: str = "completed") -> None:
        """It is over."""
        self.status = status
        self.ended_at = self.plant.clock.seconds
        self.wait = None
        self.ended_by = self.ended_by or "far side"
        self.report("completed")
        for tell in self.on_end:
            tell()

    def _advance(self, run: Callable[[], Wait]) -> None:
        try:
            self.wait = run()
            self.waits += 1
        except (StopIteration, HungUp):
            if self.ended_at is None:
                self.end(self.status if self.status in ENDED else "completed")
            return
        except Redirected:
            self.plant.note_problem(Failed(21220, "this leg cannot be redirected"))
            return
        self._let_robot_reply()

    def _let_robot_reply(self) -> None:
        if self.robot is None or self.wait is None or self.queued:
            return  # whoever holds the telephone waits in a queue without touching the keys
        reply = self.robot.reply(self.wait)
        if isinstance(reply, Keys):
            self.note(key=reply.keys)
        if reply is not None:
            self.post(reply)

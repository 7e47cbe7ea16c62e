"""Killed between any two lines that commit, dial or hand over: nobody is lost, nobody doubled."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import Connection, select

from ivr.db.tables.dispatch import offers
from ivr.dispatch.agents import all_agents, choose_state, seen
from ivr.dispatch.desk_deeds import NotPossible, decline, end_talk, hold_caller
from ivr.dispatch.run import dispatch_all
from ivr.twilio.live_calls import LiveCalls
from simulator.testing import Call
from tests.chaos.windows import windows
from tests.ivr.agent_legs import ringing_back
from tests.ivr.agent_legs.conftest import AINO, MATTI, OTTO, QUEUE, Floor
from tests.ivr.agent_legs.killed import (
    DatabaseClock,
    Killed,
    Killer,
    dispatches,
    kills,
    problems_of,
)
from tests.ivr.house import LINE

AGENTS = {"aino": AINO, "otto": OTTO}
PATIENCE = 40
LIVE_OFFER = select(offers.c.id).where(offers.c.state != "ended")


@dataclass
class Day:
    """A floor with two agents on which processes die, and time that passes."""

    floor: Floor
    killer: Killer
    database_clock: DatabaseClock
    calls: list[Call] = field(default_factory=list)

    @property
    def call(self) -> Call:
        """The caller's last call."""
        return self.calls[-1]

    def rings_up(self) -> None:
        """Somebody calls and asks for a person."""
        self.calls.append(self.floor.house.telephone.calls(MATTI, LINE).presses("0"))

    def passes(self) -> None:
        """Dispatch, and let time pass; whoever is taken to be away sits down again."""
        dispatches(self.floor)
        self.floor.passes(16)
        self.database_clock.ahead += timedelta(seconds=16)
        self.floor.does(self._sits_down)

    def _sits_down(self, connection: Connection) -> None:
        now = self.floor.clock.now()
        for agent in all_agents(connection):
            if agent.state == "away":
                choose_state(connection, agent.name, "available", now)
            seen(connection, agent.name, now)

    def until(self, happened: Callable[[], bool]) -> None:
        """Let time pass until it has happened; who is cut off calls again."""
        for _ in range(PATIENCE):
            if happened():
                return
            if self.call.leg.talks_with:
                self.floor.passes(30)
                self.call.hangs_up()
            if self.call.leg.ended or self.call.leg.wait is None:
                self.rings_up()
            elif self.call.leg.wait.kind in {"key", "digits"} and not self.call.leg.queued:
                self.call.hangs_up()
            self.passes()
        told = (self.call.transcript, self.floor.outcomes(), self.floor.legs(), self.killer.left)
        raise AssertionError(told)

    def settles(self) -> list[str]:
        """Everybody hangs up; return what is wrong, and who was not killed."""
        for call in self.calls:
            if not call.leg.ended:
                call.hangs_up()
        for _ in range(PATIENCE):
            if not problems_of(self.floor) and not self.killer.left:
                break
            self.passes()
        return [*problems_of(self.floor), *self.killer.left]


Begins = Callable[..., Day]


@pytest.fixture
def begins(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> Begins:
    """Begin a day on which processes die at these points, one after another."""

    def begun(*points: str, phone: str = "answer") -> Day:
        for name, telephone in AGENTS.items():
            floor.agent(name, telephone, phone=phone)
        day = Day(floor, kills(monkeypatch, *points), DatabaseClock(monkeypatch))
        day.rings_up()
        return day

    return begun


MEETING = {
    "before the call": ("tidy.before-commit", "tidy.after-commit", "offer.before-commit"),
    "nobody comes back": (
        *("offer.after-commit", "abandon.before-commit", "abandon.after-commit"),
        *("doubted.after-look", "doubted.before-commit", "doubted.after-commit"),
        *("fail.before-commit", "fail.after-commit"),
    ),
    "after the call": ("offer.after-call", "rang.before-commit"),
    "at the result": ("offer.before-result", "offer.after-result"),
    "at the whisper": ("rang.after-commit",),
    "at the key": ("took-offer.before-commit",),
    "after the key": ("took-offer.after-commit", "hand.before-claim"),
    "before the caller is asked for": ("hand.after-claim",),
    "after the caller is asked for": ("hand.after-call",),
    "at the result of asking": ("hand.before-result", "hand.after-result"),
    "as the caller comes": ("came.before-commit",),
    "when the caller has come": ("came.after-commit",),
}
PARTING = (
    "parted.before-commit",
    "parted.after-commit",
    "over.before-commit",
    "over.after-commit",
)
OTHER = {
    "absent": ("absent.before-commit", "absent.after-commit"),
    "vanished": ("vanished.before-commit", "vanished.after-commit"),
    "silence": (
        *("hangup.after-call", "hangup.before-commit", "hangup.after-commit"),
        *("legs.after-look", "looked.before-commit", "looked.after-commit"),
    ),
    "given up": ("giveup.before-commit", "giveup.after-commit"),
    "queued": ("legs.after-cancel",),
    "desk": (
        *("decline.before-commit", "decline.after-commit"),
        *("hold.after-call", "hold.before-commit", "hold.after-commit"),
        *("finish.before-commit", "finish.after-commit", "finish.after-call"),
    ),
}


OF_CALLBACKS = ("lineup", "ringback")
RINGING_BACK = {
    point
    for point in (*ringing_back.MEETING, *ringing_back.NOT_REACHED)
    if point.startswith(OF_CALLBACKS)
}
"""Killed in `test_killed_ringing_back`."""


def test_every_point_has_a_story() -> None:
    told = {
        *RINGING_BACK,
        *PARTING,
        *(p for points in (*MEETING.values(), *OTHER.values()) for p in points),
    }
    found = windows(("dispatch", "agent_legs"))
    assert {point for window in found for point in window.points} == told
    assert [str(window) for window in found if window.missing] == []


@pytest.mark.parametrize("points", MEETING.values(), ids=MEETING)
def test_they_meet_once_whoever_is_killed(begins: Begins, points: tuple[str, ...]) -> None:
    day = begins(*points)
    day.until(lambda: day.call.leg.talks_with is not None and not day.killer.left)
    day.floor.passes(30)
    assert day.settles() == []
    assert day.floor.outcomes().count("done") >= 1


def test_they_part_once_whoever_is_killed(begins: Begins) -> None:
    day = begins(*PARTING)
    for _ in PARTING:
        day.until(lambda: day.call.leg.talks_with is not None)
        day.floor.passes(30)
        day.call.hangs_up()
        day.rings_up()
    assert day.settles() == []
    assert day.floor.outcomes().count("done") == len(PARTING)


def picks_up(day: Day) -> Call:
    """Have a telephone ring, and pick it up."""
    for _ in range(PATIENCE):
        for telephone in AGENTS.values():
            for leg in day.floor.exchange.calls:
                if leg.to == telephone and leg.wait and leg.wait.kind == "rings":
                    return day.floor.rings(telephone)
        day.passes()
    raise AssertionError(day.floor.outcomes())


def vanishes(day: Day) -> None:
    """The caller is gone, and nobody tells us."""
    leg = day.call.leg
    queue = day.floor.exchange.queues.find(QUEUE)
    assert queue
    queue.leave(leg, 0)
    day.floor.exchange.callbacks.mode = "held"
    leg.end()
    day.floor.exchange.callbacks.held.clear()
    day.floor.exchange.callbacks.mode = "prompt"


def test_a_caller_who_vanished_leaves_nothing_behind(begins: Begins) -> None:
    day = begins(*OTHER["absent"], phone="hand")
    for _ in OTHER["absent"]:
        agent = picks_up(day)
        vanishes(day)
        agent.presses("1")
        day.rings_up()
    assert day.settles() == []


def test_nobody_is_rung_for_a_caller_who_vanished(begins: Begins) -> None:
    day = begins(*OTHER["vanished"], phone="hand")
    vanishes(day)
    for _ in OTHER["vanished"]:
        day.passes()
    assert day.settles() == []
    assert day.floor.exchange.calls == [day.call.leg]


def test_a_telephone_falls_silent_whoever_is_killed(begins: Begins) -> None:
    day = begins(*OTHER["silence"], phone="hand")
    day.floor.exchange.callbacks.mode = "held"
    for _ in range(PATIENCE):
        if not day.killer.left:
            break
        day.passes()
        if day.killer.left and day.killer.left[0].startswith("hangup"):
            day.call.hangs_up()
            day.rings_up()
    assert day.settles() == []


def test_a_caller_who_cannot_be_had_is_given_up_once(
    begins: Begins, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = begins(*OTHER["given up"])
    monkeypatch.setattr(LiveCalls, "take_out", lambda *_: "unknown")
    for _ in range(PATIENCE):
        if not day.killer.left:
            break
        day.passes()
    assert day.floor.row(day.call)["state"] != "left"
    assert day.settles() == []


def test_a_call_that_twilio_only_queues_is_stopped(begins: Begins) -> None:
    day = begins(*OTHER["queued"])
    dispatch_all(day.floor.dispatcher)
    with pytest.raises(Killed):
        dispatch_all(day.floor.dispatcher)
    assert day.settles() == []
    assert "done" not in day.floor.outcomes()


def test_the_desks_buttons_do_it_once_whoever_is_killed(begins: Begins) -> None:
    day = begins(*OTHER["desk"], phone="hand")
    floor = day.floor
    deeds: dict[str, tuple[str, Callable[[str], None]]] = {
        "decline": ("ringing", lambda offer: decline(floor.dispatcher, offer)),
        "hold": ("met", lambda offer: hold_caller(floor.dispatcher, offer, held=True)),
        "finish": ("met", lambda offer: end_talk(floor.dispatcher, offer)),
    }
    while day.killer.left:
        point = day.killer.left[0]
        state, deed = deeds[point.partition(".")[0]]
        agent = picks_up(day)
        if state == "met":
            agent.presses("1")
        live = floor.does(lambda c: c.execute(LIVE_OFFER).scalar())
        assert live
        with pytest.raises(Killed):
            deed(live)
        with suppress(NotPossible, Killed):
            deed(live)
        floor.exchange.settle()
        if not day.call.leg.ended:
            day.call.hangs_up()
        day.rings_up()
    assert day.settles() == []

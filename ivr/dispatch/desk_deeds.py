"""What an agent does at the desk with the call that is theirs: decline, hold, end, hand on."""

from collections.abc import Mapping
from typing import Any, Literal

from ivr.agent_legs.addresses import room_of
from ivr.dispatch.dispatching import Dispatcher
from ivr.dispatch.legs import find_leg, hold
from ivr.dispatch.offers import Outcome, ended, find_offer
from ivr.dispatch.people import speak
from ivr.dispatch.wrapping_up import NONE, wrap_up_of
from ivr.failpoint import failpoint
from ivr.queue.bells import DISPATCH
from routing.waiting import Wanted

RINGS = frozenset({"made", "ringing"})
TALKS = frozenset({"met"})


Why = Literal["not_ringing", "network", "team", "not_talking"]


class NotPossible(Exception):
    """It cannot be done now: it rings no more, Twilio did not do it, no desk, nobody to talk."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


def decline(dispatcher: Dispatcher, offer: str) -> None:
    """Let somebody else take it, without blame; the telephone falls silent. Raises NotPossible."""
    with dispatcher.services.engine.begin() as connection:
        _theirs(find_offer(connection, offer), RINGS, "not_ringing")
        ended(connection, offer, "declined", dispatcher.services.clock.now(), NONE)
        failpoint("decline.before-commit")
    failpoint("decline.after-commit")
    dispatcher.services.bells.ring(DISPATCH)


def hold_caller(dispatcher: Dispatcher, offer: str, *, held: bool) -> None:
    """Let the caller hear music, or take them back. Raises NotPossible."""
    row = _talking(dispatcher, offer)
    if dispatcher.live.hold(room_of(offer), row["ref"], held=held) != "done":
        raise NotPossible("network")
    failpoint("hold.after-call")
    with dispatcher.services.engine.begin() as connection:
        hold(connection, offer, held=held)
        failpoint("hold.before-commit")
    failpoint("hold.after-commit")


def end_talk(dispatcher: Dispatcher, offer: str) -> None:
    """End the conversation; both hear no more than a word. Raises NotPossible."""
    _finish(dispatcher, offer, "done")


def hand_on(dispatcher: Dispatcher, offer: str, team: str) -> None:
    """Let the caller wait for another team, in the place that they have. Raises NotPossible."""
    known = dispatcher.applied.current().teams.get(team)
    if known is None or not known.desk:
        raise NotPossible("team")
    _finish(dispatcher, offer, "handed_on", team)


def _finish(dispatcher: Dispatcher, offer: str, outcome: Outcome, team: str = "") -> None:
    """First it is written down, then the room is closed: who comes out is told where to go."""
    services, configuration = dispatcher.services, dispatcher.applied.current()
    with services.engine.begin() as connection:
        row = _theirs(find_offer(connection, offer), TALKS, "not_talking")
        now, wrap_up = services.clock.now(), wrap_up_of(configuration, row["team"])
        ended(connection, offer, outcome, now, wrap_up)
        if team:
            speak(connection, row["ref"], row["language"], [Wanted(team)], now)
        leg = find_leg(connection, offer)
        failpoint("finish.before-commit")
    failpoint("finish.after-commit")
    closed = dispatcher.live.close_room(room_of(offer))
    failpoint("finish.after-call")
    if closed == "unknown" and leg and leg.call_sid:
        dispatcher.live.hang_up(leg.call_sid)  # the room ends when the agent is out of it
    services.bells.ring(DISPATCH)


def _talking(dispatcher: Dispatcher, offer: str) -> Mapping[str, Any]:
    with dispatcher.services.engine.connect().execution_options(readonly=True) as connection:
        row = find_offer(connection, offer)
    return _theirs(row, TALKS, "not_talking")


def _theirs(
    row: Mapping[str, Any] | None, states: frozenset[str], problem: Why
) -> Mapping[str, Any]:
    if row is None or row["state"] not in states:
        raise NotPossible(problem)
    return row

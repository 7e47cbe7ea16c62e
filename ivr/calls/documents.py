"""Turns as documents for one call: the addresses sealed, the words rendered."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from flows.verbs import Dial, Enqueue, Leave, Speech, Turn, Whisper
from ivr.calls.addresses import ACCEPT, TURN, WHISPER
from ivr.calls.conversation import Reply
from ivr.calls.seal import Sealer
from ivr.calls.twiml import Addresses, elsewhere, no_sound, render
from ivr.calls.voices import Voices
from ivr.calls.waiting import Waiting, seal_waiting, wait_of
from ivr.legs.script import Leg, seal_leg
from ivr.queueing.address import WAIT, InQueue, in_queue, seal_in_queue

NOBODY = Whisper("", "", "")


@dataclass(frozen=True, slots=True)
class Documents:
    """
    `public_url` is the scheme and host that Twilio was told; `sound` gives the address of a
    recording that is at hand, else nothing.
    """

    sealer: Sealer
    voices: Voices
    public_url: str
    sound: Callable[[str], str] = no_sound

    def of_turn(self, call_sid: str, reply: Reply) -> str:
        """Return a turn of a conversation; its state comes back with the next webhook."""
        wait = wait_of(reply.turn.then)
        following = ""
        if wait:
            waiting = Waiting(reply.state, wait, reply.configured)
            following = TURN + seal_waiting(self.sealer, call_sid, waiting)
        state = reply.state
        rung = Leg("", NOBODY, state.bundle, caller=state.caller.number, line=state.line)
        whisper = self._whisper(call_sid, reply.turn, rung)
        addresses = Addresses(
            self._absolute(following),
            self._absolute(whisper),
            reply.line.shown_number,
            self._absolute(self._wait(call_sid, reply)),
            self.sound,
        )
        return render(reply.turn, addresses, self.voices)

    def of_wait(self, call_sid: str, turn: Turn, here: InQueue) -> str:
        """Return what is heard in the queue; the next webhook comes from there again."""
        path = WAIT + seal_in_queue(self.sealer, call_sid, here)
        return render(turn, Addresses(turn=self._absolute(path), sound=self.sound), self.voices)

    def of_leaving(self, says: tuple[Speech, ...]) -> str:
        """Return the last document in the queue; the next webhook is the Enqueue's action."""
        return render(Turn(says, Leave()), Addresses(sound=self.sound), self.voices)

    def of_elsewhere(self, token: str) -> str:
        """Return the answer to the Enqueue's action for a call that goes on at another address."""
        return elsewhere(self._absolute(TURN + token))

    def of_rescue(self, call_sid: str, turn: Turn, path: str, shown_number: str) -> str:
        """Return a turn that needs no state; the next webhook comes to this path."""
        return self._render(
            turn, path, self._whisper(call_sid, turn, Leg("", NOBODY)), shown_number
        )

    def of_leg(self, call_sid: str, turn: Turn, leg: Leg) -> str:
        """Return what our own person hears; their key comes to the accept address."""
        path = ACCEPT + seal_leg(self.sealer, call_sid, leg)
        return render(turn, Addresses(turn=self._absolute(path)), self.voices)

    def _render(self, turn: Turn, path: str, whisper: str, shown_number: str) -> str:
        addresses = Addresses(self._absolute(path), self._absolute(whisper), shown_number)
        return render(turn, addresses, self.voices)

    def _whisper(self, call_sid: str, turn: Turn, rung: Leg) -> str:
        match turn.then:
            case Dial(team=team, whisper=whisper):
                leg = replace(rung, team=team, whisper=whisper)
                return WHISPER + seal_leg(self.sealer, call_sid, leg)
            case _:
                return ""

    def _wait(self, call_sid: str, reply: Reply) -> str:
        match reply.turn.then:
            case Enqueue() as verb:
                here = in_queue(reply.state, verb, reply.configured)
                return WAIT + seal_in_queue(self.sealer, call_sid, here)
            case _:
                return ""

    def _absolute(self, path: str) -> str:
        return self.public_url.rstrip("/") + path

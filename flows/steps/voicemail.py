"""The step type `voicemail`."""

from typing import ClassVar, Literal

from flows.asks import KeepVoicemail, Outcome
from flows.inputs import Input, Recorded
from flows.step import End, Move, Need, Outcomes, Step, Visit, Wait
from flows.verbs import Record

RECEIPTS = {"done": "voicemail.saved", "unknown": "end.bye.short"}
"""Nothing is said of a message that may or may not be kept."""


class Voicemail(Step):
    """
    Let the caller leave a message, which somebody of ours must close.

    That it is recorded is said first. Nothing said: once more; then the call goes on to `empty`.

        type: voicemail
    """

    outcomes: ClassVar[Outcomes] = {"empty": "next"}
    waits = True
    speaks = (
        "voicemail.invite",
        "voicemail.saved",
        "voicemail.empty",
        "voicemail.failed",
        "end.bye.short",
    )

    type: Literal["voicemail"]
    topic: str = ""

    def enter(self, visit: Visit) -> Move:
        """Invite, and record."""
        visit.say("voicemail.invite")
        return Wait(Record())

    def given(self, visit: Visit, given: Input) -> Move:
        """Keep what was said."""
        if isinstance(given, Recorded) and given.seconds > 0:
            topic = self.topic or visit.flow.topic
            return Need(KeepVoicemail(given.recording, given.seconds, topic))
        if visit.state.tries:
            return self._without(visit)
        visit.change(tries=1)
        visit.say("voicemail.empty")
        return Wait(Record())

    def answered(self, visit: Visit, outcome: Outcome) -> Move:
        """Give a receipt only for what is kept."""
        visit.say(RECEIPTS.get(outcome.status, "voicemail.failed"))
        return End()

    def _without(self, visit: Visit) -> Move:
        if "empty" in self.exits:
            return self.leave("empty")
        visit.say("end.bye.short")
        return End()

    @property
    def leads_on(self) -> bool:
        """A message is the end of a call."""
        return False

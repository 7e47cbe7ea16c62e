"""The answers to the webhooks of agents' calls, and to the caller who comes to meet one."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

import structlog

from flows.prompts import Prompt
from flows.speech import speak
from flows.verbs import Hangup, Speech, Turn, Whisper
from ivr.agent_legs.addresses import (
    DONE,
    KEY,
    AgentLeg,
    Meeting,
    open_agent,
    open_meeting,
    room_of,
    seal_agent,
)
from ivr.agent_legs.deeds import Deeds
from ivr.calls.documents import Documents
from ivr.calls.kept_flows import KeptFlows
from ivr.calls.ports import COMMIT_SECONDS, Ports, Threads
from ivr.calls.rescue import FIRST_LANGUAGE
from ivr.calls.seal import BadSeal
from ivr.calls.twiml import Addresses, in_conference, onward, render
from ivr.clock import Clock
from ivr.deadline import Bounded
from ivr.legs.script import ACCEPT_KEY, Leg, announce
from ivr.twilio.signature import Form
from routing.lines import DEFAULT_LABELS

log = structlog.get_logger()

T = TypeVar("T")

HAND_SECONDS = 2.0
"""So long the agent hears nothing while the caller is fetched; what takes longer goes on alone."""
NOBODY_KNOWN = AgentLeg("", Leg("", Whisper("fi", DEFAULT_LABELS["customer-service"]["fi"], "fi")))
GONE_WORDS = {
    "caller_gone": "whisper.gone",
    "unreached": "whisper.unreached",
    "withdrawn": "whisper.withdrawn",
    "failed": "whisper.failed",
    "": "whisper.failed",
}
"""What an agent hears by the outcome of the offer; all else was somebody else's."""


class AgentAnswering:
    """None of its methods raises."""

    def __init__(
        self,
        ports: Ports,
        threads: Threads,
        clock: Clock,
        documents: Documents,
        flows: KeptFlows,
        deeds: Deeds,
    ) -> None:
        self._ports = ports
        self._threads = threads
        self._clock = clock
        self._documents = documents
        self._flows = flows
        self._deeds = deeds
        self._handing = Bounded("handing over", 16)

    def answer(self, token: str, form: Form) -> str:
        """Tell an agent who is there. With the database away their key decides, later."""
        agent = self._open(token, form)
        if agent is None:
            return self._words("whisper.failed", NOBODY_KNOWN)
        live = self._kept(lambda: self._deeds.rang(agent.offer, _sid(form)), form, instead=True)
        return self._announce(agent) if live else self._gone(agent, form)

    def key(self, token: str, form: Form) -> str:
        """Take the caller on the accept key; on anything else say it once more, then hang up."""
        agent = self._open(token, form)
        if agent is None:
            return self._words("whisper.failed", NOBODY_KNOWN)
        if form.get("Digits", "") != ACCEPT_KEY:
            return self._announce(agent)
        took = self._kept(lambda: self._deeds.took(agent.offer, _sid(form)), form, instead=False)
        return self._meet(agent, form) if took else self._gone(agent, form)

    def done(self, token: str, form: Form) -> str:
        """End an agent's call after the conversation, with a word if there was none."""
        agent = self._open(token, form)
        if agent is None:
            return self._words("", NOBODY_KNOWN)
        gone = form.get("CallStatus") == "completed"
        self._kept(lambda: self._deeds.ended(agent.offer, agent_gone=gone), form, instead=None)
        outcome = self._kept(lambda: self._deeds.outcome(agent.offer), form, instead="done")
        return self._words("whisper.gone" if outcome == "caller_gone" else "", agent)

    def gone(self, token: str, form: Form) -> str:
        """Tell an agent why there is nobody, and hang up."""
        agent = self._open(token, form)
        return self._gone(agent, form) if agent else self._words("whisper.failed", NOBODY_KNOWN)

    def report(self, token: str, form: Form) -> None:
        """Note how far an agent's call has come; what is not noted is asked of Twilio later."""
        agent = self._open(token, form)
        if agent:
            sid, status = _sid(form), form.get("CallStatus", "")
            self._kept(lambda: self._deeds.reported(agent.offer, sid, status), form, instead=None)

    def meet(self, token: str, form: Form) -> str:
        """
        Let a caller who has left the queue in to the agent; if that is over, on to what follows.

        With the database away they go in: the agent has pressed our key, and waits there.
        """
        try:
            meeting = open_meeting(self._documents.sealer, _sid(form), token)
        except BadSeal as problem:
            log.error("meeting not readable", call_sid=_sid(form), reason=problem.reason)  # noqa: TRY400 -- the reason is all there is
            return onward(self._absolute("/voice/fallback"))
        if not self._kept(lambda: self._deeds.came(meeting.offer), form, instead=True):
            return onward(self._after(meeting))
        prompts = self._prompts(meeting.bundle)
        word = _speech(prompts, "transfer.connected", meeting.language)
        return self._room(word, meeting.offer, self._after(meeting))

    def _meet(self, agent: AgentLeg, form: Form) -> str:
        """Fetch or ring them; if they are just gone, say so. Else the two meet in a room."""
        back = agent.leg.rings_back
        fetch = self._deeds.ring_back if back else self._deeds.hand_over
        try:
            handed = self._handing.run(lambda: fetch(agent.offer), HAND_SECONDS)
        except Exception:
            log.exception("caller not fetched yet", call_sid=_sid(form))
            handed = "later"
        if handed == "gone":
            return self._gone(agent, form)
        token = seal_agent(self._documents.sealer, agent)
        language = agent.leg.whisper.language
        prompts = self._prompts(agent.leg.bundle)
        word = _speech(prompts, "whisper.calling", language) if back else ()
        return self._room(word, agent.offer, self._absolute(DONE + token))

    def _gone(self, agent: AgentLeg, form: Form) -> str:
        outcome = self._kept(lambda: self._deeds.outcome(agent.offer), form, instead="")
        return self._words(GONE_WORDS.get(outcome, "whisper.late"), agent)

    def _announce(self, agent: AgentLeg) -> str:
        turn = announce(self._prompts(agent.leg.bundle), agent.leg, self._clock.now())
        again = replace(agent, leg=replace(agent.leg, said=agent.leg.said + 1))
        path = KEY + seal_agent(self._documents.sealer, again)
        return render(turn, Addresses(turn=self._absolute(path)), self._documents.voices)

    def _words(self, key: str, agent: AgentLeg) -> str:
        prompts = self._prompts(agent.leg.bundle)
        said = _speech(prompts, key, agent.leg.whisper.language) if key else ()
        return render(Turn(said, Hangup()), Addresses(), self._documents.voices)

    def _room(self, says: tuple[Speech, ...], offer: str, action: str) -> str:
        return in_conference(says, room_of(offer), action, self._documents.voices)

    def _after(self, meeting: Meeting) -> str:
        return self._absolute(meeting.following or "/voice/fallback")

    def _prompts(self, bundle: str) -> Mapping[str, Prompt]:
        if not bundle:
            return self._ports.prompts
        try:
            return {**self._ports.prompts, **self._flows.bundle(bundle).prompts}
        except Exception:
            log.exception("bundle not loaded, saying what ships with Linja")
            return self._ports.prompts

    def _kept(self, work: Callable[[], T], form: Form, *, instead: T) -> T:
        """Return what a commit gives; `instead` when it could not be had in time."""
        try:
            return self._threads.commits.run(work, COMMIT_SECONDS)
        except Exception:
            log.exception("agent's call not kept", call_sid=_sid(form))
            return instead

    def _open(self, token: str, form: Form) -> AgentLeg | None:
        try:
            return open_agent(self._documents.sealer, token)
        except BadSeal as problem:
            log.error("agent's address not readable", call_sid=_sid(form), reason=problem.reason)  # noqa: TRY400 -- the reason is all there is
            return None

    def _absolute(self, path: str) -> str:
        return self._documents.public_url.rstrip("/") + path


def _speech(prompts: Mapping[str, Prompt], key: str, language: str) -> tuple[Speech, ...]:
    text = prompts[key].text
    language = language if language in text else FIRST_LANGUAGE
    return (speak(key, text[language], language, {}),)


def _sid(form: Form) -> str:
    return form.get("CallSid", "")

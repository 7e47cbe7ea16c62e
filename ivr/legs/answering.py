"""The answers to the webhooks of our own people's legs."""

from collections.abc import Mapping
from dataclasses import replace

import structlog

from flows.prompts import Prompt
from flows.verbs import Hangup, Turn, Whisper
from ivr.calls.documents import Documents
from ivr.calls.kept_flows import KeptFlows
from ivr.calls.ports import COMMIT_SECONDS, Ports, Threads
from ivr.calls.seal import BadSeal
from ivr.calls.twiml import bridge
from ivr.clock import Clock
from ivr.legs.script import ACCEPT_KEY, Leg, announce, open_leg
from ivr.twilio.signature import Form
from routing.lines import DEFAULT_LABELS

log = structlog.get_logger()

NOBODY_KNOWN = Leg("", Whisper("fi", DEFAULT_LABELS["customer-service"]["fi"], "fi"))
"""What is whispered when the leg's address cannot be read: the line, and the key to press."""


class LegAnswering:
    """None of its methods raises. `ParentCallSid` is the caller's call, `CallSid` the leg's."""

    def __init__(
        self, ports: Ports, threads: Threads, clock: Clock, documents: Documents, flows: KeptFlows
    ) -> None:
        self._ports = ports
        self._threads = threads
        self._clock = clock
        self._documents = documents
        self._flows = flows

    def whisper(self, token: str, form: Form) -> str:
        """Tell our person who is there. If even that fails, connect: a person is the point."""
        leg = self._open(token, form) or NOBODY_KNOWN
        try:
            return self._announce(form, leg)
        except Exception:
            log.exception("whisper failed, connecting at once", call_sid=_call(form))
            return bridge()

    def accept(self, token: str, form: Form) -> str:
        """Connect on the accept key; on anything else say it once more, then hang up."""
        leg = self._open(token, form)
        if form.get("Digits", "") == ACCEPT_KEY:
            self._note(form, leg)
            return bridge()
        if leg is None:
            return self._documents.of_leg(_call(form), Turn((), Hangup()), NOBODY_KNOWN)
        try:
            return self._announce(form, leg)
        except Exception:
            log.exception("whisper failed, hanging up", call_sid=_call(form))
            return self._documents.of_leg(_call(form), Turn((), Hangup()), leg)

    def _announce(self, form: Form, leg: Leg) -> str:
        turn = announce(self._prompts(leg), leg, self._clock.now())
        return self._documents.of_leg(_call(form), turn, replace(leg, said=leg.said + 1))

    def _prompts(self, leg: Leg) -> Mapping[str, Prompt]:
        if not leg.bundle:
            return self._ports.prompts
        try:
            return self._flows.bundle(leg.bundle).prompts
        except Exception:
            log.exception("bundle not loaded, whispering what ships with Linja")
            return self._ports.prompts

    def _note(self, form: Form, leg: Leg | None) -> None:
        """Keep that it was accepted; not being able to is no reason to keep anybody waiting."""
        call_sid, leg_sid = _call(form), form.get("CallSid", "")
        leg, now = leg or NOBODY_KNOWN, self._clock.now()

        def keep() -> None:
            self._ports.accept(call_sid, leg_sid, leg.team, now)
            self._ports.took(call_sid, leg.caller, leg.line, now)

        try:
            self._threads.commits.run(keep, COMMIT_SECONDS)
        except Exception:
            log.exception("accepted leg not kept", call_sid=call_sid)

    def _open(self, token: str, form: Form) -> Leg | None:
        try:
            return open_leg(self._documents.sealer, _call(form), token)
        except BadSeal as problem:
            log.error("leg's address not readable", call_sid=_call(form), reason=problem.reason)  # noqa: TRY400 -- the reason is all there is
            return None


def _call(form: Form) -> str:
    return form.get("ParentCallSid") or form.get("CallSid", "")

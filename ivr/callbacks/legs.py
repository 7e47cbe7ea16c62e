"""The webhooks of calls that we made: the customer answers, and Twilio tells how it went."""

import structlog

from flows.speech import speak
from flows.verbs import Hangup, Turn
from ivr.callbacks.addresses import Rings, open_rings
from ivr.calls.addresses import Rescue
from ivr.calls.answering import Answering
from ivr.calls.documents import Documents
from ivr.calls.ports import COMMIT_SECONDS, Ports, Report, Rung, Threads
from ivr.calls.rescue import FIRST_LANGUAGE, line_numbered
from ivr.calls.seal import BadSeal
from ivr.clock import Clock
from ivr.twilio.signature import Form

log = structlog.get_logger()

GONE = "attempt.gone"


class CallbackAnswering:
    """None of its methods raises."""

    def __init__(
        self, ports: Ports, threads: Threads, clock: Clock, documents: Documents, calls: Answering
    ) -> None:
        self._ports = ports
        self._threads = threads
        self._clock = clock
        self._documents = documents
        self._calls = calls

    def answer(self, token: str, form: Form) -> str:
        """
        Begin the conversation with a customer who has answered.

        If the attempt is not live any more, say that we are sorry and hang up: whoever is rung
        twice is never answered twice. With the database away nobody can tell, and the customer
        who holds the telephone now goes on to a person.
        """
        rings = self._open(token, form)
        if rings is None:
            return self._sorry(FIRST_LANGUAGE)
        try:
            rung = self._threads.commits.run(
                lambda: self._ports.answered(rings.attempt, form["CallSid"], self._clock.now()),
                COMMIT_SECONDS,
            )
        except Exception:
            log.exception("attempt not read, going on", call_sid=form.get("CallSid"))
            rung = self._guess(rings, form)
        return self._begin(rung, form) if rung else self._sorry(rings.language)

    def report(self, token: str, form: Form) -> None:
        """Note how far a call has come; what cannot be noted is asked of Twilio later."""
        rings = self._open(token, form)
        if rings is None:
            return
        call_sid, status = form.get("CallSid", ""), form.get("CallStatus", "")
        report = Report(rings.attempt, call_sid, status, self._clock.now())
        try:
            self._threads.commits.run(lambda: self._ports.reported(report), COMMIT_SECONDS)
        except Exception:
            log.exception("status of a call not noted", call_sid=call_sid, status=status)

    def _begin(self, rung: Rung, form: Form) -> str:
        conversation = self._calls.conversation
        line = line_numbered(conversation.configured.at_least(0).configuration, rung.line)
        at = Rescue(line.name if line else "", rung.language, 0)
        return self._calls.rung_back(
            form, lambda: conversation.begin_callback(form["CallSid"], rung), at
        )

    def _guess(self, rings: Rings, form: Form) -> Rung:
        now = self._clock.now()
        return Rung(rings.attempt, form.get("To", ""), rings.line, rings.language, now)

    def _sorry(self, language: str) -> str:
        prompt = self._ports.prompts[GONE].text
        language = language if language in prompt else FIRST_LANGUAGE
        speech = speak(GONE, prompt[language], language, {})
        return self._documents.of_rescue("", Turn((speech,), Hangup()), "", "")

    def _open(self, token: str, form: Form) -> Rings | None:
        try:
            return open_rings(self._documents.sealer, token)
        except BadSeal as problem:
            log.error(  # noqa: TRY400 -- the reason is all there is
                "attempt's address not readable",
                call_sid=form.get("CallSid"),
                reason=problem.reason,
            )
            return None

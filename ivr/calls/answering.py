"""The answer to every webhook of a customer's leg. Whatever happens, it is words and a person."""

from collections.abc import Callable, Mapping, Sequence

import structlog

from flows.inputs import Dialled, Input
from flows.person import TALKED
from flows.verbs import Hangup, Turn
from ivr.calls.addresses import Rescue, path_of, read_rescue, sealed_turn
from ivr.calls.arrival import NoLine
from ivr.calls.conversation import Conversation, Reply
from ivr.calls.documents import Documents
from ivr.calls.given import DIAL_BRIDGED, PICKED_UP, goes_elsewhere, read_given, was_bridged
from ivr.calls.noting import noted_rescue, noted_turn
from ivr.calls.ports import COMMIT_SECONDS, READ_SECONDS, TURN_SECONDS, Ports, Threads
from ivr.calls.rescue import FIRST_LANGUAGE, Rescuer, line_numbered
from ivr.calls.seal import BadSeal
from ivr.calls.waiting import Waiting, open_waiting
from ivr.clock import Clock
from ivr.journal.noted import HEARD
from ivr.masking import masked
from ivr.measures import ANSWERED, count_notices
from ivr.twilio.signature import Form
from routing.numbers import Number, read_number

log = structlog.get_logger()

KEPT = frozenset({HEARD, TALKED})
"""Events that are kept where they belong: in the journal, and with the survey."""


class Answering:
    """None of its methods raises; each returns a document for Twilio."""

    def __init__(
        self,
        ports: Ports,
        threads: Threads,
        clock: Clock,
        documents: Documents,
        last_words: Mapping[str, str],
        fallback: str,
    ) -> None:
        self._ports = ports
        self._threads = threads
        self._clock = clock
        self._documents = documents
        self._last_words = last_words
        self.conversation = Conversation(ports, threads, clock, fallback)
        configured = self.conversation.configured
        self._rescuer = Rescuer(ports.prompts, configured, documents, fallback)

    def incoming(self, form: Form) -> str:
        """Answer a call that has just come in."""
        spoken: list[str] = []

        def work() -> str:
            call_sid, to, from_ = form["CallSid"], form["To"], form.get("From", "")
            reply = self.conversation.begin(call_sid, to, from_, spoken.append)
            return self._first_document(form, reply)

        return self._safely(form, None, work, spoken)

    def turn(self, token: str, form: Form) -> str:
        """Go on with a call after its wait."""
        waiting = self._open(token, form)
        if waiting is None:
            return self._rescued(form, self._known(form))
        if waiting.wait == "queue" and goes_elsewhere(form):
            return self._documents.of_elsewhere(token)

        def work() -> str:
            accepted = waiting.wait == "dial" and self._was_accepted(form)
            given = read_given(form, waiting.wait, accepted=accepted)
            if isinstance(given, Dialled):
                caller = waiting.state.caller.number
                self._tell_of_talk(form, caller, waiting.state.line, spoke=accepted)
            reply = self.conversation.resume(form["CallSid"], waiting, given)
            return self._document(form, reply, given)

        return self._safely(form, waiting, work)

    def rung_back(self, form: Form, begin: Callable[[], Reply], at: Rescue) -> str:
        """Answer a customer whom we have rung; `at` is where a rescue begins."""
        try:
            return self._threads.turns.run(lambda: self._document(form, begin()), TURN_SECONDS)
        except Exception:
            log.exception("callback failed, connecting to a person", call_sid=form.get("CallSid"))
            return self._rescued(form, at)

    def fallback(self, form: Form) -> str:
        """Take a call over that could not be answered; `ErrorUrl` tells where it was."""
        log.error(
            "call came to the fallback",
            call_sid=form.get("CallSid"),
            code=form.get("ErrorCode"),
        )
        address = form.get("ErrorUrl", "")
        was_at = read_rescue(path_of(address))
        if was_at:
            return self._rescued(form, was_at)
        token = sealed_turn(address)
        waiting = self._open(token, form) if token else None
        return self._rescued(form, self._known(form, waiting))

    def rescue(self, path: str, form: Form) -> str:
        """Go on with a rescue after a telephone was rung, or begin one at an unknown address."""
        at = read_rescue(path)
        if at is None:
            log.error("no such voice address", call_sid=form.get("CallSid"))
            return self._rescued(form, self._known(form))
        return self._rescued(form, at)

    def _safely(
        self,
        form: Form,
        waiting: Waiting | None,
        work: Callable[[], str],
        spoken: Sequence[str] = (),
    ) -> str:
        try:
            document = self._threads.turns.run(work, TURN_SECONDS)
        except NoLine:
            log.error(  # noqa: TRY400 -- where it was raised tells nothing
                "call to a number that is no line, connecting to a person: "
                "add it to `lines` with `linja config apply`",
                call_sid=form.get("CallSid"),
                to=masked(form.get("To", "")),
            )
            return self._rescued(form, self._known(form, waiting, *spoken))
        except Exception as problem:
            known = self._known(form, waiting, *spoken)
            log.exception(
                "turn failed, connecting to a person",
                call_sid=form.get("CallSid"),
                line=known.line,
                turn=waiting.state.turn if waiting else 0,
                error=type(problem).__name__,
            )
            return self._rescued(form, known)
        ANSWERED["ok"].inc()
        return document

    def _rescued(self, form: Form, at: Rescue) -> str:
        def work() -> str:
            turn, document = self._rescuer.answer(form.get("CallSid", ""), at)
            self._ports.journal.note(noted_rescue(form, at, turn, self._clock.now()))
            return document

        # Whoever has just spoken with a person is not connected once more.
        if "DialCallStatus" in form and self._was_accepted(form):
            ours, theirs = ("From", "To") if _is_ours(form) else ("To", "From")
            caller = read_number(form.get(theirs))
            number = caller.e164 if isinstance(caller, Number) else ""
            self._tell_of_talk(form, number, form.get(ours, ""), spoke=True)
            return self._documents.of_rescue("", Turn((), Hangup()), "", "")
        try:
            document = self._threads.turns.run(work, READ_SECONDS)
        except Exception:
            ANSWERED["last_words"].inc()
            log.exception("rescue failed, saying the last words", call_sid=form.get("CallSid"))
            return self._last_words.get(at.language, self._last_words[FIRST_LANGUAGE])
        ANSWERED["rescued"].inc()
        return document

    def _first_document(self, form: Form, reply: Reply) -> str:
        """Only a first turn that can also be said shows that a version works."""
        flows = self.conversation.flows
        bundle = flows.bundle(reply.state.bundle)
        with flows.trial(bundle):
            document = self._document(form, reply)
        flows.worked(bundle)
        return document

    def _document(self, form: Form, reply: Reply, given: Input | None = None) -> str:
        state = reply.state
        for event in reply.turn.events:
            if event.kind in KEPT:
                continue
            log.info(
                "call event",
                call_sid=form.get("CallSid"),
                turn=state.turn,
                step=f"{state.flow}/{state.step}",
                kind=event.kind,
                detail=event.detail,
            )
        document = self._documents.of_turn(form["CallSid"], reply)
        self._ports.journal.note(noted_turn(form, reply, given, self._clock.now()))
        count_notices(speech.key for speech in reply.turn.says)
        return document

    def _open(self, token: str, form: Form) -> Waiting | None:
        call_sid = form.get("CallSid", "")
        try:
            return open_waiting(self._documents.sealer, call_sid, token, self._clock.now())
        except BadSeal as problem:
            log.error("address not readable", call_sid=call_sid, reason=problem.reason)  # noqa: TRY400 -- the reason is all there is
            return None

    def _known(self, form: Form, waiting: Waiting | None = None, language: str = "") -> Rescue:
        """What we know best: from the call's state, else from who calls and what was dialled."""
        ours = "From" if _is_ours(form) else "To"
        number = waiting.state.line if waiting else form.get(ours, "")
        line = line_numbered(self.conversation.configured.at_least(0).configuration, number)
        spoken = language or (line.language if line else FIRST_LANGUAGE)
        return Rescue(line.name if line else "", waiting.state.language if waiting else spoken, 0)

    def _tell_of_talk(self, form: Form, number: str, line: str, *, spoke: bool) -> None:
        """Whoever has spoken with a person needs no callback; whoever has not, still does."""
        call_sid, now = form.get("CallSid", ""), self._clock.now()
        if not spoke and form.get("DialCallStatus") not in PICKED_UP:
            return
        told = self._ports.spoke if spoke else self._ports.missed
        try:
            self._threads.commits.run(lambda: told(call_sid, number, line, now), COMMIT_SECONDS)
        except Exception:
            log.exception("callbacks not told of a talk", call_sid=call_sid, spoke=spoke)

    def _was_accepted(self, form: Form) -> bool:
        """
        Did the two speak? Twilio says so; where it does not, it is whether our key was pressed.

        A key whose answer was lost pressed nobody through.
        """
        if DIAL_BRIDGED in form:
            return was_bridged(form)
        call_sid, leg_sid = form.get("CallSid", ""), form.get("DialCallSid", "")
        if not leg_sid:
            return False
        try:
            return self._threads.reads.run(
                lambda: self._ports.was_accepted(call_sid, leg_sid), READ_SECONDS
            )
        except Exception:
            log.exception("accepted legs not read", call_sid=call_sid)
            return False


def _is_ours(form: Form) -> bool:
    """Did we make this call? Then the customer is `To`, and the line `From`."""
    return form.get("Direction") == "outbound-api"

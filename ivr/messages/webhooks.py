"""The addresses of text messages: only POST, only signed."""

import structlog
from flask import Blueprint, Response, abort, g, request
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from ivr.calls.kept_configuration import KeptConfiguration
from ivr.calls.ports import COMMIT_SECONDS, Ports, Threads
from ivr.calls.seal import BadSeal, Sealer
from ivr.calls.webhooks import posted_form
from ivr.calls.xml import element, words
from ivr.messages.addresses import STATUS, open_order
from ivr.messages.answers import keep_answer
from ivr.messages.incoming import NOTHING, Answer, Answerer, Incoming, line_texted, to_no_line
from ivr.messages.numbers import judged
from ivr.messages.status import note_status
from ivr.services import Services
from ivr.twilio.refusal import log_refusal
from ivr.twilio.signature import Form, Signatures
from routing.configuration import Configuration
from routing.number_policy import Allowed
from routing.numbers import Number, read_number

log = structlog.get_logger()

INCOMING = "/sms/incoming"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'


class Texting:
    """Answers texts and takes note of statuses."""

    def __init__(
        self, services: Services, ports: Ports, threads: Threads, configured: KeptConfiguration
    ) -> None:
        self._services = services
        self._threads = threads
        self._configured = configured
        self._answerer = Answerer(ports, threads)
        self._sealer = Sealer(services.settings.secret_keys)

    def incoming(self, form: Form) -> str:
        """
        Answer a text with a document of at most one message. Raises what keeps it from being kept.

        Names and short codes are no numbers to answer; and only whom we may text gets an answer.
        """
        configuration = self._configured.newest().configuration
        sender = read_number(form.get("From", ""))
        from_ = sender.e164 if isinstance(sender, Number) else ""
        incoming = Incoming(form["MessageSid"], from_, form.get("To", ""), form.get("Body", ""))
        answer = self._answer(configuration, incoming) if from_ else NOTHING
        if answer is NOTHING:
            log.info("text not answered", message_sid=incoming.sid)
            return _document("")
        kept = self._kept(configuration, incoming, answer)
        may_have_it = isinstance(judged(from_, configuration), Allowed)
        return _document(kept if may_have_it else "")

    def status(self, token: str, form: Form) -> None:
        """Note what became of a message of ours. Raises what keeps it from being noted."""
        try:
            order = open_order(self._sealer, token)
        except BadSeal as problem:
            log.error("message's address not readable", reason=problem.reason)  # noqa: TRY400 -- the reason is all there is
            return
        told = (
            form.get("MessageSid", ""),
            form.get("MessageStatus", ""),
            form.get("ErrorCode", ""),
        )
        now = self._services.clock.now()
        self._threads.commits.run(
            lambda: note_status(self._services.engine, order, told, now), COMMIT_SECONDS
        )

    def _answer(self, configuration: Configuration, incoming: Incoming) -> Answer:
        line = line_texted(configuration, incoming.to)
        if line is None:
            log.error("text to a number that is no line", message_sid=incoming.sid)
            return to_no_line(incoming.body)
        return self._answerer.answer(configuration, line, incoming, self._services.clock.now())

    def _kept(self, configuration: Configuration, incoming: Incoming, answer: Answer) -> str:
        """Answer as before if this is a repeat. What cannot be kept is answered, but STOP."""
        engine, now = self._services.engine, self._services.clock.now()
        most = configuration.messages.answers_a_day

        def work(connection: Connection) -> str:
            return keep_answer(connection, incoming, answer, most, now)

        def commit() -> str:
            try:
                with engine.begin() as connection:
                    return work(connection)
            except IntegrityError:  # the same text at the same moment; now there is an answer
                with engine.begin() as connection:
                    return work(connection)

        try:
            return self._threads.commits.run(commit, COMMIT_SECONDS)
        except Exception:
            if answer.kind in {"stop", "start"}:
                raise
            log.exception("answer to a text not kept", message_sid=incoming.sid)
            return answer.text


def messages_blueprint(
    services: Services, ports: Ports, threads: Threads, configured: KeptConfiguration
) -> Blueprint:
    """Return the addresses that Twilio calls for text messages."""
    settings = services.settings
    signatures = Signatures(settings.public_url, settings.auth_tokens)
    texting = Texting(services, ports, threads, configured)
    sms = Blueprint("sms", __name__)

    @sms.before_request
    def only_twilio() -> None:
        form = posted_form()
        if form is None or not signatures.genuine(request.environ, form):
            log_refusal(signatures, request.environ, form)
            abort(403)
        g.form = form

    @sms.post(INCOMING, provide_automatic_options=False)
    def incoming() -> Response:
        return Response(texting.incoming(g.form), mimetype="text/xml")

    @sms.post(f"{STATUS}<token>", provide_automatic_options=False)
    def status(token: str) -> Response:
        texting.status(token, g.form)
        return Response(status=204)

    return sms


def _document(text: str) -> str:
    inside = element("Message", words(text)) if text else ""
    return _DECLARATION + element("Response", inside)

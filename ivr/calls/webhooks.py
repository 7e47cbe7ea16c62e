"""Voice addresses: only POST, only signed; then always 200 with a document."""

import re
import time
from collections.abc import Callable

from flask import Blueprint, Response, abort, g, request
from werkzeug.exceptions import HTTPException

from ivr.callbacks.addresses import ATTEMPT, STATUS
from ivr.callbacks.legs import CallbackAnswering
from ivr.calls.addresses import ACCEPT, RESCUE, TURN, WHISPER
from ivr.calls.answering import Answering
from ivr.legs.answering import LegAnswering
from ivr.logs import about_call, about_nothing
from ivr.measures import TURN_TIME
from ivr.queueing.address import WAIT
from ivr.queueing.answering import QueueAnswering
from ivr.twilio.refusal import log_refusal
from ivr.twilio.signature import Form, Signatures, read_form

View = Callable[..., str]

MOST_BODY_BYTES = 64_000


def voice_blueprint(
    signatures: Signatures,
    calls: Answering,
    legs: LegAnswering,
    rung: CallbackAnswering,
    queue: QueueAnswering,
) -> Blueprint:
    """Return the addresses that Twilio calls."""
    voice = Blueprint("voice", __name__)

    @voice.before_request
    def only_twilio() -> None:
        form = posted_form()
        if form is None or not signatures.genuine(request.environ, form):
            log_refusal(signatures, request.environ, form)
            abort(403)
        g.form = form
        about_call(form)

    voice.teardown_request(about_nothing)
    views: dict[str, View] = {
        "/voice/incoming": lambda: calls.incoming(g.form),
        f"{TURN}<token>": lambda token: calls.turn(token, g.form),
        f"{RESCUE}<path:rest>": lambda rest: calls.rescue(f"{RESCUE}{rest}", g.form),
        "/voice/fallback": lambda: calls.fallback(g.form),
        f"{WHISPER}<token>": lambda token: legs.whisper(token, g.form),
        f"{ACCEPT}<token>": lambda token: legs.accept(token, g.form),
        f"{ATTEMPT}<token>": lambda token: rung.answer(token, g.form),
        "/voice/": lambda: calls.rescue("/voice/", g.form),
        f"{WAIT}<token>": lambda token: queue.wait(token, g.form),
        "/voice/<path:rest>": lambda rest: calls.rescue(f"/voice/{rest}", g.form),
    }
    for path, view in views.items():
        _add(voice, path, _as_xml(view))
    _add(voice, "/voice/status", lambda: _over(queue))
    _add(voice, f"{STATUS}<token>", lambda token: _noted(rung, token))
    return voice


def _add(voice: Blueprint, path: str, view: Callable[..., Response]) -> None:
    voice.add_url_rule(
        path,
        endpoint=re.sub(r"[^a-z]+", "-", path).strip("-"),
        view_func=view,
        methods=["POST"],
        strict_slashes=False,
        provide_automatic_options=False,
    )


def _over(queue: QueueAnswering) -> Response:
    queue.over(g.form)
    return Response(status=204)


def _noted(rung: CallbackAnswering, token: str) -> Response:
    rung.report(token, g.form)
    return Response(status=204)


def _as_xml(view: View) -> Callable[..., Response]:
    def answer(**rest: str) -> Response:
        began = time.perf_counter()
        try:
            return Response(view(**rest), mimetype="text/xml")
        finally:
            TURN_TIME.observe(time.perf_counter() - began)

    return answer


def posted_form() -> Form | None:
    """Read the body, up to 64 kB, before anything else does; None if it cannot be a webhook."""
    request.max_content_length = MOST_BODY_BYTES
    try:
        return read_form(request.get_data(cache=False))
    except (HTTPException, ValueError):
        return None

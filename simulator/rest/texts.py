"""Messages: create, list, fetch."""

from datetime import datetime
from http import HTTPStatus

from flask import Blueprint, Response, jsonify, request

from simulator.exchange import Exchange
from simulator.failure import Problem
from simulator.rest.calls import drop_connection
from simulator.rest.errors import Refusal, bad, missing
from simulator.rest.rendering import listed, text_body
from simulator.texts import MOBILE, MOST_BODY, Text

FIELDS = frozenset(
    """
    To From Body StatusCallback MessagingServiceSid ApplicationSid MaxPrice ProvideFeedback Attempt
    ValidityPeriod ForceDelivery ContentRetention AddressRetention SmartEncoded PersistentAction
    ShortenUrls ScheduleType SendAt SendAsMms ContentVariables RiskCheck MediaUrl ContentSid
""".split()  # noqa: SIM905 -- Twilio's names, read as a list of words
)
PERFORMED = frozenset({"To", "From", "Body", "StatusCallback", "ValidityPeriod"})


def add_texts(routes: Blueprint, exchange: Exchange) -> None:
    """Serve them."""

    @routes.post("/Messages.json")
    def create_text(account_sid: str) -> Response:
        del account_sid
        return _create(exchange)

    @routes.get("/Messages.json")
    def list_texts(account_sid: str) -> Response:
        del account_sid
        wanted = [text for text in reversed(exchange.texts.all) if _is_wanted(text)]
        return jsonify(listed("messages", [text_body(exchange, text) for text in wanted]))

    @routes.get("/Messages/<sid>.json")
    def fetch_text(account_sid: str, sid: str) -> Response:
        del account_sid
        found = next((text for text in exchange.texts.all if text.sid == sid), None)
        if found is None:
            raise missing()
        return jsonify(text_body(exchange, found))


def _create(exchange: Exchange) -> Response:
    faults = exchange.texts.faults
    fault = faults.popleft() if faults else ""
    if fault == "429":
        raise Refusal(HTTPStatus.TOO_MANY_REQUESTS, 20429, "Too many requests")
    for name in sorted(set(request.form) - FIELDS):
        exchange.problems.append(Problem(0, f"Messages has no field {name}", request.path))
    for name in sorted((set(request.form) & FIELDS) - PERFORMED):
        words = f"the simulator does nothing with {name}"
        exchange.problems.append(Problem(0, words, request.path))
    text = _send(exchange)
    if fault == "500":
        raise Refusal(HTTPStatus.INTERNAL_SERVER_ERROR, 20500, "Internal server error")
    if fault == "drop":
        drop_connection()
    if fault == "garbage":
        return Response("<html>", HTTPStatus.CREATED, content_type="application/json")
    answer = jsonify(text_body(exchange, text))
    answer.status_code = HTTPStatus.CREATED
    return answer


def _send(exchange: Exchange) -> Text:
    form = request.form
    to, from_, body = form.get("To", ""), form.get("From", ""), form.get("Body", "")
    if not to:
        raise bad(21604, "A 'To' phone number is required")
    if not from_:
        raise bad(21603, "A 'From' phone number is required")
    if not body:
        raise bad(21602, "Message body is required")
    if len(body) > MOST_BODY:
        raise bad(21617, f"The message body exceeds the {MOST_BODY} character limit")
    if not MOBILE.fullmatch(to):
        raise bad(21614, f"{to} is not a mobile number")
    if (from_, to) in exchange.texts.stopped:
        raise bad(21610, "Attempt to send to unsubscribed recipient")
    return exchange.texts.send(from_, to, body, form.get("StatusCallback", ""))


def _is_wanted(text: Text) -> bool:
    given = request.args
    day = datetime.fromtimestamp(text.created_at).astimezone().date().isoformat()
    return (
        given.get("To", text.to) == text.to
        and given.get("From", text.from_) == text.from_
        and given.get("DateSent>", day) <= day
    )

"""Calls: create, list, fetch, redirect, end."""

import socket
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from flask import Blueprint, Response, jsonify, request

from simulator.exchange import Exchange
from simulator.failure import Problem
from simulator.leg import Leg
from simulator.messages import HungUp, Redirected
from simulator.rest.errors import Refusal, bad, missing
from simulator.rest.ordering import FIELDS, UNPERFORMED, read_goto, read_order
from simulator.rest.rendering import call_body, listed

WAITING_TO_RING = frozenset({"queued", "initiated", "ringing"})


def add_calls(routes: Blueprint, exchange: Exchange) -> None:
    """Serve them."""

    @routes.post("/Calls.json")
    def create_call(account_sid: str) -> Response:
        del account_sid
        return _create(exchange)

    @routes.get("/Calls.json")
    def list_calls(account_sid: str) -> Response:
        del account_sid
        wanted = [leg for leg in reversed(exchange.calls) if _is_wanted(leg)]
        return jsonify(listed("calls", [call_body(leg) for leg in wanted]))

    @routes.get("/Calls/<sid>.json")
    def fetch_call(account_sid: str, sid: str) -> Response:
        del account_sid
        return jsonify(call_body(_find(exchange, sid)))

    @routes.post("/Calls/<sid>.json")
    def update_call(account_sid: str, sid: str) -> Response:
        del account_sid
        leg = _find(exchange, sid)
        _update(leg)
        return jsonify(call_body(leg))


def _find(exchange: Exchange, sid: str) -> Leg:
    leg = exchange.plant.legs.get(sid)
    if leg is None:
        raise missing()
    return leg


def _create(exchange: Exchange) -> Response:
    fault = exchange.faults.popleft() if exchange.faults else ""
    if fault == "429":
        raise Refusal(HTTPStatus.TOO_MANY_REQUESTS, 20429, "Too many requests")
    for name in sorted(set(request.form) - FIELDS):
        exchange.problems.append(Problem(0, f"Calls has no field {name}", request.path))
    for name in sorted(set(request.form) & UNPERFORMED):
        words = f"the simulator does nothing with {name}"
        exchange.problems.append(Problem(0, words, request.path))
    order = read_order(request.form)
    leg = exchange.place(order.from_, order.to, order.goto, order.ring, order.addresses)
    if fault == "500":
        raise Refusal(HTTPStatus.INTERNAL_SERVER_ERROR, 20500, "Internal server error")
    if fault == "drop":
        drop_connection()
    if fault == "garbage":
        return Response("<html>", HTTPStatus.CREATED, content_type="application/json")
    answer = jsonify(call_body(leg))
    answer.status_code = HTTPStatus.CREATED
    return answer


def drop_connection() -> None:
    """Let the one who asked hear no answer."""
    line: socket.socket | None = request.environ.get("werkzeug.socket")
    if line is not None:
        line.shutdown(socket.SHUT_RDWR)


def _is_wanted(leg: Leg) -> bool:
    given = request.args
    tests: dict[str, Callable[[str], bool]] = {
        "To": lambda value: leg.to == value,
        "From": lambda value: leg.from_ == value,
        "Status": lambda value: leg.status == value,
        "ParentCallSid": lambda value: leg.parent is not None and leg.parent.sid == value,
        "StartTime>": lambda value: leg.created_at >= _instant(value),
        "StartTime<": lambda value: leg.created_at <= _instant(value),
    }
    return all(test(given[name]) for name, test in tests.items() if name in given)


def _instant(text: str) -> float:
    moment = datetime.fromisoformat(text if "T" in text else f"{text}T00:00:00+00:00")
    return moment.timestamp()


def _update(leg: Leg) -> None:
    status = request.form.get("Status", "")
    if leg.ended:
        raise bad(21220, "Invalid call state: the call has ended")
    if status == "completed":
        _end(leg)
    elif status == "canceled":
        if leg.status not in WAITING_TO_RING:
            raise bad(21220, "Invalid call state: the call is in progress")
        _end(leg)
    elif status:
        raise bad(20001, "Status must be canceled or completed")
    elif leg.answered_at is None:
        raise bad(21220, "Call is not in-progress. Cannot redirect")
    else:
        leg.post(Redirected(read_goto(request.form)))


def _end(leg: Leg) -> None:
    """A call still in Twilio's queue is canceled without any callback."""
    if leg.status == "queued":
        leg.status = "canceled"
        leg.ended_at = leg.plant.clock.seconds
    else:
        leg.post(HungUp("rest"))

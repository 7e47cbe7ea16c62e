"""The control interface of the simulator's process: place calls, press keys, order telephones."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, abort, jsonify, request

from simulator.exchange import Exchange
from simulator.leg import Leg
from simulator.telephones import Behaviour, Order
from simulator.texts import Text

MODES = frozenset({"prompt", "twice", "held"})


def control_routes(exchange: Exchange) -> Blueprint:
    """`/simulator/…`, JSON in and out; a mistake is 400 with `{"error": …}`."""
    routes = Blueprint("control", __name__, url_prefix="/simulator")
    _add_calls(routes, exchange)
    _add_orders(routes, exchange)
    _add_texts(routes, exchange)

    @routes.errorhandler(ValueError)
    def refuse(error: ValueError) -> tuple[Response, int]:
        return jsonify(error=str(error)), 400

    return routes


def call_state(leg: Leg) -> dict[str, Any]:
    """One call as the control interface shows it."""
    wait, other = leg.wait, leg.talks_with
    return {
        "sid": leg.sid,
        "from": leg.from_,
        "to": leg.to,
        "direction": leg.direction,
        "status": leg.status,
        "transcript": list(leg.transcript),
        "wait": asdict(wait) if wait else None,
        "talks_with": other.party if other else "",
        "queued": leg.queued,
        "recorded": any(r.call_sid == leg.sid for r in list(leg.plant.recordings.by_sid.values())),
        "ended_by": leg.ended_by,
    }


def _add_calls(routes: Blueprint, exchange: Exchange) -> None:
    @routes.get("/calls")
    def fetch_list() -> Response:
        return jsonify(calls=[call_state(leg) for leg in exchange.calls])

    @routes.post("/calls")
    def place() -> tuple[Response, int]:
        given = _body()
        leg = exchange.dial(str(given.get("from", "")), str(given.get("to", "")))
        return jsonify(call_state(leg)), 201

    @routes.get("/calls/<sid>")
    def fetch(sid: str) -> Response:
        return jsonify(call_state(_leg(exchange, sid)))

    @routes.post("/calls/<sid>/<deed>")
    def act(sid: str, deed: str) -> Response:
        leg = _leg(exchange, sid)
        given = _body()
        deeds: dict[str, Callable[[], None]] = {
            "press": lambda: exchange.press(leg, str(given.get("keys", ""))),
            "silence": lambda: exchange.silence(leg),
            "speak": lambda: exchange.speak(leg, float(given.get("seconds", 5))),
            "answer": lambda: exchange.answer(leg),
            "refuse": lambda: exchange.refuse(leg, str(given.get("status", "busy"))),
            "hang-up": lambda: exchange.hang_up(leg),
            "far-side-hangs-up": lambda: exchange.far_side_hangs_up(leg),
        }
        if deed not in deeds:
            abort(404)
        deeds[deed]()
        return jsonify(call_state(leg))


def text_state(text: Text) -> dict[str, Any]:
    """One text message as the control interface shows it."""
    return {
        "sid": text.sid,
        "from": text.from_,
        "to": text.to,
        "body": text.body,
        "direction": text.direction,
        "status": text.status,
    }


def _add_texts(routes: Blueprint, exchange: Exchange) -> None:
    @routes.get("/texts")
    def fetch_texts() -> Response:
        return jsonify(texts=[text_state(text) for text in exchange.texts.all])

    @routes.post("/texts")
    def send_text() -> tuple[Response, int]:
        given = _body()
        from_, to, body = (str(given.get(name, "")) for name in ("from", "to", "body"))
        if not from_ or not to:
            raise ValueError("from and to must be given")
        answers = exchange.text(from_, to, body)
        return jsonify(answers=[text_state(text) for text in answers]), 201


def _add_orders(routes: Blueprint, exchange: Exchange) -> None:
    @routes.put("/telephones/<number>")
    def order(number: str) -> tuple[str, int]:
        given = _body().get("behaviour", "answer")
        listed = given if isinstance(given, list) else [given]
        exchange.telephones[number] = [_behaviour(one) for one in listed]
        return "", 204

    @routes.put("/mode")
    def mode() -> tuple[str, int]:
        given = _body()
        wanted = given.get("callbacks", exchange.callbacks.mode)
        if wanted not in MODES:
            raise ValueError(f"callbacks: {wanted!r} is none of {', '.join(sorted(MODES))}")
        exchange.callbacks.mode = wanted
        exchange.repeat_webhooks = bool(given.get("repeat_webhooks", exchange.repeat_webhooks))
        exchange.faults.extend(str(fault) for fault in given.get("faults", []))
        return "", 204

    @routes.post("/callbacks/deliver")
    def deliver() -> tuple[str, int]:
        with exchange.lock:
            exchange.callbacks.deliver(backwards=bool(_body().get("backwards")))
        return "", 204

    @routes.get("/problems")
    def problems() -> Response:
        return jsonify(problems=[asdict(problem) for problem in exchange.problems])


def _leg(exchange: Exchange, sid: str) -> Leg:
    leg = exchange.plant.legs.get(sid)
    if leg is None:
        abort(404)
    return leg


def _body() -> dict[str, Any]:
    given = request.get_json(silent=True) if request.data else {}
    if not isinstance(given, dict):
        raise ValueError("the body must be a JSON object")  # noqa: TRY004 -- answered with 400
    return given


def _behaviour(given: Any) -> Order:
    if not isinstance(given, dict):
        return str(given)
    known = {**given, "keys": tuple(given.get("keys", ("1",)))}
    try:
        return Behaviour(**known)
    except TypeError as error:
        raise ValueError(f"behaviour: {error}") from error

"""
Telephones held by people in a browser. Nothing here waits for the application: what somebody
does is noted, happens when the exchange settles, and is seen at the next look.
"""

import hashlib
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, abort, jsonify, request

from simulator.control import call_state, text_state
from simulator.exchange import KEYS, Exchange
from simulator.leg import Leg
from simulator.messages import (
    Answers,
    HungUp,
    Interruption,
    Keys,
    Message,
    Refuses,
    Silence,
    Speaks,
)
from simulator.scripts import called_in
from simulator.webhooks import Exchanged

MOST_CALLS = 12
"""Calls that are shown; those that go on first of all, then the newest."""
MOST_TEXTS = 40
HELD_SECONDS = 90.0
"""Browsers let a tab that nobody sees look once a minute only."""

Happening = Message | Interruption
Given = Mapping[str, Any]


def handset_routes(exchange: Exchange) -> Blueprint:
    """`/simulator/handsets/…`, JSON in and out; 202 when it will happen, 409 when it cannot."""
    routes = Blueprint("handsets", __name__, url_prefix="/simulator/handsets")

    @routes.get("")
    def look() -> Response:
        hold(exchange, request.args.getlist("hold"))
        return _with_etag(json.dumps(picture(exchange), separators=(",", ":")))

    @routes.post("")
    def place() -> tuple[Response, int]:
        given = _body()
        leg = dial(exchange, str(given.get("from", "")), str(given.get("to", "")))
        return jsonify(sid=leg.sid), 202

    @routes.post("/<sid>/<deed>")
    def act(sid: str, deed: str) -> tuple[Response, int]:
        if deed not in DEEDS:
            abort(404)
        happen(_leg(exchange, sid), deed, _body())
        return jsonify(sid=sid), 202

    @routes.get("/<sid>/requests")
    def requested(sid: str) -> Response:
        return jsonify(requests=[exchanged_state(done) for done in _leg(exchange, sid).requests])

    @routes.errorhandler(ValueError)
    def refuse(error: ValueError) -> tuple[Response, int]:
        return jsonify(error=str(error)), 409

    return routes


def hold(exchange: Exchange, numbers: Sequence[str]) -> None:
    """Take telephones in hand: for some seconds a person answers them, not a robot."""
    until = time.monotonic() + HELD_SECONDS
    exchange.held.update(dict.fromkeys(numbers, until))


def dial(exchange: Exchange, from_: str, to: str) -> Leg:
    """Somebody calls a number of the account, and answers by hand whatever rings for it."""
    exchange.hands.add(from_)
    addresses = exchange.addresses(to)
    leg = Leg(exchange.plant, from_, to, "inbound", addresses=addresses, by_hand=True)
    exchange.plant.agenda.append(lambda: leg.start(called_in(leg)))
    return leg


def happen(leg: Leg, deed: str, given: Given) -> None:
    """Let it happen soon. Raises ValueError when the call is over or the keys are none."""
    if leg.ended:
        raise ValueError("the call has ended")
    happening = DEEDS[deed](given)
    if isinstance(happening, Keys):
        leg.note(key=happening.keys)
    elif isinstance(happening, Silence):
        leg.note(key="")
    leg.post(happening)


def picture(exchange: Exchange) -> dict[str, Any]:
    """Every call by hand with the telephones that it rings, oldest first; problems; texts."""
    legs = [leg for leg in exchange.calls if leg.by_hand]
    callers = [leg for leg in legs if leg.parent is None]
    shown = {leg.sid for leg in callers[-MOST_CALLS:]} | {leg.sid for leg in legs if not leg.ended}
    return {
        "calls": [leg_state(leg) for leg in legs if leg.sid in shown or _parent(leg) in shown],
        "problems": [asdict(problem) for problem in exchange.problems[-MOST_CALLS:]],
        "texts": [text_state(text) for text in exchange.texts.all[-MOST_TEXTS:]],
    }


def leg_state(leg: Leg) -> dict[str, Any]:
    """As the control interface shows it; `waits` grows by one whenever it stands still again."""
    return {
        **call_state(leg),
        "parent": _parent(leg),
        "answered": leg.answered_at is not None,
        "waits": leg.waits,
        "requests": len(leg.requests),
    }


def exchanged_state(done: Exchanged) -> dict[str, Any]:
    """A webhook and its answer."""
    return {
        "method": done.request.method,
        "url": done.request.url,
        "params": {name: value for name, value in done.request.params.items() if value},
        "status": done.reply.status,
        "seconds": round(done.reply.seconds, 4),
        "body": done.text,
    }


def _pressed(given: Given) -> Keys:
    keys = str(given.get("keys", ""))
    if not keys or not KEYS.fullmatch(keys):
        raise ValueError(f"{keys!r}: keys are 0-9, * and #")
    return Keys(keys)


DEEDS: Mapping[str, Callable[[Given], Happening]] = {
    "press": _pressed,
    "silence": lambda _: Silence(),
    "speak": lambda given: Speaks(float(given.get("seconds", 5))),
    "answer": lambda _: Answers(),
    "refuse": lambda given: Refuses("busy" if given.get("status") == "busy" else "no-answer"),
    "hang-up": lambda _: HungUp(),
}


def _parent(leg: Leg) -> str:
    return leg.parent.sid if leg.parent else ""


def _leg(exchange: Exchange, sid: str) -> Leg:
    leg = exchange.plant.legs.get(sid)
    if leg is None or not leg.by_hand:
        abort(404)
    return leg


def _body() -> dict[str, Any]:
    given = request.get_json(silent=True) if request.data else {}
    if not isinstance(given, dict):
        raise ValueError("the body must be a JSON object")  # noqa: TRY004 -- answered with 409
    return given


def _with_etag(body: str) -> Response:
    answer = Response(body, content_type="application/json")
    answer.set_etag(hashlib.blake2s(body.encode(), digest_size=8).hexdigest())
    answer.make_conditional(request)
    return answer

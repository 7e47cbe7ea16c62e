"""Suspicions over HTTP, beside outages: what there is, and a person's word on it."""

from flask import Blueprint, Response, jsonify, request

from ivr.api.bodies import json_object
from ivr.outages.bodies import BadBody, Word, read_body
from ivr.services import Services
from ivr.suspicions.deciding import confirm, dismiss
from ivr.suspicions.store import STATES, listed
from ivr.suspicions.told import suspicion_json
from routing.problems import Problem


def suspicion_routes(blueprint: Blueprint, services: Services) -> None:
    """Add the routes to the blueprint of outages, whose refusals are theirs."""

    @blueprint.get("/suspicions")
    def suspicions() -> Response:
        wanted = _state()
        now = services.clock.now()
        with services.engine.connect().execution_options(readonly=True) as connection:
            found = [
                one for one in listed(connection) if not wanted or one.standing(now) == wanted
            ]
        return jsonify({"suspicions": [suspicion_json(one, now) for one in found]})

    @blueprint.post("/suspicions/<id_>/confirm")
    def confirm_suspicion(id_: str) -> Response:
        body = read_body(Word, json_object())
        found = confirm(services, id_, body.by)
        return jsonify(suspicion_json(found, services.clock.now()))

    @blueprint.post("/suspicions/<id_>/dismiss")
    def dismiss_suspicion(id_: str) -> Response:
        body = read_body(Word, json_object())
        found = dismiss(services, id_, body.by, body.reason or "")
        return jsonify(suspicion_json(found, services.clock.now()))


def _state() -> str:
    given = request.args.to_dict(flat=False)
    stray = [Problem((name,), "is not known here; use state") for name in given if name != "state"]
    states = given.get("state", [])
    if len(states) > 1 or not set(states) <= set(STATES):
        stray.append(Problem(("state",), f"must be one of {', '.join(STATES)}"))
    if stray:
        raise BadBody(tuple(stray))
    return states[0] if states else ""

"""`/phone/`: the page, and the little that it asks for while a call is on."""

import hashlib
import json
import re
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, abort, jsonify, render_template, request
from sqlalchemy import Engine

from ivr.calls.seal import Sealer
from ivr.db.engine import open_engine
from ivr.lines.store import ConfigurationStore
from ivr.overrides import OverridesFile
from ivr.phone.agents import handsets_of_agents
from ivr.phone.guard import protect, refusal
from ivr.phone.handsets import Handsets, Refused, SimulatorAway
from ivr.phone.people import names, people
from ivr.phone.pretending import SWITCHES, BadWish, Pretending
from ivr.phone.turns import readable
from ivr.phone.why import Reasons
from ivr.services import Services

SID = re.compile(r"CA[0-9a-f]{32}")
PARTY = re.compile(r"\+[1-9]\d{5,14}|anonymous")
MOST_BYTES = 4096
NOTHING_YET = "-"


def phone_blueprint(services: Services, overrides: OverridesFile) -> Blueprint:
    """
    Make the page. Only ever called where the simulator stands in for Twilio.

    It reads with an engine of its own: what is switched off for calls is not for whoever looks.
    """
    phone = Blueprint(
        "phone", __name__, url_prefix="/phone", template_folder="templates", static_folder="static"
    )
    settings = services.settings
    engine = open_engine(services.engine.url.render_as_string(hide_password=False))
    handsets, pretending = Handsets(settings.linja_simulator_url), Pretending(services, overrides)
    sealer, fallback = Sealer(settings.secret_keys), settings.linja_fallback_number
    _guard(phone)
    _add_page(phone, engine, pretending)
    _add_calls(phone, handsets, Reasons(sealer, engine, services.clock, fallback))
    _add_state(phone, engine, handsets, pretending)
    _add_pretending(phone, pretending)
    return phone


def _guard(phone: Blueprint) -> None:
    @phone.before_request
    def only_from_here() -> tuple[str, int] | None:
        request.max_content_length = MOST_BYTES
        words = refusal(request)
        return (words, HTTPStatus.FORBIDDEN) if words else None

    @phone.errorhandler(Refused)
    def refused(problem: Refused) -> tuple[Response, int]:
        return jsonify(error=str(problem)), problem.status

    @phone.errorhandler(BadWish)
    def bad_wish(problem: BadWish) -> tuple[Response, int]:
        return jsonify(error=str(problem)), HTTPStatus.BAD_REQUEST

    @phone.errorhandler(SimulatorAway)
    def away(_problem: SimulatorAway) -> tuple[Response, int]:
        return jsonify(error="The simulator does not answer."), HTTPStatus.BAD_GATEWAY

    phone.after_request(protect)


def _add_page(phone: Blueprint, engine: Engine, pretending: Pretending) -> None:
    applied = ConfigurationStore(engine)

    @phone.get("/")
    def page() -> str:
        configuration = applied.current()
        with engine.connect().execution_options(readonly=True) as connection:
            known, agents = people(connection), handsets_of_agents(connection)
        return render_template(
            "phone.html",
            people=known,
            lines=configuration.lines,
            names=names(configuration, known),
            agents=agents,
            switches=SWITCHES,
            possible=pretending.possible(),
        )


def _add_calls(phone: Blueprint, handsets: Handsets, reasons: Reasons) -> None:
    @phone.post("/calls")
    def place() -> tuple[Response, int]:
        given = _body()
        from_, to = str(given.get("from", "")), str(given.get("to", ""))
        for party in (from_, to):
            if not PARTY.fullmatch(party):
                raise BadWish(f"{party!r} is no number: write it as +358401110001, or anonymous.")
        return jsonify(sid=handsets.dial(from_, to)), HTTPStatus.ACCEPTED

    @phone.post("/calls/<sid>/<deed>")
    def act(sid: str, deed: str) -> tuple[Response, int]:
        handsets.act(_known(sid), _known(deed, re.compile("[a-z-]{1,20}")), _body())
        return jsonify(sid=sid), HTTPStatus.ACCEPTED

    @phone.get("/calls/<sid>")
    def behind(sid: str) -> Response:
        done = handsets.requests_of(_known(sid))
        return jsonify(requests=[readable(one) for one in done], why=reasons.of(done))


def _add_state(
    phone: Blueprint, engine: Engine, handsets: Handsets, pretending: Pretending
) -> None:
    @phone.get("/state")
    def state() -> Response:
        with engine.connect().execution_options(readonly=True) as connection:
            agents = handsets_of_agents(connection)
        world = json.dumps(pretending.now() | {"agents": agents})
        seen, _, old_world = next(iter(request.if_none_match), "").partition(".")
        stamp = hashlib.blake2s(world.encode(), digest_size=6).hexdigest()
        held = [str(agent["telephone"]) for agent in agents]
        picture = handsets.look(seen if old_world == stamp else NOTHING_YET, held)
        if picture.json is None:
            return Response(status=HTTPStatus.NOT_MODIFIED)
        body = f'{{"world":{world},"exchange":{picture.json}}}'
        answer = Response(body, content_type="application/json")
        answer.set_etag(f"{picture.etag}.{stamp}")
        return answer


def _add_pretending(phone: Blueprint, pretending: Pretending) -> None:
    @phone.post("/clock")
    def move() -> Response:
        pretending.move(str(_body().get("to", "")))
        return jsonify(pretending.now())

    @phone.post("/broken")
    def switch() -> Response:
        pretending.switch(_body())
        return jsonify(pretending.now())


def _known(text: str, shape: re.Pattern[str] = SID) -> str:
    if not shape.fullmatch(text):
        abort(HTTPStatus.NOT_FOUND)
    return text


def _body() -> dict[str, Any]:
    given = request.get_json(silent=True)
    if not isinstance(given, dict):
        raise BadWish("Send a JSON object.")
    return given

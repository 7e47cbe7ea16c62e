"""Conferences and who is in them: looked up, held, put out, ended."""

from flask import Blueprint, Response, jsonify, request

from simulator.conferences import Conference, Participant
from simulator.exchange import Exchange
from simulator.messages import FarSideLeft
from simulator.parameters import API_VERSION
from simulator.rest.errors import missing
from simulator.rest.rendering import listed, rfc2822


def add_conferences(routes: Blueprint, exchange: Exchange) -> None:
    """Serve them."""

    @routes.get("/Conferences.json")
    def list_conferences(account_sid: str) -> Response:
        del account_sid
        wanted = {
            name: request.args[name] for name in ("FriendlyName", "Status") if name in request.args
        }
        bodies = [_body(exchange, room) for room in exchange.plant.conferences.all()]
        kept = [
            body
            for body in bodies
            if wanted.get("FriendlyName", body["friendly_name"]) == body["friendly_name"]
            and wanted.get("Status", body["status"]) == body["status"]
        ]
        return jsonify(listed("conferences", kept))

    @routes.post("/Conferences/<sid>.json")
    def change_conference(account_sid: str, sid: str) -> Response:
        del account_sid
        room = _find(exchange, sid)
        if request.form.get("Status") == "completed":
            room.close()
        return jsonify(_body(exchange, room))

    @routes.get("/Conferences/<sid>/Participants.json")
    def list_participants(account_sid: str, sid: str) -> Response:
        del account_sid
        room = _find(exchange, sid)
        bodies = [_participant(exchange, room, one) for one in room.participants]
        return jsonify(listed("participants", bodies))

    @routes.post("/Conferences/<sid>/Participants/<call_sid>.json")
    def change_participant(account_sid: str, sid: str, call_sid: str) -> Response:
        del account_sid
        room = _find(exchange, sid)
        one = _inside(room, call_sid)
        if "Hold" in request.form:
            one.held = request.form["Hold"] == "true"
            room.tell_all()
        return jsonify(_participant(exchange, room, one))

    @routes.delete("/Conferences/<sid>/Participants/<call_sid>.json")
    def put_out(account_sid: str, sid: str, call_sid: str) -> tuple[str, int]:
        del account_sid
        room = _find(exchange, sid)
        _inside(room, call_sid).leg.post(FarSideLeft(room))
        return "", 204


def _find(exchange: Exchange, sid: str) -> Conference:
    room = exchange.plant.conferences.find(sid)
    if room is None:
        raise missing()
    return room


def _inside(room: Conference, call_sid: str) -> Participant:
    one = room.find(call_sid)
    if one is None:
        raise missing()
    return one


def _body(exchange: Exchange, room: Conference) -> dict[str, object]:
    made = rfc2822(room.created_at)
    return {
        "sid": room.sid,
        "account_sid": exchange.account_sid,
        "friendly_name": room.name,
        "status": room.status,
        "region": "us1",
        "date_created": made,
        "date_updated": made,
        "api_version": API_VERSION,
        "uri": f"/{API_VERSION}/Accounts/{exchange.account_sid}/Conferences/{room.sid}.json",
        "reason_conference_ended": None,
        "call_sid_ending_conference": None,
        "subresource_uris": {},
    }


def _participant(exchange: Exchange, room: Conference, one: Participant) -> dict[str, object]:
    folder = f"/{API_VERSION}/Accounts/{exchange.account_sid}/Conferences/{room.sid}"
    return {
        "account_sid": exchange.account_sid,
        "call_sid": one.leg.sid,
        "conference_sid": room.sid,
        "label": None,
        "muted": False,
        "hold": one.held,
        "coaching": False,
        "call_sid_to_coach": None,
        "start_conference_on_enter": one.starts,
        "end_conference_on_exit": one.ends,
        "status": "connected",
        "queue_time": None,
        "date_created": rfc2822(room.created_at),
        "date_updated": rfc2822(room.created_at),
        "uri": f"{folder}/Participants/{one.leg.sid}.json",
    }

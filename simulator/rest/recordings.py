"""Recordings: list, fetch, hear, delete."""

from datetime import datetime

from flask import Blueprint, Response, jsonify, request

from simulator.exchange import Exchange
from simulator.recordings import Recording
from simulator.rest.errors import missing
from simulator.rest.rendering import listed, recording_body


def add_recordings(routes: Blueprint, exchange: Exchange) -> None:
    """Serve them."""
    kept = exchange.plant.recordings.by_sid

    @routes.get("/Recordings.json")
    def list_recordings(account_sid: str) -> Response:
        del account_sid
        wanted, after = request.args.get("CallSid", ""), request.args.get("DateCreated>", "")
        since = datetime.fromisoformat(after).timestamp() if after else 0.0
        found = [
            recording
            for recording in reversed(kept.values())
            if wanted in {"", recording.call_sid} and recording.made_at >= since
        ]
        return jsonify(listed("recordings", [recording_body(exchange, r) for r in found]))

    @routes.get("/Recordings/<sid>.json")
    def fetch_recording(account_sid: str, sid: str) -> Response:
        del account_sid
        return jsonify(recording_body(exchange, _find(kept, sid)))

    @routes.get("/Recordings/<sid>")
    @routes.get("/Recordings/<sid>.wav")
    def hear_recording(account_sid: str, sid: str) -> Response:
        del account_sid
        return Response(_find(kept, sid).wav(), content_type="audio/x-wav")

    @routes.delete("/Recordings/<sid>.json")
    def delete_recording(account_sid: str, sid: str) -> tuple[str, int]:
        del account_sid
        del kept[_find(kept, sid).sid]
        return "", 204


def _find(kept: dict[str, Recording], sid: str) -> Recording:
    if sid not in kept:
        raise missing()
    return kept[sid]

"""Where Twilio fetches what it plays."""

from http import HTTPStatus

import structlog
from flask import Blueprint, Response, abort, request

from ivr.sounds.at_hand import ID, AtHand
from ivr.sounds.reading import silence

PATH = "/voice/sound/"
KEPT = "public, max-age=31536000, immutable"
"""Twilio keeps media as their headers tell (Twilio: "Play", caching)."""
log = structlog.get_logger()


def address_at_hand(at_hand: AtHand, public_url: str, id_: str) -> str:
    """Return where a sound is, nothing for one that cannot be played now."""
    return f"{public_url.rstrip('/')}{PATH}{id_}.wav" if at_hand.has(id_) else ""


def sounds_blueprint(at_hand: AtHand) -> Blueprint:
    """Make it. Whoever knows the name of a sound may hear it: callers do as well."""
    sounds = Blueprint("sounds", __name__)

    @sounds.get(f"{PATH}<id_>.wav")
    def sound(id_: str) -> Response:
        if not ID.fullmatch(id_):
            abort(HTTPStatus.NOT_FOUND)
        wav = at_hand.find(id_)
        if wav is None:
            # Only another machine of ours can have promised it: the call goes on without.
            log.error("sound not at hand", sound=id_)
            return Response(silence(), mimetype="audio/wav", headers={"Cache-Control": "no-store"})
        answer = Response(wav, mimetype="audio/wav", headers={"Cache-Control": KEPT})
        answer.set_etag(id_)
        answer.make_conditional(request, accept_ranges=True, complete_length=len(wav))
        return answer

    return sounds

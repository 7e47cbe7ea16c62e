"""What an agent does with messages that callers left: hear, close, ring back."""

import io
from http import HTTPStatus

import structlog
from flask import Blueprint, Response, g, request

from ivr.accounts.guard import allow
from ivr.desk.board import Board, Page, back, refused
from ivr.lines.store import ConfigurationStore
from ivr.queue.bells import CALLBACKS, Bells
from ivr.settings import Settings
from ivr.voicemail import store
from ivr.voicemail.fetching import NotFetched, fetch
from ivr.voicemail.to_callback import NoCallback, make_callback
from ivr.web.words import word

log = structlog.get_logger()


def add_voicemails(desk: Blueprint, board: Board, bells: Bells, settings: Settings) -> None:
    """Add what agents do with messages: hear, close, ring back."""
    applied = ConfigurationStore(board.engine)

    @desk.get("/voicemails/<voicemail_id>/sound")
    @allow("agent")
    def sound(voicemail_id: str) -> Page:
        with board.engine.connect().execution_options(readonly=True) as connection:
            found = store.find(connection, voicemail_id)
        if found is None:
            return "", HTTPStatus.NOT_FOUND
        heard = io.BytesIO()
        try:
            fetch(settings, found, heard)
        except NotFetched as problem:
            log.warning("message not fetched", voicemail=voicemail_id, reason=str(problem))
            return refused(board, word("desk.refused.not_heard"))
        return Response(heard.getvalue(), mimetype="audio/wav")

    @desk.post("/voicemails/<voicemail_id>/done")
    @allow("agent")
    def done(voicemail_id: str) -> Page:
        note = request.form.get("note", "").strip()
        with board.engine.begin() as connection:
            found = store.find(connection, voicemail_id)
            closed = found and store.close(
                connection, found, g.person.name, note, board.clock.now()
            )
        return back() if closed else refused(board, word("desk.refused.closed"))

    @desk.post("/voicemails/<voicemail_id>/callback")
    @allow("agent")
    def ring_back(voicemail_id: str) -> Page:
        try:
            with board.engine.begin() as connection:
                found = store.find(connection, voicemail_id)
                if found is None:
                    return refused(board, word("desk.refused.no_message"))
                at = board.clock.now()
                make_callback(connection, found, applied.current(), g.person.name, at)
        except NoCallback as problem:
            return refused(board, word(f"desk.refused.{problem.why}"))
        bells.ring(CALLBACKS)
        return back()

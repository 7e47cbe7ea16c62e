"""The buttons about the call that an agent has now: decline, hold, take back, end, hand on."""

from collections.abc import Callable

from flask import Blueprint, request

from ivr.accounts.guard import allow
from ivr.desk.board import Board, Page, back, refused
from ivr.dispatch.desk_deeds import NotPossible, decline, end_talk, hand_on, hold_caller
from ivr.dispatch.dispatching import Dispatcher, dispatcher_of
from ivr.services import Services
from ivr.web.words import word

Deed = Callable[[Dispatcher, str], None]


def add_telephony(desk: Blueprint, board: Board, services: Services) -> None:
    """Add them. Each is about one offer, which its form names: never about the next one."""
    for path, deed in _DEEDS.items():
        view = allow("agent")(_view(board, services, deed))
        desk.add_url_rule(f"/call/{path}", path, view, methods=["POST"])


def _view(board: Board, services: Services, deed: Deed) -> Callable[[], Page]:
    def do() -> Page:
        view, offer = board.view(), request.form.get("offer", "")
        if view.own is None or view.own.offer != offer:
            return refused(board, word("desk.refused.call_ended"))
        if not services.settings.twilio_account_sid:
            return refused(board, word("desk.refused.no_telephony"))
        try:
            deed(dispatcher_of(services), offer)
        except NotPossible as problem:
            return refused(board, word(f"desk.refused.{problem.why}"))
        return back()

    return do


def _hold(dispatcher: Dispatcher, offer: str) -> None:
    hold_caller(dispatcher, offer, held=True)


def _resume(dispatcher: Dispatcher, offer: str) -> None:
    hold_caller(dispatcher, offer, held=False)


def _hand_on(dispatcher: Dispatcher, offer: str) -> None:
    hand_on(dispatcher, offer, request.form.get("team", ""))


_DEEDS: dict[str, Deed] = {
    "decline": decline,
    "hold": _hold,
    "resume": _resume,
    "end": end_talk,
    "hand-on": _hand_on,
}

"""The desk's pages: one board that is asked for every second, and forms that work without it."""

from http import HTTPStatus

from flask import Blueprint, Response, g, render_template, request

from ivr.accounts.guard import allow
from ivr.desk.board import Board, Page, back, refused
from ivr.desk.callbacks import add_callbacks
from ivr.desk.day import add_day
from ivr.desk.overview import add_overview
from ivr.desk.telephony import add_telephony
from ivr.desk.view import version
from ivr.desk.voicemails import add_voicemails
from ivr.desk.wrapping import BadWrapUp, keep_wrap_up
from ivr.dispatch.agents import BadAgent, choose_state
from ivr.queue.bells import Bells
from ivr.services import Services
from ivr.web.words import word


def desk_blueprint(services: Services) -> Blueprint:
    """Make the pages of the desk."""
    desk = Blueprint("desk", __name__, url_prefix="/desk", template_folder="templates")
    board, bells = Board(services.engine, services.clock), services.bells
    _add_board(desk, board)
    _add_state(desk, board, bells)
    _add_wrap_up(desk, board, bells)
    add_telephony(desk, board, services)
    add_callbacks(desk, board, bells)
    add_day(desk, board)
    add_overview(desk, services)
    add_voicemails(desk, board, bells, services.settings)
    return desk


def _add_board(desk: Blueprint, board: Board) -> None:
    @desk.get("/")
    @allow("agent", "viewer", "administrator")
    def page() -> str:
        drawn = board.draw()
        return render_template("desk.html", board=drawn, version=version(drawn))

    @desk.get("/board")
    @allow("agent", "viewer", "administrator")
    def again() -> Page:
        drawn = board.draw()
        stamp = version(drawn)
        if request.args.get("version") == stamp:
            return Response(status=HTTPStatus.NO_CONTENT)
        return render_template("boarded.html", board=drawn, version=stamp)


def _add_wrap_up(desk: Blueprint, board: Board, bells: Bells) -> None:
    @desk.post("/wrap-up")
    @allow("agent")
    def wrap_up() -> Page:
        view, teams = board.view(), board.teams()
        if view.last is None:
            return back()
        solved = {"yes": True, "no": False}.get(request.form.get("solved", ""))
        given = (request.form.get("code", ""), request.form.get("note", "").strip(), solved)
        try:
            with board.engine.begin() as connection:
                team, now = teams.get(view.last.team), board.clock.now()
                keep_wrap_up(connection, view.last.offer, g.person.name, team, given, now)
                choose_state(connection, g.person.name, "available", now)
        except BadWrapUp as error:
            return refused(board, word(f"desk.refused.{error.why}"))
        except BadAgent:
            return refused(board, word("desk.refused.state"))
        bells.ring("dispatch")
        return back()


def _add_state(desk: Blueprint, board: Board, bells: Bells) -> None:
    @desk.post("/state")
    @allow("agent")
    def state() -> Page:
        try:
            with board.engine.begin() as connection:
                wanted = request.form.get("state", "")
                choose_state(connection, g.person.name, wanted, board.clock.now())
        except BadAgent:
            return refused(board, word("desk.refused.state"))
        bells.ring("dispatch")
        return back()

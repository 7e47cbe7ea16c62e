"""The board that a desk shows, and the ways back to it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus

from flask import g, redirect, render_template, request, url_for
from sqlalchemy import Engine
from werkzeug.wrappers import Response as AnyResponse

from ivr.accounts import cookie
from ivr.accounts.guard import token_for
from ivr.clock import Clock
from ivr.desk.card import what_was_heard, why_spoken
from ivr.desk.glance import TOKEN_PLACE, Audience, Glance, Glances
from ivr.desk.view import Drawn, View, look, stamped, version
from ivr.desk.wrapping import codes_for
from ivr.dispatch.agents import LOST_AFTER, seen
from ivr.lines.store import ConfigurationStore
from ivr.masking import masked
from routing.configuration import Configuration
from routing.teams import Team

SEEN_EVERY = LOST_AFTER / 3

Page = str | AnyResponse | tuple[str, HTTPStatus]


class Board:
    """Draws the board for whoever is signed in."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self.engine = engine
        self.clock = clock
        self._applied = ConfigurationStore(engine)
        self._glances = Glances(engine, clock)

    def view(self) -> View:
        """Read what the desk of whoever is signed in shows now."""
        return look(self.engine, _agent(), self._glances.fresh(), self.clock.now())

    def teams(self) -> Mapping[str, Team]:
        """Return the teams as configured."""
        return self._applied.current().teams

    def draw(self, problem: str = "") -> Drawn:
        """
        Return the board; note that the desk is open.

        Only what a desk asks for every second may be a second old.
        """
        polled = request.endpoint == "desk.again"
        glance = self._glances.recent() if polled else self._glances.fresh()
        view = look(self.engine, _agent(), glance, self.clock.now())
        self._note_open(view)
        configuration = self._applied.current()
        audience = (g.person.language, view.me is not None, "agent" in g.person.roles)
        rest, name = glance.draw(audience, lambda: _rest(glance, audience, configuration))
        token = token_for(cookie.held())
        return Drawn(
            stamped(f"{name}{token}{problem}{_seen_apart(view)}"),
            lambda: _whole(view, configuration, rest.replace(TOKEN_PLACE, token), problem),
        )

    def _note_open(self, view: View) -> None:
        now = self.clock.now()
        if view.me and view.me.seen_at <= now - SEEN_EVERY:
            with self.engine.begin() as connection:
                seen(connection, view.me.name, now)


def _agent() -> str:
    """Name whose calls a desk shows: nobody's once they are no agent, and nothing keeps them."""
    return g.person.name if "agent" in g.person.roles else ""


def _seen_apart(view: View) -> str:
    """What of a desk's own must be drawn anew when it changes."""
    me = replace(view.me, seen_at=view.me.since) if view.me else None
    return repr((me, view.own, view.last, view.contacts))


def _rest(glance: Glance, audience: Audience, configuration: Configuration) -> str:
    return render_template(
        "rest.html",
        all=glance,
        acts=audience[1],
        token=TOKEN_PLACE,
        line_names=names_of(configuration),
        number=shown,
    )


def _whole(view: View, configuration: Configuration, rest: str, problem: str) -> str:
    team = configuration.teams.get(view.last.team) if view.last else None
    return render_template(
        "board.html",
        view=view,
        rest=rest,
        line_names=names_of(configuration),
        number=shown,
        why_spoken=why_spoken,
        what_was_heard=what_was_heard,
        codes=codes_for(team),
        wrap_up_required=bool(team and team.wrap_up and team.wrap_up.required),
        desks=[team.name for team in configuration.teams.values() if team.desk],
        problem=problem,
    )


def back() -> AnyResponse:
    """Return to the desk after something was done."""
    return redirect(url_for("desk.page"), HTTPStatus.SEE_OTHER)


def refused(board: Board, problem: str) -> Page:
    """Show the desk with what could not be done."""
    drawn = board.draw(problem)
    page = render_template("desk.html", board=drawn, version=version(drawn))
    return page, HTTPStatus.CONFLICT


def names_of(configuration: Configuration) -> dict[str, str]:
    """Name lines by number and by name: in the agent's language, as they hear them."""
    spoken = g.person.language
    labels = [(line, line.labels.get(spoken, line.name)) for line in configuration.lines.values()]
    twice = Counter(label for _, label in labels)
    told = [(line, label if twice[label] == 1 else line.name) for line, label in labels]
    return {key: label for line, label in told for key in (line.number, line.name)}


def shown(number: str) -> str:
    """Agents ring people back; whoever only looks sees as much as tells two apart."""
    return number if "agent" in g.person.roles else masked(number)

"""The addresses of agents' calls: only POST, only signed, like all that Twilio calls."""

from collections.abc import Callable

from flask import Blueprint, Response, abort, g, request

from ivr.agent_legs.addresses import AGENT, DONE, GONE, KEY, MEET, STATUS
from ivr.agent_legs.answering import AgentAnswering
from ivr.calls.webhooks import posted_form
from ivr.logs import about_call, about_nothing
from ivr.twilio.refusal import log_refusal
from ivr.twilio.signature import Form, Signatures

Answer = Callable[[str, Form], str]


def agent_legs_blueprint(signatures: Signatures, agents: AgentAnswering) -> Blueprint:
    """Return the addresses."""
    routes = Blueprint("agent_legs", __name__)

    @routes.before_request
    def only_twilio() -> None:
        form = posted_form()
        if form is None or not signatures.genuine(request.environ, form):
            log_refusal(signatures, request.environ, form)
            abort(403)
        g.form = form
        about_call(form)

    routes.teardown_request(about_nothing)
    answers: dict[str, Answer] = {
        AGENT: agents.answer,
        KEY: agents.key,
        DONE: agents.done,
        GONE: agents.gone,
        MEET: agents.meet,
    }
    for path, answer in answers.items():
        _add(routes, path, _as_xml(answer))

    def status(token: str) -> Response:
        agents.report(token, g.form)
        return Response(status=204)

    _add(routes, STATUS, status)
    return routes


def _add(routes: Blueprint, path: str, view: Callable[[str], Response]) -> None:
    routes.add_url_rule(
        f"{path}<token>",
        endpoint=path.strip("/").replace("/", "-"),
        view_func=view,
        methods=["POST"],
        provide_automatic_options=False,
    )


def _as_xml(answer: Answer) -> Callable[[str], Response]:
    def view(token: str) -> Response:
        return Response(answer(token, g.form), mimetype="text/xml")

    return view

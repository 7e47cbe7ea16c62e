"""`GET /api/v1/notices`: what a call would be told, for a help desk that answers mail or chat."""

from http import HTTPStatus

from flask import Blueprint, Response, request
from sqlalchemy.exc import DBAPIError

from ivr.api.access import gate
from ivr.api.refusals import away, refusal
from ivr.calls.kept_flows import NoFlow
from ivr.calls.ports import database_breaker
from ivr.deadline import Bounded, TooLate
from ivr.notices.answer import Answers
from ivr.notices.query import BadQuery
from ivr.notices.who import Nobody
from routing.problems import Problem

ANSWER_SECONDS = 2.0


def notices_api(answers: Answers) -> Blueprint:
    """
    Make the blueprint. Answers with a `Decision`; errors are `{"errors": [{"at", "problem"}]}`.

    400 a question that cannot be answered (all problems), 401 no or bad token, 404 no customer
    of that identifier, 503 with `Retry-After` while the database is away.
    """
    blueprint = Blueprint("notices", __name__, url_prefix="/api/v1/notices")
    asked = Bounded("notices asked", 4, database_breaker())  # a help desk holds up no call
    blueprint.before_request(gate(answers.engine))
    for kind in (DBAPIError, TooLate, NoFlow):
        blueprint.register_error_handler(kind, away)

    @blueprint.get("")
    def read() -> Response:
        given = request.args.to_dict(flat=False)
        try:
            decision = asked.run(lambda: answers.answer(given), ANSWER_SECONDS)
        except BadQuery as error:
            return refusal(HTTPStatus.BAD_REQUEST, *error.problems)
        except Nobody:
            return refusal(HTTPStatus.NOT_FOUND, Problem((), "there is no such customer"))
        return Response(decision.model_dump_json(), mimetype="application/json")

    return blueprint

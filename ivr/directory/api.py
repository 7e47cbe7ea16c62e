"""Customers over HTTP: `PUT`, `GET` and `DELETE /api/v1/customers/{customer_id}`."""

from dataclasses import asdict
from http import HTTPStatus

from flask import Blueprint, Response, abort, g, jsonify
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from ivr.api.access import gate
from ivr.api.bodies import MOST_BYTES, json_object
from ivr.api.refusals import away, refusal, refuse_too_large
from ivr.audit.log import note
from ivr.directory.erasing import erase_everywhere
from ivr.directory.store import get, put
from ivr.queue.leases import real_now
from routing.customer import BadCustomer, Customer, read_customer
from routing.problems import Problem


def customers_api(engine: Engine) -> Blueprint:
    """
    Make the blueprint. Every answer is JSON; errors are `{"errors": [{"at", "problem"}]}`.

    400 unreadable or wrong (all problems), 401 no or bad token, 403 a token that may only
    read, 404 nobody of that identifier, 413 larger than 64 kB, 503 with `Retry-After` when the
    database is busy or away and nothing was changed.
    """
    blueprint = Blueprint("customers", __name__, url_prefix="/api/v1/customers")

    blueprint.before_request(gate(engine))
    blueprint.register_error_handler(DBAPIError, away)
    refuse_too_large(blueprint, MOST_BYTES)

    @blueprint.get("/<customer_id>")
    def read(customer_id: str) -> Response:
        with engine.connect().execution_options(readonly=True) as connection:
            found = get(connection, customer_id)
        return jsonify(asdict(found)) if found else _nobody()

    @blueprint.put("/<customer_id>")
    def replace(customer_id: str) -> tuple[Response, HTTPStatus]:
        customer = _given(customer_id)
        with engine.begin() as connection:
            is_new = put(connection, customer)
        return jsonify(asdict(customer)), HTTPStatus.CREATED if is_new else HTTPStatus.OK

    @blueprint.delete("/<customer_id>")
    def remove(customer_id: str) -> tuple[str, HTTPStatus] | Response:
        with engine.begin() as connection:
            was_there = erase_everywhere(connection, customer_id)
            if was_there:
                at = real_now(connection)
                note(connection, who=g.api_token, what="person.erased", about=customer_id, at=at)
        return ("", HTTPStatus.NO_CONTENT) if was_there else _nobody()

    return blueprint


def _given(customer_id: str) -> Customer:
    record = json_object()
    if record.setdefault("customer_id", customer_id) != customer_id:
        text = "is another one than in the address"
        abort(refusal(HTTPStatus.BAD_REQUEST, Problem(("customer_id",), text)))
    try:
        return read_customer(record)
    except BadCustomer as error:
        abort(refusal(HTTPStatus.BAD_REQUEST, *error.problems))


def _nobody() -> Response:
    return refusal(HTTPStatus.NOT_FOUND, Problem((), "there is no such customer"))

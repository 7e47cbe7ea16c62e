"""Twilio's error body, and who may ask."""

import hmac
from http import HTTPStatus

from flask import Response, jsonify, request

from simulator.exchange import Exchange


class Refusal(Exception):
    """An answer other than success: HTTP status, Twilio's code, words."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code

    def response(self) -> Response:
        """The body that Twilio sends."""
        body = jsonify(
            code=self.code,
            message=str(self),
            more_info=f"https://www.twilio.com/docs/errors/{self.code}",
            status=self.status,
        )
        body.status_code = self.status
        return body


def bad(code: int, message: str) -> Refusal:
    """400 with one of Twilio's codes."""
    return Refusal(HTTPStatus.BAD_REQUEST, code, message)


def missing() -> Refusal:
    """404, code 20404."""
    return Refusal(
        HTTPStatus.NOT_FOUND, 20404, f"The requested resource {request.path} was not found"
    )


def check_credentials(exchange: Exchange, account_sid: str) -> None:
    """Basic authentication with the account's sid and token. Raises Refusal 20003."""
    given = request.authorization
    user = (given.username or "") if given else ""
    password = (given.password or "") if given else ""
    right = user == account_sid == exchange.account_sid
    if not right or not hmac.compare_digest(password.encode(), exchange.auth_token.encode()):
        raise Refusal(HTTPStatus.UNAUTHORIZED, 20003, "Authenticate")

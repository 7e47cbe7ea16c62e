"""Who may come in: whoever has a token of the source, or signs as the source."""

import time

from werkzeug.datastructures import Authorization

from ivr.feeds.settings import SourceSettings
from ivr.feeds.settings_store import settings_of
from ivr.feeds.signatures import BadSignature, Signed, check, note_use, secrets_of
from ivr.feeds.tokens import Scope, Token, find_token
from ivr.services import Services

NEEDED = "needs Authorization: Bearer with a token of this source"
UNSIGNED = "this source signs what it pushes: needs webhook-id, -timestamp and -signature"


class Refused(Exception):
    """Somebody who may not come in: 401 when we do not know them, 403 when they may not."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


def by_token(
    services: Services, source: str, needed: Scope, given: Authorization | None
) -> Token | None:
    """Return the token of a request, None if it has none. Raises Refused for a bad one."""
    if given is None:
        return None
    text = _token_in(given)
    token = find_token(services.engine, text, services.clock.now()) if text else None
    if token is None:
        raise Refused(401, NEEDED)
    if token.source != source:
        raise Refused(403, "this token is of another source")
    if token.scope not in {needed, "push"}:
        raise Refused(403, "this token may only read")
    return token


def _token_in(given: Authorization) -> str | None:
    """
    Return the token, also where it is the password of a user of any name.

    Status pages and others take an address and no headers: `https://linja:TOKEN@host/feeds/…`
    comes as basic authentication.
    """
    return given.password if given.type == "basic" else given.token


def signed_enough(
    services: Services, source: str, token: Token | None, signed: Signed | None, body: bytes
) -> SourceSettings:
    """
    Check the signature of what is signed or must be; return how the source sends.

    A signature that is there is never passed over. Raises Refused and BadSourceSettings.
    """
    if token is None and signed is None:
        raise Refused(401, NEEDED)
    keys = services.settings.secret_keys
    with services.engine.connect().execution_options(readonly=True) as connection:
        settings = settings_of(connection, source)
        known = secrets_of(connection, source, keys) if signed else []
    if signed:
        try:
            secret = check(signed, body, known, time.time())
        except BadSignature as error:
            raise Refused(401, str(error)) from None
        note_use(services.engine, secret, services.clock.now())
    elif settings.signature == "required":
        raise Refused(401, UNSIGNED)
    return settings

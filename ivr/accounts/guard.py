"""
Deny by default: a page is shown to whoever has a role that it names.

Every view says who may use it with `allow`. What other systems use (webhooks, feeds, the API)
has its own proof and is listed by its blueprint; anything else is refused.
"""

import hmac
from collections.abc import Callable
from hashlib import sha256
from http import HTTPStatus
from typing import TypeVar

from flask import Flask, Response, g, redirect, render_template, request, url_for
from sqlalchemy import Engine
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from ivr.accounts import cookie, people, sign_ins
from ivr.accounts.once import is_over
from ivr.accounts.people import Person
from ivr.accounts.roles import ROLES, Role
from ivr.accounts.typed import leave_out_nul
from ivr.clock import Clock
from ivr.refused import because

Answer = AnyResponse | tuple[str, HTTPStatus] | tuple[str, HTTPStatus, dict[str, str]]
View = TypeVar("View", bound=Callable[..., object])

TOKEN = "csrf"  # noqa: S105 -- the name of a form's field
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
EVERYBODY = "everybody"
MOST_BODY_BYTES = 6 * 1024 * 1024
"""The largest thing that a page sends is a recording."""
MOST_KEPT_BYTES = 1024 * 1024
"""The largest text that is given back to somebody who has been signed out."""
CHOOSING = frozenset(
    f"accounts.{view}" for view in ("mine", "change_password", "change_language", "sign_out")
)
"""What somebody reaches who has no password of their own yet."""
OWN_PROOF = frozenset(
    {
        "voice",
        "sounds",
        "agent_legs",
        "sms",
        "feeds",
        "customers",
        "notices",
        "outages",
        "description",
    }
    | {"health", "metrics", "phone"}
)
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; media-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)


def allow(*roles: Role) -> Callable[[View], View]:
    """Name who may use a view: any one of these roles; none named: who is signed in."""

    def named(view: View) -> View:
        view.allowed = frozenset(roles or ROLES)  # type: ignore[attr-defined]
        return view

    return named


def open_to_everybody(view: View) -> View:
    """Let anybody use a view: only the page on which people sign in, and its files."""
    view.allowed = EVERYBODY  # type: ignore[attr-defined]
    return view


def guard(
    app: Flask, engine: Engine, clock: Clock, two_steps: frozenset[str] = frozenset()
) -> None:
    """
    Stand before every request of the application.

    `two_steps`: roles with which nothing is reached but one's own account until signing in asks
    for a code. Nor does anybody who was given a password reach more until they have their own.
    """

    @app.before_request
    def allowed() -> Answer | None:
        if request.endpoint is None or request.blueprint in OWN_PROOF:
            return None  # unknown addresses are 404 for everybody
        request.max_content_length = MOST_BODY_BYTES
        g.person = _who(engine, clock)
        view = app.view_functions[request.endpoint]
        wanted: frozenset[Role] | str = getattr(view, "allowed", frozenset())
        g.needs = _needs(g.person, two_steps)
        refused = _refusal(wanted)
        if not refused:
            leave_out_nul(request)
        return refused

    @app.after_request
    def protected(answer: Response) -> Response:
        if request.blueprint not in OWN_PROOF:
            _protect(answer)
        return answer


def _refusal(wanted: frozenset[Role] | str) -> Answer | None:
    if wanted == EVERYBODY:
        return None
    if g.person is None:
        return _to_sign_in()
    forged = request.method in WRITES and not _from_our_page()
    if forged or not g.person.roles.intersection(wanted):
        because("the form is not ours" if forged else "no role of theirs may")
        return render_template("refused.html"), HTTPStatus.FORBIDDEN
    return _to_account() if not _may_do_first() else None


def _may_do_first() -> bool:
    """With a password that was given nothing is turned on that its person would be held to."""
    if g.needs == "password":
        return request.endpoint in CHOOSING
    return not g.needs or request.blueprint == "accounts"


def _needs(person: Person | None, two_steps: frozenset[str]) -> str:
    """Say what they have to do first: choose their own `password`, or turn on a `code`."""
    if person is None:
        return ""
    if person.once_until:
        return "password"
    return "code" if not person.totp and person.roles & two_steps else ""


def _to_account() -> Answer:
    because("signed in without a code" if g.needs == "code" else "has chosen no password yet")
    if request.method in WRITES or "HX-Request" in request.headers:
        return render_template("refused.html"), HTTPStatus.FORBIDDEN
    return redirect(url_for("accounts.mine"))


def token_for(secret: str) -> str:
    """Return what the forms of a signed-in browser carry: no other site can know it."""
    return hmac.new(secret.encode(), b"linja form", sha256).hexdigest()


def _who(engine: Engine, clock: Clock) -> Person | None:
    secret, now = cookie.held(), clock.now()
    if not secret:
        return None
    with engine.connect().execution_options(readonly=True) as connection:
        found = sign_ins.find(connection, secret, now)
        person = people.find(connection, found.name) if found else None
    if is_over(person, now):
        return None
    if found and sign_ins.needs_noting(found, now):
        with engine.begin() as connection:
            sign_ins.seen(connection, found, now)
    g.sign_in = found
    return person


def _from_our_page() -> bool:
    """A form of ours has the token; a browser that says where from must say from here."""
    given = request.form.get(TOKEN, "") or request.headers.get("X-CSRF", "")
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    expected = token_for(cookie.held())
    return site == "same-origin" and hmac.compare_digest(given.encode(), expected.encode())


def _to_sign_in() -> Answer:
    g.session_over = True
    by_htmx = "HX-Request" in request.headers
    if request.method in WRITES and cookie.held() and not by_htmx:
        return render_template("signed_out.html", written=_kept()), HTTPStatus.UNAUTHORIZED
    if request.method in WRITES or by_htmx:
        return "", HTTPStatus.UNAUTHORIZED, _loading_again()
    return redirect(url_for("accounts.sign_in_page", to=request.full_path.rstrip("?")))


def _loading_again() -> dict[str, str]:
    """Have a board that asks every second be loaded anew, which else stands still unseen."""
    return {"HX-Refresh": "true"} if request.blueprint == "desk" else {}


def _kept() -> list[tuple[str, str]]:
    """Return what somebody whose session is over has written, to be copied; no password."""
    request.max_content_length = MOST_KEPT_BYTES
    if request.blueprint == "accounts":
        return []
    try:
        fields = list(request.form.lists())
    except RequestEntityTooLarge:  # such as a recording: they have that themselves
        return []
    said = ((name, "\n".join(texts)) for name, texts in fields if name != TOKEN)
    return [(name, text) for name, text in said if text]


def _protect(answer: Response) -> None:
    """What a page needs beside what every answer has (`ivr/headers.py`)."""
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["Referrer-Policy"] = "same-origin"
    answer.headers["Cross-Origin-Opener-Policy"] = "same-origin"

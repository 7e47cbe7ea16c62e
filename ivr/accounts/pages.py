"""`/sign-in` and `/account`: come in, and look after one's own account."""

from collections.abc import Collection
from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Blueprint, g, redirect, render_template, request, url_for
from sqlalchemy import Connection, Engine
from werkzeug.wrappers import Response

from ivr.accounts import cookie, people, sign_ins, throttle, totp
from ivr.accounts.guard import allow, open_to_everybody
from ivr.accounts.passwords import BadPassword, matches
from ivr.accounts.people import BadPerson
from ivr.accounts.signing_in import Given, SigningIn
from ivr.audit.log import Told, note
from ivr.clock import Clock
from ivr.refused import because
from ivr.sealed import Sealed
from ivr.web.words import word

Page = str | Response | tuple[str, HTTPStatus]


def accounts_blueprint(
    engine: Engine, clock: Clock, sealed: Sealed, printed: Collection[str] = ()
) -> Blueprint:
    """Make the pages. `printed`: as `SigningIn`."""
    accounts = Blueprint("accounts", __name__, template_folder="templates")
    _add_door(accounts, SigningIn(engine, clock, sealed, printed))
    _add_way_out(accounts, engine, clock)
    _add_own(accounts, engine, clock)
    _add_sign_ins(accounts, engine, clock)
    _add_second_factor(accounts, engine, clock, sealed)
    return accounts


def _add_door(accounts: Blueprint, door: SigningIn) -> None:
    @accounts.get("/sign-in")
    @open_to_everybody
    def sign_in_page() -> str:
        return render_template("sign_in.html", to=_within(request.args.get("to")), name="")

    @accounts.post("/sign-in")
    @open_to_everybody
    def sign_in() -> Page:
        to, name = _within(request.form.get("to")), request.form.get("name", "")
        if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
            because("another site's form")
            page = render_template("sign_in.html", to=to, name="", failure="other_site")
            return page, HTTPStatus.FORBIDDEN
        secret, failure = door.sign_in(_given(name), g.get("sign_in"))
        if failure:
            because("too many failures" if failure == "wait" else "name, password or code wrong")
            page = render_template("sign_in.html", to=to, name=name, failure=failure)
            waits = failure == "wait"
            return page, HTTPStatus.TOO_MANY_REQUESTS if waits else HTTPStatus.UNAUTHORIZED
        answer = redirect(to or url_for("web.home"), HTTPStatus.SEE_OTHER)
        cookie.give(answer, secret)
        return answer


def _add_way_out(accounts: Blueprint, engine: Engine, clock: Clock) -> None:
    @accounts.post("/sign-out")
    @allow()
    def sign_out() -> Page:
        with engine.begin() as connection:
            sign_ins.end(connection, g.person.name, g.sign_in.id)
            _note(connection, "sign_in.over", clock)
        answer = redirect(url_for("accounts.sign_in_page"), HTTPStatus.SEE_OTHER)
        cookie.take(answer)
        return answer


def _add_own(accounts: Blueprint, engine: Engine, clock: Clock) -> None:
    @accounts.get("/account")
    @allow()
    def mine() -> Page:
        return _mine(engine, clock, done=_known_done(request.args.get("done", "")))

    @accounts.post("/account/language")
    @allow()
    def change_language() -> Page:
        try:
            with engine.begin() as connection:
                people.set_language(connection, g.person.name, request.form.get("language", ""))
        except BadPerson as error:
            return _mine(engine, clock, problem=str(error)), HTTPStatus.BAD_REQUEST
        return _back("language")


def _add_sign_ins(accounts: Blueprint, engine: Engine, clock: Clock) -> None:
    @accounts.post("/account/password")
    @allow()
    def change_password() -> Page:
        unproved = _unproved(engine, clock)
        if unproved:
            return unproved
        new = request.form.get("new", "")
        if new == request.form.get("old", ""):
            return _mine(engine, clock, problem=word("account.same")), HTTPStatus.BAD_REQUEST
        try:
            with engine.begin() as connection:
                people.set_password(connection, g.person.name, new)
                _note(connection, "user.password", clock)
        except BadPassword:
            problem = word("account.bad_password")
            return _mine(engine, clock, problem=problem), HTTPStatus.BAD_REQUEST
        return redirect(url_for("accounts.sign_in_page"), HTTPStatus.SEE_OTHER)

    @accounts.post("/account/sign-ins/<sign_in_id>/end")
    @allow()
    def end_sign_in(sign_in_id: str) -> Page:
        with engine.begin() as connection:
            if sign_ins.end(connection, g.person.name, sign_in_id):
                _note(connection, "sign_in.ended", clock, {"sign_in": sign_in_id})
        return _back("ended")


def _add_second_factor(accounts: Blueprint, engine: Engine, clock: Clock, sealed: Sealed) -> None:
    @accounts.post("/account/totp")
    @allow()
    def begin_totp() -> Page:
        secret, code = request.form.get("secret", ""), request.form.get("code", "")
        unproved = _unproved(engine, clock, secret)
        if unproved:
            return unproved
        step = totp.proved(secret, code, clock.now())
        if step is None or g.person.totp:
            problem = word("account.wrong_code")
            return _mine(engine, clock, problem=problem, secret=secret), HTTPStatus.BAD_REQUEST
        with engine.begin() as connection:
            totp.turn_on(connection, g.person.name, secret, sealed, step)
            sign_ins.end_others(connection, g.sign_in)  # there no code was asked for
            _note(connection, "user.totp_on", clock)
        return _back("totp_on")

    @accounts.post("/account/totp/end")
    @allow()
    def end_totp() -> Page:
        code, name = request.form.get("code", ""), g.person.name
        unproved = _unproved(engine, clock)
        if unproved:
            return unproved
        with engine.begin() as connection:
            right = totp.accepted(connection, name, code, sealed, clock.now())
            if right:
                totp.turn_off(connection, name)
                _note(connection, "user.totp_off", clock)
            else:
                _failed(connection, clock)
        if not right:
            return _mine(engine, clock, problem=word("account.wrong_code")), HTTPStatus.BAD_REQUEST
        return _back("totp_off")


def _unproved(engine: Engine, clock: Clock, secret: str = "") -> Page | None:
    """Ask for the password once more: None if it is right, else the page that says it is not."""
    with engine.connect().execution_options(readonly=True) as connection:
        kept, closed = people.password_of(connection, g.person.name), _closed(connection, clock)
    if closed:
        return _wait(engine, clock)
    if matches(kept, request.form.get("old", "")):
        return None
    with engine.begin() as connection:
        _failed(connection, clock)
    page = _mine(engine, clock, problem=word("account.wrong"), secret=secret)
    return page, HTTPStatus.BAD_REQUEST


def _closed(connection: Connection, clock: Clock) -> bool:
    """Whoever guesses from inside, in a browser left open, is slowed down as at the door."""
    return throttle.refused(connection, g.person.name, request.remote_addr or "", clock.now())


def _failed(connection: Connection, clock: Clock) -> None:
    address = request.remote_addr or ""
    throttle.failed(connection, g.person.name, address, clock.now())
    _note(connection, "sign_in.failed", clock, {"address": address, "sign_in": g.sign_in.id})


def _wait(engine: Engine, clock: Clock) -> Page:
    page = _mine(engine, clock, problem=word("sign_in.wait"))
    return page, HTTPStatus.TOO_MANY_REQUESTS


def _note(connection: Connection, what: str, clock: Clock, after: Told = None) -> None:
    name = g.person.name
    note(connection, who=name, what=what, about=name, after=after, at=clock.now())


def _mine(
    engine: Engine, clock: Clock, *, done: str = "", problem: str = "", secret: str = ""
) -> str:
    name = g.person.name
    secret = secret if totp.readable(secret) else totp.new_secret()
    with engine.connect().execution_options(readonly=True) as connection:
        signed_in = sign_ins.listed(connection, name, clock.now())
    return render_template(
        "mine.html",
        sign_ins=signed_in,
        here=g.sign_in.id,
        secret=secret,
        otpauth=totp.address(secret, name),
        picture=totp.picture(totp.address(secret, name)),
        done=done,
        problem=problem,
    )


def _given(name: str) -> Given:
    return Given(
        name=name,
        password=request.form.get("password", ""),
        code=request.form.get("code", ""),
        address=request.remote_addr or "",
        browser=request.headers.get("User-Agent", ""),
    )


def _back(done: str) -> Response:
    return redirect(url_for("accounts.mine", done=done), HTTPStatus.SEE_OTHER)


def _known_done(done: str) -> str:
    return done if done in {"language", "totp_on", "totp_off", "ended"} else ""


def _within(address: str | None) -> str:
    """Only back into this application: never to an address that somebody else chose."""
    parts = urlsplit(address or "")
    ours = parts.path.startswith("/") and not parts.path.startswith(("//", "/\\"))
    return (address or "") if ours and not parts.scheme and not parts.netloc else ""

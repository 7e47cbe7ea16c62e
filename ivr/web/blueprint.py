"""The frame of the pages and its files; one application's pages all stand in it."""

from http import HTTPStatus

from flask import (
    Blueprint,
    Flask,
    Response,
    g,
    redirect,
    render_template,
    request,
    send_from_directory,
    url_for,
)
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.wrappers import Response as AnyResponse

from ivr.accounts import cookie
from ivr.accounts.guard import OWN_PROOF, allow, open_to_everybody, token_for
from ivr.clock import HELSINKI
from ivr.web.navigation import GROUPS, here, places
from ivr.web.packed import PACKED, packed
from ivr.web.words import language_of_page, word

KEPT_SECONDS = 3600


def web_blueprint() -> Blueprint:
    """Make the blueprint: templates of the frame, `/web/…` for its files, and `/`."""
    web = Blueprint("web", __name__, template_folder="templates")

    @web.get("/web/<path:filename>")
    @open_to_everybody
    def file(filename: str) -> Response:
        answer = send_from_directory(f"{web.root_path}/static", filename)
        answer.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
        return _smaller(answer)

    @web.get("/")
    @allow()
    def home() -> AnyResponse:
        first = places(g.person.roles)[0]
        return redirect(url_for(first.endpoint), HTTPStatus.SEE_OTHER)

    return web


def _smaller(answer: Response) -> Response:
    """Pack a file if the browser unpacks; what it has already is not sent at all."""
    if answer.mimetype not in PACKED:
        return answer
    answer.vary.add("Accept-Encoding")
    if answer.status_code == HTTPStatus.OK and request.accept_encodings["gzip"] > 0:
        answer.direct_passthrough = False
        answer.set_data(packed(answer.get_data()))
        answer.content_encoding = "gzip"
    return answer


def speak(app: Flask) -> None:
    """Give every template its words, who looks, and the token for its forms."""

    @app.context_processor
    def known() -> dict[str, object]:
        person = g.get("person")
        known = places(person.roles if person else frozenset())
        return {
            "t": word,
            "language": language_of_page(),
            "person": person,
            "token": token_for(cookie.held()),
            "places": known,
            "place_groups": GROUPS,
            "here": here(known, request.path, url_for),
            "helsinki": lambda at: at.astimezone(HELSINKI),
        }

    @app.errorhandler(NotFound)
    def no_page(problem: NotFound) -> HTTPException | tuple[str, HTTPStatus]:
        if request.blueprint in OWN_PROOF:
            return problem
        return render_template("no_page.html"), HTTPStatus.NOT_FOUND

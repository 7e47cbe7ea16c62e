"""The frame of the pages and its files; one application's pages all stand in it."""

from flask import Blueprint, Flask, Response, g, request, send_from_directory

from ivr.accounts.guard import COOKIE, open_to_everybody, token_for
from ivr.clock import HELSINKI
from ivr.web.navigation import places
from ivr.web.words import language_of_page, word

KEPT_SECONDS = 3600


def web_blueprint() -> Blueprint:
    """Make the blueprint: templates of the frame, and `/web/…` for its files."""
    web = Blueprint("web", __name__, template_folder="templates")

    @web.get("/web/<path:filename>")
    @open_to_everybody
    def file(filename: str) -> Response:
        answer = send_from_directory(f"{web.root_path}/static", filename)
        answer.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
        return answer

    return web


def speak(app: Flask) -> None:
    """Give every template its words, who looks, and the token for its forms."""

    @app.context_processor
    def known() -> dict[str, object]:
        person = g.get("person")
        return {
            "t": word,
            "language": language_of_page(),
            "person": person,
            "token": token_for(request.cookies.get(COOKIE, "")),
            "places": places(person.roles if person else frozenset()),
            "helsinki": lambda at: at.astimezone(HELSINKI),
        }

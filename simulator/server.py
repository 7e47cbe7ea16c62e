"""The simulator over HTTP: REST and control on one port, and a thread that settles what is due."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from flask import Blueprint, Flask, Response
from werkzeug.serving import BaseWSGIServer, make_server

from simulator.control import control_routes
from simulator.exchange import REST_PATH, Exchange
from simulator.handset import handset_routes
from simulator.rest.account import account_routes, add_account
from simulator.rest.calls import add_calls
from simulator.rest.conferences import add_conferences
from simulator.rest.errors import Refusal, check_credentials
from simulator.rest.numbers import add_numbers
from simulator.rest.queues import add_queues
from simulator.rest.recordings import add_recordings
from simulator.rest.texts import add_texts

log = logging.getLogger(__name__)
SETTLE_EVERY_SECONDS = 0.1
POLL_SECONDS = 0.02
"""How soon a served exchange stops."""


def create_server_app(exchange: Exchange) -> Flask:
    """
    Both interfaces of one exchange.

    REST requests only note what is to happen, so that the application may send them while it
    answers one of our webhooks.
    """
    app = Flask(__name__)
    app.register_blueprint(_rest_routes(exchange))
    app.register_blueprint(account_routes(exchange))
    app.register_blueprint(control_routes(exchange))
    app.register_blueprint(handset_routes(exchange))

    @app.get("/")
    def alive() -> tuple[str, int]:
        return "A pretend Twilio.\n", 200

    return app


def _rest_routes(exchange: Exchange) -> Blueprint:
    routes = Blueprint("rest", __name__, url_prefix=f"{REST_PATH}/<account_sid>")
    add_account(routes, exchange)
    add_calls(routes, exchange)
    add_numbers(routes, exchange)
    add_queues(routes, exchange)
    add_conferences(routes, exchange)
    add_recordings(routes, exchange)
    add_texts(routes, exchange)

    @routes.url_value_preprocessor
    def check(_endpoint: str | None, values: dict[str, str] | None) -> None:
        check_credentials(exchange, (values or {}).get("account_sid", ""))

    @routes.errorhandler(Refusal)
    def refuse(refusal: Refusal) -> Response:
        return refusal.response()

    return routes


def listen(exchange: Exchange, host: str, port: int) -> BaseWSGIServer:
    """Bind a threaded server; port 0 takes a free one (`server.server_port`)."""
    return make_server(host, port, create_server_app(exchange), threaded=True)


def settle_until(stop: Event, exchange: Exchange) -> None:
    """Let happen what REST requests ordered, until told to stop."""
    while not stop.wait(SETTLE_EVERY_SECONDS):
        try:
            exchange.settle()
        except Exception:
            log.exception("a call could not go on")


@contextmanager
def served(exchange: Exchange, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """Serve in threads; gives the base address. What REST orders happens at `settle()`."""
    server = listen(exchange, host, port)
    thread = Thread(target=server.serve_forever, args=(POLL_SECONDS,), daemon=True)
    thread.start()
    try:
        yield f"http://{host}:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

"""The web application: voice, feeds, customers and health, over one set of services."""

from functools import partial

import structlog
from flask import Flask, Response, jsonify
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from ivr.accounts.cookie import HTTPS
from ivr.accounts.guard import guard
from ivr.accounts.pages import accounts_blueprint
from ivr.admin.pages import admin_blueprint
from ivr.agent_legs.setup import open_agent_legs
from ivr.api.description import description_blueprint
from ivr.callbacks.figures import CallbackFigures
from ivr.calls.breakable import make_breakable
from ivr.calls.ports import Ports, Threads
from ivr.calls.setup import open_voice
from ivr.calls.wiring import ports_of
from ivr.db.engine import hasty
from ivr.demo.people import PASSWORDS
from ivr.desk.pages import desk_blueprint
from ivr.directory.api import customers_api
from ivr.feeds.figures import FeedFigures
from ivr.feeds.push import feeds_blueprint
from ivr.headers import protect_answers
from ivr.health import health_blueprint
from ivr.messages.figures import MessageFigures
from ivr.messages.webhooks import messages_blueprint
from ivr.metrics import metrics_blueprint
from ivr.notices.answer import Answers
from ivr.notices.api import notices_api
from ivr.outages.api import outages_api
from ivr.overrides import OverridesFile
from ivr.phone.blueprint import phone_blueprint
from ivr.queue.figures import WorkerFigures
from ivr.reachable import Reachable
from ivr.refused import log_refusals
from ivr.sealed import Sealed
from ivr.services import Services
from ivr.settings import BadSettings, Settings
from ivr.sounds.at_hand import AtHand
from ivr.sounds.serving import address_at_hand, sounds_blueprint
from ivr.sounds.store import load
from ivr.studio.pages import studio_blueprint
from ivr.suspicions.figures import SuspicionFigures
from ivr.web.blueprint import speak, web_blueprint

log = structlog.get_logger()


def create_app(settings: Settings, services: Services, ports: Ports | None = None) -> Flask:
    """
    Build the application. Raises BadSettings when it could not check or seal a call.

    It keeps no session and sets no cookie. `ports` are for tests that break one of them.
    """
    problems = list(_missing(settings))
    if problems:
        raise BadSettings(problems)
    threads = Threads()
    ports = ports or ports_of(services)
    at_hand = AtHand(services.folder, partial(load, hasty(services.engine)), threads)
    sound = partial(address_at_hand, at_hand, settings.public_url)
    voice, answering = open_voice(settings, services.clock, ports, threads, sound)
    conversation, fallback = answering.conversation, settings.linja_fallback_number
    app = Flask("linja", static_folder=None)
    app.url_map.merge_slashes = False  # a redirect would turn a webhook into GET
    _behind_proxies(app, int(settings.linja_proxies))
    protect_answers(app, https=settings.https)
    log_refusals(app)
    app.register_blueprint(voice)
    app.register_blueprint(sounds_blueprint(at_hand))
    agents = open_agent_legs(services, ports, threads, conversation.flows)
    if agents:
        app.register_blueprint(agents)
    texts = messages_blueprint(services, ports, threads, conversation.configured)
    app.register_blueprint(texts)
    app.register_blueprint(feeds_blueprint(services))
    app.register_blueprint(customers_api(services.engine))
    answers = Answers(services.engine, services.clock, ports, conversation, fallback)
    app.register_blueprint(notices_api(answers))
    app.register_blueprint(outages_api(services))
    app.register_blueprint(description_blueprint())
    figures = FeedFigures(services.engine, services.clock, threads)
    app.register_blueprint(
        health_blueprint(services.engine, threads, conversation, fallback, figures.told)
    )
    callbacks = CallbackFigures(services.engine, services.clock, threads)
    suspicions = SuspicionFigures(services.engine, services.clock, threads)
    promised = MessageFigures(services.engine, services.clock, threads)
    reachable = Reachable(services.engine, services.clock, threads)
    workers = WorkerFigures(services.engine, services.clock, threads)
    stored = (reachable, workers, callbacks, suspicions, figures, promised)
    app.register_blueprint(metrics_blueprint(*stored))
    _add_pages(app, settings, services, answers)
    if services.overrides:
        _pretend(app, services, services.overrides)
    app.register_error_handler(Exception, _failed)
    conversation.warm_up()
    return app


def _behind_proxies(app: Flask, number: int) -> None:
    """Only who asks is taken from them: our own address is `PUBLIC_URL`, as Twilio signs it."""
    if number:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=number, x_proto=0)  # type: ignore[method-assign]


def _add_pages(app: Flask, settings: Settings, services: Services, answers: Answers) -> None:
    """Add what people sign in to; nothing is shown to whoever has not."""
    app.config[HTTPS] = settings.https
    guard(app, services.engine, services.clock, settings.two_steps)
    speak(app)
    app.register_blueprint(web_blueprint())
    app.register_blueprint(desk_blueprint(services))
    app.register_blueprint(studio_blueprint(services))
    app.register_blueprint(admin_blueprint(services, answers))
    sealed = Sealed(settings.secret_keys)
    printed = () if settings.simulated else PASSWORDS
    accounts = accounts_blueprint(services.engine, services.clock, sealed, printed)
    app.register_blueprint(accounts)


def _pretend(app: Flask, services: Services, overrides: OverridesFile) -> None:
    """Add what is only there beside the simulator: the telephone page and its switches."""
    make_breakable(services.engine, overrides)
    app.register_blueprint(phone_blueprint(services, overrides))


def _missing(settings: Settings) -> list[str]:
    needed = {
        "PUBLIC_URL": settings.public_url,
        "TWILIO_AUTH_TOKEN": settings.twilio_auth_token,
        "SECRET_KEY": settings.secret_key,
    }
    return [
        f"{name}: must be set for the server; `linja run` sets it by itself."
        for name, value in needed.items()
        if not value
    ]


def _failed(problem: Exception) -> Response | HTTPException:
    """Our own bugs outside of calls: told to the operator, not to whoever asked."""
    if isinstance(problem, HTTPException):
        return problem
    log.error("request failed", exc_info=problem, error=type(problem).__name__)
    answer = jsonify(error="internal")
    answer.status_code = 500
    return answer

"""A small application with nothing but feeds, and a source that may push."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from ivr.clock import StoppedClock
from ivr.feeds.push import feeds_blueprint
from ivr.feeds.sources import create_source
from ivr.feeds.tokens import new_token
from ivr.services import Services
from ivr.settings import Settings

Push = Callable[..., TestResponse]


@pytest.fixture(name="engine")
def of_either_kind(either_engine: Engine) -> Engine:
    """Each test here runs on SQLite and on PostgreSQL."""
    return either_engine


@pytest.fixture
def services(clock: StoppedClock, engine: Engine) -> Services:
    """The real services on an empty database, Sunday 22 November 2026 at three."""
    return Services(Settings(), clock, engine)


@pytest.fixture
def token(services: Services) -> str:
    """A token of the source `grid`."""
    now = services.clock.now()
    with services.engine.begin() as connection:
        create_source(connection, "grid", now)
        return new_token(connection, "grid", "push", now)


@pytest.fixture
def client(services: Services) -> FlaskClient:
    """Asks the application over HTTP."""
    return application(feeds_blueprint(services))


@pytest.fixture
def push(client: FlaskClient, token: str) -> Push:
    """Push items as `grid`; keywords are the push's own fields."""

    def send(*items: Any, **head: Any) -> TestResponse:
        return client.post(
            "/feeds/grid",
            data=json.dumps({"outages": items, **head}),
            content_type="application/json",
            headers={"Authorization": f"Bearer {token}"},
        )

    return send


def application(blueprint: Blueprint) -> FlaskClient:
    """Ask an application with nothing but these routes."""
    app = Flask("feeds")
    app.register_blueprint(blueprint)
    return app.test_client()


def with_key(services: Services, *keys: str) -> Services:
    """The same with a key (or several), so that something can be sealed."""
    given = ",".join(keys or ("a secret of ours",))
    return replace(services, settings=replace(services.settings, secret_key=given))


def item(**changes: Any) -> dict[str, Any]:
    """An active electricity outage in 29900, as it is sent."""
    return {
        "id": "F-1",
        "status": "active",
        "service": "electricity",
        "areas": ["29900"],
        "updated_at": "2026-11-22T14:10:00+02:00",
        **changes,
    }

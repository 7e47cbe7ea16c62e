"""The application does what its description says, whatever it is sent."""

import re
from collections.abc import Iterator
from datetime import datetime
from threading import Thread
from typing import Any, NamedTuple

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case
from schemathesis.specs.openapi.checks import positive_data_acceptance
from werkzeug.serving import make_server

from ivr.api.description import description
from ivr.bundles.shipped import publish_shipped
from ivr.clock import HELSINKI, StoppedClock
from ivr.db.engine import open_engine
from ivr.db.schema import create_schema
from ivr.directory.tokens import new_token
from ivr.feeds import tokens as feed_tokens
from ivr.feeds.sources import create_source
from ivr.services import Services
from tests.ivr.house import SETTINGS, open_house, set_up

PREFIX, FEEDS = "/api/v1/", "/feeds/"
RULE_PART = re.compile(r"<(?:\w+:)?(\w+?)_?>")
"""An argument of a route, as `<path:id_>`."""
NOW = datetime(2026, 11, 23, 15, 0, tzinfo=HELSINKI)


class Served(NamedTuple):
    """A running application, and a token that may write."""

    app: Flask
    url: str
    token: str
    feed_token: str

    def token_for(self, path: str) -> str:
        """Return the one that the address asks for."""
        return self.feed_token if path.startswith(FEEDS) else self.token


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The application over a database of its own."""
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('api') / 'linja.db'}")
    create_schema(engine)
    set_up(engine)
    clock = StoppedClock(NOW)
    publish_shipped(Services(SETTINGS, clock, engine))
    with engine.begin() as connection:
        token = new_token(connection, "test", "write", clock.now())
        create_source(connection, "grid", clock.now())
        feed_token = feed_tokens.new_token(connection, "grid", "push", clock.now())
    app = open_house(engine, clock).app
    server = make_server("127.0.0.1", 0, app, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    yield Served(app, f"http://127.0.0.1:{server.port}", token, feed_token)
    server.shutdown()
    server.server_close()
    engine.dispose()


schema = schemathesis.openapi.from_dict(description())


@schema.parametrize()
@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_whatever_is_sent_is_answered_as_described(case: Case[Any], served: Served) -> None:
    case.call_and_validate(
        base_url=served.url,
        headers={"Authorization": f"Bearer {served.token_for(case.path)}"},
        # No schema can say which telephone numbers exist, nor which lines there are.
        excluded_checks=[positive_data_acceptance],
    )


def test_every_address_is_described_and_no_other(served: Served) -> None:
    routes = {
        (RULE_PART.sub(r"{\1}", str(rule)), method.lower())
        for rule in served.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if str(rule).startswith((PREFIX, FEEDS)) and not str(rule).endswith("openapi.json")
    }
    told = {
        (path, method)
        for path, operations in description()["paths"].items()
        for method in operations.keys() & {"get", "put", "post", "delete", "patch"}
    }
    assert routes == told

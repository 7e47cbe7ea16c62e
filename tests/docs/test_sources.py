"""docs/feeds/settings.md and signatures.md: what people copy from them works, and names all."""

import os
import subprocess
import sys
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import Engine
from werkzeug.serving import make_server

from ivr.clock import StoppedClock
from ivr.feeds.polling import Outcome
from ivr.feeds.push import feeds_blueprint
from ivr.feeds.settings import FORMATS, Poll, SourceSettings, read_settings
from ivr.feeds.signatures import new_secret
from ivr.feeds.sources import create_source
from ivr.sealed import Sealed
from ivr.services import Services
from ivr.settings import Settings
from routing.document import read_document
from tests.docs.blocks import DOCS, blocks

PAGE = (DOCS / "feeds/settings.md").read_text("utf-8")
KEY = "a secret of ours"


def test_the_settings_that_are_shown_can_be_applied() -> None:
    (example,) = blocks("feeds/settings.md", "yaml")
    given = read_document(example).sections["sources"]
    settings = {name: read_settings(one) for name, one in given.items()}
    assert settings["grid"].signature == "required"
    assert settings["water-works"].poll is not None


@pytest.mark.parametrize("name", [*SourceSettings.model_fields, *Poll.model_fields])
def test_every_setting_has_its_row(name: str) -> None:
    assert f"\n| `{name}` | " in PAGE


def test_every_format_is_named() -> None:
    (row,) = (line for line in PAGE.splitlines() if line.startswith("| `format` |"))
    assert [name for name in FORMATS if f"`{name}`" not in row] == []


def test_every_result_of_a_poll_has_its_row() -> None:
    results = (Outcome.__doc__ or "").split("people.")[1].split("`")[1::2]
    told = PAGE.split("### What an answer does")[1].split("\n## ")[0]
    assert [result for result in results if f"`{result}`" not in told] == []


def test_the_python_example_is_a_push_that_is_taken(engine: Engine, clock: StoppedClock) -> None:
    (script,) = blocks("feeds/signatures.md", "python")
    with engine.begin() as connection:
        create_source(connection, "try-out", clock.at)
        secret = new_secret(connection, Sealed((KEY,)), "try-out", clock.at)
    app = Flask("feeds")
    app.register_blueprint(feeds_blueprint(Services(Settings(secret_key=KEY), clock, engine)))
    server = make_server("127.0.0.1", 0, app)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        address = f"http://127.0.0.1:{server.port}/feeds/try-out"
        ran = subprocess.run(  # noqa: S603 -- our own page
            [sys.executable, "-c", script],
            env={**os.environ, "SECRET": secret, "ADDRESS": address},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert (ran.stderr, ran.stdout[:15]) == ("", '{"accepted": []')

"""A push into a database whose file is damaged."""

from pathlib import Path

from flask import Flask

from ivr.clock import StoppedClock
from ivr.db.engine import open_engine
from ivr.feeds.push import feeds_blueprint
from ivr.services import Services
from tests.ivr.house import SETTINGS


def test_a_damaged_file_is_503_and_the_push_is_to_be_sent_again(
    tmp_path: Path, clock: StoppedClock
) -> None:
    file = tmp_path / "linja.db"
    file.write_bytes(b"not a database" * 1000)
    engine = open_engine(f"sqlite:///{file}")
    app = Flask("test")
    app.register_blueprint(feeds_blueprint(Services(SETTINGS, clock, engine)))
    answer = app.test_client().post(
        "/feeds/grid", json={"outages": []}, headers={"Authorization": "Bearer feed_x"}
    )
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert answer.json == {"errors": [{"at": "", "problem": "nothing was stored: send it again"}]}
    engine.dispose()

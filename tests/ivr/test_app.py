"""The application as a whole: what it needs to start, and how it fails outside of calls."""

import pytest
from sqlalchemy import Engine

from ivr.accounts.guard import open_to_everybody
from ivr.app import create_app
from ivr.clock import StoppedClock
from ivr.services import Services
from ivr.settings import BadSettings, Settings
from tests.ivr.house import SETTINGS, House


def test_it_does_not_start_without_what_checks_and_seals_calls(
    engine: Engine, clock: StoppedClock
) -> None:
    settings = Settings()
    with pytest.raises(BadSettings) as refused:
        create_app(settings, Services(settings, clock, engine))
    named = [problem.partition(":")[0] for problem in refused.value.problems]
    assert named == ["PUBLIC_URL", "TWILIO_AUTH_TOKEN", "SECRET_KEY"]


@pytest.mark.parametrize("path", ["/feeds/grid", "/api/v1/customers/1", "/health/live"])
def test_every_part_is_there(house: House, path: str) -> None:
    assert house.client.get(path).status_code in {200, 401}


def test_an_unknown_address_is_not_found(house: House) -> None:
    assert house.client.get("/nowhere").status_code == 404


def test_our_own_bug_is_told_to_nobody_but_the_operator(
    engine: Engine, clock: StoppedClock
) -> None:
    app = create_app(SETTINGS, Services(SETTINGS, clock, engine))

    @app.get("/bug")
    @open_to_everybody
    def bug() -> str:
        raise ZeroDivisionError("+358401110001")

    answer = app.test_client().get("/bug")
    assert (answer.status_code, answer.get_json()) == (500, {"error": "internal"})

"""Secrets and whole numbers are planted, and then looked for in all that leaves a process."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

import pytest
import structlog
from sqlalchemy import Engine

from ivr.calls.wiring import ports_of
from ivr.clock import HELSINKI, StoppedClock
from ivr.directory.tokens import new_token as new_api_token
from ivr.feeds.signatures import new_secret
from ivr.feeds.tokens import new_token as new_feed_token
from ivr.logs import configure_logs
from ivr.queue.bells import NAMES, bells_of
from ivr.queue.connect import worker_client
from ivr.sealed import Sealed
from tests.ivr.callbacks.office import MATTI, Office, open_office
from tests.ivr.house import LINE, House, fails, open_house
from tests.ivr.leaks import told_of

ANNA = "+358401110002"
STRANGER = "+358405556677"
KEY = "a-secret-key-that-was-planted"
REGISTER = "a-register-token-that-was-planted"
PAGES = (
    "/health/live",
    "/health/ready",
    "/metrics",
    "/api/v1/openapi.json",
    "/api/v1/customers/1",
    "/api/v1/notices?phone=%2B358401110001",
    "/feeds/grid",
    "/desk/",
    "/sign-in",
    f"/voice/turn/{MATTI}",
    f"/nothing/{MATTI}",
)


def leaks(text: str, secrets: Mapping[str, str]) -> list[str]:
    """Name what is told in a text."""
    return told_of(text, (MATTI, ANNA, STRANGER), secrets)


@pytest.fixture(autouse=True)
def logs() -> Iterator[None]:
    """Log as the server does."""
    configure_logs()
    yield
    structlog.reset_defaults()


@pytest.fixture
def office(demo: Engine, clock: StoppedClock) -> Iterator[Office]:
    """Monday morning, with a register that is away."""
    clock.at = datetime(2026, 11, 23, 8, 5, tzinfo=HELSINKI)
    away = {"linja_register_url": "http://127.0.0.1:9", "linja_register_token": REGISTER}
    with open_office(demo, clock, secret_key=KEY, **away) as opened:
        yield opened


@pytest.fixture
def secrets(office: Office) -> dict[str, str]:
    """Everything secret that there is, by name."""
    with office.engine.begin() as connection:
        return {
            "our key": KEY,
            "the register's token": REGISTER,
            "an API token": new_api_token(connection, "crm", "write", office.now),
            "a feed's token": new_feed_token(connection, "grid", "push", office.now),
            "a feed's secret": new_secret(connection, Sealed((KEY,)), "grid", office.now),
        }


def lives_a_day(office: Office, secrets: Mapping[str, str]) -> str:
    """Calls, callbacks, messages, mistakes and attacks; return what strangers were answered."""
    house = office.house
    for caller in (MATTI, ANNA, STRANGER, "anonymous"):
        house.telephone.calls(caller, LINE).presses("1").presses("0").hangs_up()
    office.books()
    office.rings()
    office.looks()
    broken = open_house(
        office.engine,
        house.services.clock,  # type: ignore[arg-type]
        broken=lambda ports: replace(ports, find=fails, load=fails, areas=fails, asking=fails),
        secret_key=KEY,
    )
    broken.telephone.calls(MATTI, LINE).presses("0")
    list(asks(house, secrets))  # who is let in is told what they sent
    return "\n".join(asks(house, {}))


def asks(house: House, secrets: Mapping[str, str]) -> Iterator[str]:
    """Whoever is not signed in asks for everything, and sends what is wrong."""
    for page in PAGES:
        yield house.client.get(page).text
    form = {"From": MATTI, "To": LINE, "CallSid": "CA1", "Body": KEY}
    yield house.client.post("/voice/incoming", data=form).text
    yield house.client.post("/sms/incoming", data=form).text
    bad = json.dumps({"phones": [MATTI, "no number"], "language": "de"})
    for method, path, name in (
        ("PUT", "/api/v1/customers/9", "an API token"),
        ("POST", "/feeds/grid", "a feed's token"),
    ):
        token = secrets.get(name, "none of ours")
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        for body in (bad, "{", '{"outages": [{"id": "+358401110001"}]}'):
            yield house.client.open(path, method=method, data=body, headers=headers).text


def test_no_log_page_or_metric_tells_a_number_or_a_secret(
    office: Office, secrets: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    told = lives_a_day(office, secrets)
    metrics = office.house.client.get("/metrics").text
    written = capsys.readouterr()
    lines = [json.loads(line)["event"] for line in written.err.splitlines() if line[:1] == "{"]
    assert len(lines) > 5, "there was something to tell"
    assert "linja_turns_total" in metrics
    for text in (told, metrics, written.err, written.out):
        assert leaks(text, secrets) == [], text


def test_no_bell_carries_a_number_or_a_secret(
    office: Office, secrets: dict[str, str], redis_url: str
) -> None:
    services = office.house.services
    settings = replace(services.settings, redis_url=redis_url)
    bells = bells_of(settings)
    ports_of(replace(services, settings=settings, bells=bells))
    office.books()
    assert all(bells.ring(name) for name in NAMES)
    client = worker_client(redis_url)
    held = [client.dump(key) or b"" for key in client.scan_iter()]
    names = [key for key in client.scan_iter()]  # noqa: C416 -- read once more, as text
    client.close()
    assert len(held) >= len(NAMES)
    assert leaks(b"\n".join([*held, *names]).decode("latin-1"), secrets) == []


@pytest.mark.parametrize(
    "text",
    ["to +358401110001", "040 111 0001", "%2B358401110001", "358-40-1110002", f"key={KEY}"],
)
def test_what_would_be_a_leak_is_found(text: str) -> None:
    assert leaks(text, {"our key": KEY})

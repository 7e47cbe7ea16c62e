"""The company's own register, which may be slow, wrong or away."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

import pytest
import requests
import responses
from responses.matchers import header_matcher, query_param_matcher
from structlog.testing import capture_logs

from ivr.directory.register import KEPT_SECONDS, MOST_BYTES, SECONDS, Register
from routing.customer import Customer

URL = "https://register.example.fi/customers"
PHONE = "+358401110001"
RECORD = {"customer_id": "1", "phones": ["0401110001"], "language": "fi", "postcodes": ["29900"]}
MATTI = Customer("1", phones=(PHONE,), language="fi", postcodes=("29900",))


class Monotonic:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def web() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mocked:
        yield mocked


@pytest.fixture
def monotonic() -> Monotonic:
    return Monotonic()


@pytest.fixture
def register(monotonic: Monotonic) -> Register:
    return Register(URL, "secret", monotonic)


def test_it_is_asked_by_number_with_the_token(
    web: responses.RequestsMock, register: Register
) -> None:
    web.get(
        URL,
        json={"customers": [RECORD]},
        match=[
            query_param_matcher({"phone": PHONE}),
            header_matcher({"Authorization": "Bearer secret"}),
        ],
    )
    assert register.find(PHONE) == (MATTI,)
    assert "phone=%2B358401110001" in str(web.calls[0].request.url)


def test_an_answer_is_kept_for_a_while(
    web: responses.RequestsMock, register: Register, monotonic: Monotonic
) -> None:
    web.get(URL, json={"customers": [RECORD]})
    assert register.find(PHONE) == register.find(PHONE) == (MATTI,)
    assert len(web.calls) == 1
    monotonic.seconds += KEPT_SECONDS
    register.find(PHONE)
    register.find("+358401110002")
    assert len(web.calls) == 3


@pytest.mark.parametrize(("status", "body"), [(200, {"customers": []}), (404, {})])
def test_nobody_of_that_number_is_an_answer_too(
    web: responses.RequestsMock, register: Register, status: int, body: dict[str, Any]
) -> None:
    web.get(URL, json=body, status=status)
    assert register.find(PHONE) == register.find(PHONE) == ()
    assert len(web.calls) == 1


def test_bad_records_are_dropped_and_unknown_fields_passed_over(
    web: responses.RequestsMock, register: Register
) -> None:
    records = [
        {"customer_id": "2", "postcodes": ["x"]},
        "text",
        RECORD | {"segment": "gold", "emails": None},
    ]
    web.get(URL, json={"customers": records})
    with capture_logs() as logs:
        assert register.find(PHONE) == (MATTI,)
    assert [(one["event"], one["at"]) for one in logs] == [
        ("register_record_dropped", "postcodes[0]"),
        ("register_record_dropped", ""),
    ]


@pytest.mark.parametrize(
    "answer",
    [
        {"body": "not json"},
        {"json": []},
        {"json": {}},
        {"json": {"customers": "none"}},
        {"body": "x" * (MOST_BYTES + 1)},
        {"json": {"customers": []}, "status": 500},
        {"json": {"customers": []}, "status": 401},
        {"status": 302, "headers": {"Location": "https://elsewhere.example"}},
        {"body": requests.ConnectionError(f"/customers?phone={PHONE}")},
    ],
)
def test_whatever_goes_wrong_the_call_goes_on_and_the_number_is_not_logged(
    web: responses.RequestsMock, register: Register, answer: dict[str, Any]
) -> None:
    web.get(URL, **answer)
    with capture_logs() as logs:
        assert register.find(PHONE) == ()
    assert [one["event"] for one in logs] == ["register_failed"]
    assert "40111" not in str(logs)


def test_after_five_failures_it_is_left_alone_for_a_while(
    web: responses.RequestsMock, register: Register, monotonic: Monotonic
) -> None:
    web.get(URL, status=500)
    for _ in range(8):
        register.find(PHONE)
    assert len(web.calls) == 5
    monotonic.seconds += 15
    register.find(PHONE)
    register.find(PHONE)
    assert len(web.calls) == 6
    web.replace(responses.GET, URL, json={"customers": [RECORD]})
    monotonic.seconds += 15
    assert register.find(PHONE) == (MATTI,)


class Quiet(BaseHTTPRequestHandler):
    """Logs nothing."""

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class Breaking(Quiet):
    """Promises more than it sends."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b'{"customers"')


class Dripping(Quiet):
    """Sends a byte now and then, so that no socket timeout ever strikes."""

    stopped = Event()

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        with suppress(OSError):
            while not self.stopped.wait(0.05):
                self.wfile.write(b" ")


@contextmanager
def serving(handler: type[Quiet]) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_a_register_that_drips_is_not_waited_for() -> None:
    with serving(Dripping) as url:
        began = time.monotonic()
        found = Register(url).find(PHONE)
        took = time.monotonic() - began
        Dripping.stopped.set()
    assert found == ()
    assert took < SECONDS + 0.7


def test_a_register_that_breaks_off_is_done_without() -> None:
    with serving(Breaking) as url, capture_logs() as logs:
        assert Register(url).find(PHONE) == ()
    assert [one["event"] for one in logs] == ["register_failed"]

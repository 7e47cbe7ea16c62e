"""The simulator and the application as two servers, over HTTP as in `linja run`."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import pytest
import requests
from flask import Flask, Response
from werkzeug.serving import make_server

from simulator.exchange import ACCOUNT_SID, AUTH_TOKEN, Exchange
from simulator.face import scripted
from simulator.server import served, settle_until
from simulator.transport import HttpTransport, NoReply

CALLER, LINE, CUSTOMER = "+358401110001", "+358931570000", "+358501234567"


@contextmanager
def _application(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def _twiml(inner: str) -> Response:
    return Response(f"<Response>{inner}</Response>", content_type="text/xml")


def test_the_application_may_order_calls_while_it_answers_us() -> None:
    app = Flask("application")
    heard = Event()
    told = Event()
    address: list[str] = []

    @app.post("/voice/incoming")
    def incoming() -> Response:
        answer = requests.post(
            f"{address[0]}/2010-04-01/Accounts/{ACCOUNT_SID}/Calls.json",
            auth=(ACCOUNT_SID, AUTH_TOKEN),
            data={"To": CUSTOMER, "From": LINE, "Url": f"{address[1]}/out"},
            timeout=5,
        )
        assert answer.status_code == 201
        return _twiml('<Gather numDigits="1"/>')

    @app.post("/out")
    def out() -> Response:
        heard.set()
        return _twiml("<Hangup/>")

    @app.post("/voice/status")
    def status() -> str:
        told.set()
        return ""

    stop = Event()
    with _application(app) as base:
        exchange = Exchange(HttpTransport(), app_url=base)
        settler = Thread(target=settle_until, args=(stop, exchange), daemon=True)
        settler.start()
        with served(exchange) as url:
            address += [url, base]
            assert scripted(url, CALLER, LINE, [])["ended"] == "caller"
            assert heard.wait(10)
            assert told.wait(10)
        stop.set()
        settler.join()
    assert exchange.problems == []


def test_an_application_that_is_not_there_is_no_reply() -> None:
    with pytest.raises(NoReply, match="no connection") as lost:
        HttpTransport().send("POST", "http://127.0.0.1:9/voice", "a=b", {})
    assert lost.value.policy == "ct"


def test_the_command_serves_until_it_is_stopped() -> None:
    app = Flask("application")

    @app.post("/voice/incoming")
    def incoming() -> Response:
        return _twiml('<Gather numDigits="1"/>')

    @app.post("/voice/status")
    def status() -> str:
        return ""

    with _application(app) as base, _process(base) as url:
        assert scripted(url, CALLER, LINE, [""])["ended"] == "hangup"
        numbers = requests.get(
            f"{url}/2010-04-01/Accounts/{ACCOUNT_SID}/IncomingPhoneNumbers.json",
            auth=(ACCOUNT_SID, "secret"),
            timeout=5,
        )
        assert numbers.json()["incoming_phone_numbers"][0]["voice_url"] == f"{base}/voice/incoming"


@contextmanager
def _process(app_url: str) -> Iterator[str]:
    command = [sys.executable, "-m", "simulator", "--port", "0", "--app", app_url]
    command += ["--token", "secret", "--number", LINE]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 -- our own program
        assert process.stdout is not None
        yield process.stdout.readline().split()[-1]
        process.terminate()

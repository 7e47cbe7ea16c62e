"""The voice addresses: only POST, only signed, and then never an error."""

import json
import shutil
from collections.abc import Iterator

import pytest
from defusedxml.ElementTree import fromstring
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from ivr.clock import StoppedClock
from ivr.db.engine import open_engine
from ivr.twilio.refusal import NO_SIGNATURE, OTHER_ADDRESS, OTHER_HOST, OTHER_TOKEN
from simulator.exchange import AUTH_TOKEN
from simulator.signature import sign
from tests.conftest import SUNDAY_AFTERNOON
from tests.ivr.conftest import founded
from tests.ivr.house import FIRST, LINE, PUBLIC, House, open_house

ADDRESSES = (
    "/voice/incoming",
    "/voice/incoming/",
    "/voice/turn/AbC-_",
    "/voice/rescue/customer-service/fi/0",
    "/voice/fallback",
    "/voice/status",
    "/voice/leg/whisper/AbC-_",
    "/voice/leg/accept/AbC-_",
    "/voice/",
    "/voice/nowhere",
    "/voice/turn/a/b",
    "/voice/turn/h%C3%A4iri%C3%B6?x=%7E",
)
FORM = {"CallSid": "CA1", "From": "+358401110001", "To": LINE}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, empty_sqlite: Engine) -> Iterator[House]:
    """One for all, as nothing here changes anything."""
    file = shutil.copy(
        str(empty_sqlite.url.database), tmp_path_factory.mktemp("house") / "linja.db"
    )
    engine = open_engine(f"sqlite:///{file}")
    clock = StoppedClock(SUNDAY_AFTERNOON)
    yield open_house(founded(engine, clock), clock)
    engine.dispose()


def verbs(answer: TestResponse) -> list[str]:
    """Return the verbs of a document."""
    return [verb.tag for verb in fromstring(answer.data)]


@pytest.mark.parametrize("path", ADDRESSES)
def test_what_is_not_signed_is_refused(house: House, path: str) -> None:
    answer = house.client.post(path, data=FORM, base_url=PUBLIC)
    assert answer.status_code == 403


@pytest.mark.parametrize("path", ADDRESSES)
def test_what_is_signed_for_another_address_is_refused(house: House, path: str) -> None:
    headers = {"X-Twilio-Signature": sign(AUTH_TOKEN, PUBLIC + "/voice/other", FORM)}
    answer = house.client.post(path, data=FORM, headers=headers, base_url=PUBLIC)
    assert answer.status_code == 403


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_only_post_is_a_method(house: House, path: str, method: str) -> None:
    assert house.client.open(path, method=method, base_url=PUBLIC).status_code == 405


@pytest.mark.parametrize("path", [path for path in ADDRESSES if path != "/voice/status"])
@pytest.mark.parametrize(
    "form", [FORM, {}, {"CallSid": ""}, {**FORM, "To": "+358999999999"}, {**FORM, "Digits": "x"}]
)
def test_what_is_signed_is_always_answered_with_a_document(
    house: House, path: str, form: dict[str, str]
) -> None:
    answer = house.post(path, **form)
    assert (answer.status_code, answer.content_type) == (200, "text/xml; charset=utf-8")
    assert verbs(answer) != []


def test_a_status_callback_needs_no_document(house: House) -> None:
    answer = house.post("/voice/status", CallStatus="completed", **FORM)
    assert (answer.status_code, answer.data) == (204, b"")


@pytest.mark.parametrize(
    "path",
    ["/voice/turn/AbC-_", "/voice/nowhere", "/voice/turn/a/b", "/voice/fallback"],
)
def test_an_address_that_cannot_be_read_connects_to_a_person(house: House, path: str) -> None:
    answer = house.post(path, **FORM)
    assert verbs(answer) == ["Say", "Dial"]
    assert FIRST in answer.text


def test_a_number_that_was_never_set_up_still_reaches_somebody(house: House) -> None:
    answer = house.post("/voice/incoming", CallSid="CA1", From="anonymous", To="+358999999999")
    assert verbs(answer) == ["Say", "Dial"]


def test_a_number_that_is_no_line_is_one_line_in_the_log_that_says_what_to_do(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    house.post("/voice/incoming", CallSid="CA1", From="anonymous", To="+358999999999")
    logged = capsys.readouterr().err
    (line,) = [line for line in logged.splitlines() if "no line" in line]
    assert "`linja config apply`" in line
    assert "+35899*****99" in line
    assert "Traceback" not in logged


def test_the_fallback_keeps_the_language_and_the_line(house: House) -> None:
    call = house.telephone.calls("+358401110002", "+358931570001")
    at = call.leg.requests[-1].reply.body.decode().split('action="')[1].split('"')[0]
    answer = house.post(
        "/voice/fallback", CallSid=call.sid, To=LINE, ErrorUrl=at, ErrorCode="11200"
    )
    assert 'language="sv-SE"' in answer.text
    assert "+358931570040" in answer.text


def test_the_fallback_of_a_rescue_goes_on_where_it_was(house: House) -> None:
    at = f"{PUBLIC}/voice/rescue/customer-service/fi/1"
    answer = house.post("/voice/fallback", **FORM, ErrorUrl=at, ErrorCode="11205")
    assert "+358931570011" in answer.text


@pytest.mark.parametrize("at", ["", "http://[", "x" * 5000, "https://ivr.example.fi/voice/turn/"])
def test_the_fallback_makes_do_with_any_error_address(house: House, at: str) -> None:
    assert verbs(house.post("/voice/fallback", **FORM, ErrorUrl=at)) == ["Say", "Dial"]


def test_a_body_that_is_too_large_is_not_read(house: House) -> None:
    form = {"CallSid": "CA1", "Body": "x" * 70_000}
    assert house.post("/voice/incoming", **form).status_code == 403


def test_a_body_in_another_form_is_not_ours(house: House) -> None:
    answer = house.client.post("/voice/incoming", json={"CallSid": "CA1"}, base_url=PUBLIC)
    assert answer.status_code == 403


def test_slashes_are_not_tidied_by_a_redirect(house: House) -> None:
    assert house.client.post("//voice//incoming", base_url=PUBLIC).status_code in {403, 404}


def test_a_refusal_is_logged_without_the_number(
    house: House, capfd: pytest.CaptureFixture[str]
) -> None:
    house.client.post("/voice/incoming", data=FORM, base_url=PUBLIC)
    logged = capfd.readouterr()
    assert "not signed" in logged.out + logged.err
    assert "0401110001" not in logged.out + logged.err
    assert "358401110001" not in logged.out + logged.err


TOLD = "https://told.example.fi"


def refused(
    house: House, capsys: pytest.CaptureFixture[str], at: str, token: str, seen: str
) -> dict[str, str]:
    """What the log says of a webhook that was signed for `at`, and came to `seen`."""
    headers = {"X-Twilio-Signature": sign(token, at + "/voice/incoming", FORM)}
    answer = house.client.post("/voice/incoming", data=FORM, headers=headers, base_url=seen)
    assert answer.status_code == 403
    lines = capsys.readouterr().err.splitlines()
    (found,) = [json.loads(line) for line in lines if "webhook refused" in line]
    return dict(found)


def test_the_cause_of_a_refusal_is_the_address_in_the_settings(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    found = refused(house, capsys, TOLD, AUTH_TOKEN, seen=TOLD)
    assert found["cause"] == OTHER_ADDRESS
    assert (found["public_url"], found["seen"]) == (PUBLIC, TOLD)


def test_the_cause_of_a_refusal_is_the_address_that_twilio_was_told(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refused(house, capsys, TOLD, AUTH_TOKEN, seen="http://10.0.0.7:8000")["cause"] == (
        OTHER_HOST
    )


def test_the_cause_of_a_refusal_is_the_token(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    found = refused(house, capsys, PUBLIC, "another token", seen=PUBLIC)
    assert found["cause"] == OTHER_TOKEN
    assert "another token" not in json.dumps(found)
    assert AUTH_TOKEN not in json.dumps(found)


def test_a_made_up_host_is_not_logged(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    house.client.post("/voice/incoming", data=FORM, headers={"X-Forwarded-Host": "x y {"})
    logged = capsys.readouterr().err
    assert NO_SIGNATURE in logged
    assert '"seen": ""' in logged

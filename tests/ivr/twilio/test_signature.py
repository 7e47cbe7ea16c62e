"""The table of Twilio's signature cases, over the environ that a real server makes."""

import io
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator
from werkzeug.serving import BaseWSGIServer, make_server

from ivr.twilio.signature import MOST_FIELDS, Form, Signatures, read_form, signed_address

PUBLIC = "https://ivr.example.fi"
TOKEN = "a-token"
FORM = Form([("CallSid", "CA1"), ("From", "+358401110001"), ("ToZip", "")])

TARGETS = (
    "/voice?lang=fi",
    "/voice?n=%2B358",
    "/voice?q=a%20b",
    "/voice?q=a+b",
    "/voice?kunta=Hyvink%C3%A4%C3%A4",
    "/voice?x=%7Ea",
    "/voice?d=%27",
    "/h%C3%A4iri%C3%B6?x=1",
    "/voice/turn/AbC-_9",
)


def sign(address: str, form: Form = FORM, token: str = TOKEN) -> str:
    """Sign as Twilio does."""
    signature: str = RequestValidator(token).compute_signature(address, form)
    return signature


def environ(target: str, signature: str | None, **more: str) -> dict[str, str]:
    """Return what gunicorn gives: RAW_URI alone."""
    header = {} if signature is None else {"HTTP_X_TWILIO_SIGNATURE": signature}
    return {"RAW_URI": target, **header, **more}


@pytest.fixture(name="checks")
def signatures() -> Signatures:
    return Signatures(PUBLIC, [TOKEN])


@pytest.mark.parametrize("target", TARGETS)
def test_the_raw_target_is_what_was_signed(checks: Signatures, target: str) -> None:
    assert checks.genuine(environ(target, sign(PUBLIC + target)), FORM)


@pytest.mark.parametrize("target", TARGETS)
def test_another_target_is_not_what_was_signed(checks: Signatures, target: str) -> None:
    assert not checks.genuine(environ(target, sign(PUBLIC + target + "x")), FORM)


@pytest.mark.parametrize("told", ["https://ivr.example.fi:443", "https://ivr.example.fi"])
def test_the_port_may_be_signed_or_not(checks: Signatures, told: str) -> None:
    assert checks.genuine(environ("/voice", sign(told + "/voice")), FORM)


def test_a_port_of_ours_may_be_signed_or_not() -> None:
    checks = Signatures("http://127.0.0.1:8000", [TOKEN])
    told = ["http://127.0.0.1:8000/voice", "http://127.0.0.1/voice"]
    assert [checks.genuine(environ("/voice", sign(one)), FORM) for one in told] == [True, True]


def test_the_scheme_comes_from_our_settings_not_from_the_proxy(checks: Signatures) -> None:
    plain = environ("/voice", sign("http://ivr.example.fi/voice"), HTTP_X_FORWARDED_PROTO="http")
    assert not checks.genuine(plain, FORM)


@pytest.mark.parametrize("signature", [None, "", "nonsense", "ääkköset"])
def test_a_missing_or_odd_signature_is_a_no(checks: Signatures, signature: str | None) -> None:
    assert not checks.genuine(environ("/voice", signature), FORM)


def test_two_tokens_are_good_while_one_is_rotated() -> None:
    checks = Signatures(PUBLIC, ["new", "old"])
    verdicts = [
        checks.genuine(environ("/voice", sign(PUBLIC + "/voice", token=token)), FORM)
        for token in ("new", "old", "older")
    ]
    assert verdicts == [True, True, False]


def test_without_a_token_nothing_is_checked_and_nothing_starts() -> None:
    with pytest.raises(ValueError, match="TWILIO_AUTH_TOKEN"):
        Signatures(PUBLIC, [])


def test_an_absolute_target_is_read_by_its_path(checks: Signatures) -> None:
    target = "http://10.0.0.7:8000/voice?x=1"
    assert checks.genuine(environ(target, sign(PUBLIC + "/voice?x=1")), FORM)


def test_a_target_that_begins_with_two_slashes_is_a_path_not_a_host() -> None:
    assert signed_address(PUBLIC, {"RAW_URI": "//evil.example/voice"}) == (
        PUBLIC + "//evil.example/voice"
    )


def test_the_servers_own_target_comes_first_and_a_fragment_is_never_sent() -> None:
    both = {"REQUEST_URI": "/voice?a=%7E#top", "RAW_URI": "/other"}
    assert signed_address(PUBLIC + "/", both) == PUBLIC + "/voice?a=%7E"


@pytest.mark.parametrize(
    "change",
    [
        {"From": "+358401110002"},
        {"ToZip": "00100"},
        {"Digits": "0"},
    ],
)
def test_every_field_is_signed(checks: Signatures, change: Mapping[str, str]) -> None:
    changed = Form(FORM)
    changed.update(change)
    assert not checks.genuine(environ("/voice", sign(PUBLIC + "/voice")), changed)


def test_blank_fields_are_kept_because_they_are_signed() -> None:
    read = read_form(b"ToZip=&From=%2B358401110001&Say=h%C3%A4iri%C3%B6+on")
    assert read.to_dict() == {"ToZip": "", "From": "+358401110001", "Say": "häiriö on"}


@given(st.one_of(st.binary(), st.from_regex(rb"[a-zA-Z0-9%=&+;\xc3\xa4]*", fullmatch=True)))
def test_a_body_is_read_as_the_standard_library_reads_it(body: bytes) -> None:
    text = body.decode("utf-8", "replace")
    pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    assert list(read_form(body).items(multi=True)) == list(Form(pairs).items(multi=True))


def test_repeated_fields_are_signed_once_each_in_order(checks: Signatures) -> None:
    read = read_form(b"Event=b&Event=a&Event=b")
    address = PUBLIC + "/voice"
    told = RequestValidator(TOKEN).compute_signature(address + "EventaEventb", {})
    assert checks.genuine(environ("/voice", told), read)


def test_keys_are_sorted_by_key_even_when_one_begins_with_another(checks: Signatures) -> None:
    read = read_form(b"ReasonConferenceEnded=x&Reason=y")
    address = PUBLIC + "/voice"
    told = RequestValidator(TOKEN).compute_signature(address + "ReasonyReasonConferenceEndedx", {})
    assert checks.genuine(environ("/voice", told), read)


def test_a_body_of_a_thousand_fields_is_refused() -> None:
    with pytest.raises(ValueError, match="fields"):
        read_form(b"&".join(b"a%d=1" % n for n in range(1000)))


class Recorder:
    """A WSGI application that says whether the request was genuine."""

    def __init__(self, checks: Signatures) -> None:
        self.checks = checks

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> list[bytes]:
        """Answer yes or no."""
        stream: io.BufferedIOBase = environ["wsgi.input"]
        body = stream.read(int(environ["CONTENT_LENGTH"]))
        verdict = b"yes" if self.checks.genuine(environ, read_form(body)) else b"no"
        start("200 OK", [("Content-Length", str(len(verdict)))])
        return [verdict]


@pytest.fixture(name="server")
def werkzeug_server(checks: Signatures) -> Iterator[BaseWSGIServer]:
    served = make_server("127.0.0.1", 0, Recorder(checks))
    thread = Thread(target=served.serve_forever)
    thread.start()
    yield served
    served.shutdown()
    thread.join()
    served.server_close()


@pytest.mark.parametrize("target", TARGETS)
def test_a_real_server_hands_the_target_on_as_it_was_sent(
    server: BaseWSGIServer, target: str
) -> None:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=5)
    body = "CallSid=CA1&From=%2B358401110001&ToZip="
    headers: dict[str, Any] = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Twilio-Signature": sign(PUBLIC + target),
    }
    connection.request("POST", target, body, headers)
    answer = connection.getresponse().read()
    connection.close()
    assert answer == b"yes"


ORIGINS = (
    PUBLIC,
    "https://ivr.example.fi/",
    "HTTPS://IVR.example.fi",
    "https://ivr.example.fi:443",
    "http://127.0.0.1:8000",
    "https://who@ivr.example.fi:8443",
)
TEXT = st.text(st.characters(codec="utf-8"))
PATHS = st.one_of(
    st.sampled_from(TARGETS),
    st.from_regex(r"/[a-zA-Z0-9/_.~?#;%&=+:@ -]*", fullmatch=True),
    st.text(st.characters(max_codepoint=255)),
)
FORMS = st.lists(st.tuples(TEXT, TEXT)).map(Form)


@given(st.sampled_from(ORIGINS), PATHS, FORMS, st.sampled_from(ORIGINS), TEXT)
def test_the_verdict_is_that_of_twilios_library(
    public: str, target: str, form: Form, signed_origin: str, other: str
) -> None:
    checks = Signatures(public, [TOKEN])
    address = signed_address(public, {"RAW_URI": target})
    told = signed_address(signed_origin, {"RAW_URI": target})

    for signature in (sign(address, form), sign(told, form), sign(address + other, form), other):
        verdict = checks.genuine(environ(target, signature), form)

        assert verdict == library_says(address, form, signature)


def library_says(address: str, form: Form, signature: str) -> bool:
    try:
        return bool(signature) and bool(RequestValidator(TOKEN).validate(address, form, signature))
    except ValueError:  # it cannot read the address
        return False

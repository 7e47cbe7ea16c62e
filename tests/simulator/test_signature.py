"""Signatures against Twilio's own validator and its documented example."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from simulator.signature import sign

URL = "https://mycompany.com/myapp.php?foo=1&bar=2"
FORM = {
    "CallSid": "CA1234567890ABCDE",
    "Caller": "+12349013030",
    "Digits": "1234",
    "From": "+12349013030",
    "To": "+18005551212",
}


def test_twilios_documented_example() -> None:
    assert sign("12345", URL, FORM) == "0/KCTR6DLpKmkAf8muzZqo1nDgQ="


def test_the_order_of_the_form_does_not_matter() -> None:
    assert sign("12345", URL, dict(reversed(FORM.items()))) == sign("12345", URL, FORM)


def test_names_are_sorted_before_values() -> None:
    assert sign("t", URL, {"ReasonX": "a", "Reason": "z"}) == _twilios(
        URL, {"Reason": "z", "ReasonX": "a"}, "t"
    )


def test_the_fragment_is_not_signed() -> None:
    assert sign("12345", f"{URL}#rc=2", FORM) == sign("12345", URL, FORM)


@pytest.mark.parametrize(
    "url",
    [
        "https://ivr.example.fi/voice?kunta=Hyvink%C3%A4%C3%A4",
        "https://ivr.example.fi/voice?x=%7Ea",
        "http://127.0.0.1:8000/voice/turn/abc-_~.",
        "https://user:pass@ivr.example.fi/v",
    ],
)
def test_addresses_are_signed_as_they_stand(url: str) -> None:
    assert sign("12345", url, FORM) == _twilios(url, FORM, "12345")


names = st.text(st.characters(categories=["L", "N"]), min_size=1)


@given(st.dictionaries(names, st.text(st.characters(exclude_categories=["Cs"]))))
def test_any_form_is_signed_as_twilio_signs_it(form: dict[str, str]) -> None:
    assert sign("token", URL, form) == _twilios(URL, form, "token")


def _twilios(url: str, form: dict[str, str], token: str) -> str:
    signature: str = RequestValidator(token).compute_signature(url, form)
    return signature

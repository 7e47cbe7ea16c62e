"""The state of a call survives its address, for twelve hours, in less than a kilobyte."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.state import Caller, State
from flows.verbs import Dial, Digits, Hangup, Keys, Verb, Whisper
from ivr.calls.seal import BadSeal, Sealer
from ivr.calls.waiting import Wait, Waiting, open_waiting, seal_waiting, wait_of
from tests.conftest import SUNDAY_AFTERNOON as NOW

CALL = "CA" + "0" * 32
SEALER = Sealer(["a secret of ours"])
STARTED = int(NOW.timestamp())

FULL = State(
    bundle="0123456789abcdef",
    line="+358931570000",
    language="sv",
    caller=Caller(
        customers=1,
        places=("29900", "00100", "65100"),
        services=("electricity", "telecom", "newspaper"),
        language="sv",
        why="purchases",
    ),
    started_at=STARTED,
    flow="customer-service",
    step="after-the-notice",
    turn=200,
    tries=2,
    place="29900",
    typed=True,
    behalf=True,
    chosen=True,
    heard="2026-11-22T19:00:00+02:00",
    heard_keys=("electricity:F-1187:3", "telecom:T-22:1", "newspaper:N-20261122:2"),
    vars={"postcode": "29900", "customer_number": "1234567890", "reason": "billing"},
    memo={"place": "1", "asked": "29900"},
)

texts = st.text(st.characters(codec="utf-8"), max_size=20)
callers = st.builds(
    Caller,
    withheld=st.booleans(),
    customers=st.integers(0, 9),
    places=st.lists(texts).map(tuple),
    asked_places=st.lists(texts).map(tuple),
    services=st.lists(texts).map(tuple),
    language=texts,
    why=texts,
)
states = st.builds(
    State,
    bundle=texts,
    line=texts,
    language=texts,
    caller=callers,
    started_at=st.just(STARTED),
    flow=texts,
    step=texts,
    turn=st.integers(0, 200),
    tries=st.integers(0, 9),
    place=texts,
    typed=st.booleans(),
    behalf=st.booleans(),
    chosen=st.booleans(),
    heard=texts,
    heard_keys=st.lists(texts).map(tuple),
    vars=st.dictionaries(texts, texts),
    memo=st.dictionaries(texts, texts),
)


@given(states, st.sampled_from(get_args(Wait)))
def test_a_wait_comes_back_as_it_was(state: State, wait: Wait) -> None:
    token = seal_waiting(SEALER, CALL, Waiting(state, wait))
    assert open_waiting(SEALER, CALL, token, NOW) == Waiting(state, wait)


def test_a_full_state_fits_into_half_of_what_is_allowed() -> None:
    assert len(seal_waiting(SEALER, CALL, Waiting(FULL, "keys"))) <= 512


def test_a_customer_with_fifty_places_still_fits_into_a_kilobyte() -> None:
    places = tuple(f"{n * 7919 % 90000 + 10000:05}" for n in range(50))
    crowded = replace(FULL, caller=replace(FULL.caller, places=places))
    assert len(seal_waiting(SEALER, CALL, Waiting(crowded, "keys"))) <= 1000


def test_a_call_is_good_for_twelve_hours() -> None:
    token = seal_waiting(SEALER, CALL, Waiting(FULL, "keys"))
    last = NOW + timedelta(hours=12)
    assert open_waiting(SEALER, CALL, token, last).state == FULL
    with pytest.raises(BadSeal, match="expired"):
        open_waiting(SEALER, CALL, token, last + timedelta(seconds=1))


def test_the_next_versions_fields_are_let_be() -> None:
    plain: dict[str, Any] = {
        "state": {**FULL.to_dict(), "mood": "good", "caller": {"customers": 1, "vip": True}},
        "wait": "dial",
        "more": 1,
    }
    opened = open_waiting(SEALER, CALL, SEALER.seal("turn", CALL, plain), NOW)
    assert opened == Waiting(replace(FULL, caller=Caller(customers=1)), "dial")


@pytest.mark.parametrize(
    "plain",
    [
        {},
        {"state": {}, "wait": "keys"},
        {"state": FULL.to_dict()},
        {"state": FULL.to_dict(), "wait": "telepathy"},
        {"state": {**FULL.to_dict(), "started_at": "yesterday"}, "wait": "keys"},
        {"state": [], "wait": "keys"},
        {"state": {**FULL.to_dict(), "caller": None}, "wait": "keys"},
    ],
)
def test_a_state_that_cannot_be_read_says_so(plain: dict[str, Any]) -> None:
    with pytest.raises(BadSeal, match="format"):
        open_waiting(SEALER, CALL, SEALER.seal("turn", CALL, plain), NOW)


@pytest.mark.parametrize(
    ("verb", "wait"),
    [
        (Keys(), "keys"),
        (Digits(5), "digits"),
        (Dial("+358931570010", "service-fi", Whisper("fi", "x", "sv")), "dial"),
        (Hangup(), None),
    ],
)
def test_each_verb_has_its_wait(verb: Verb, wait: str | None) -> None:
    assert wait_of(verb) == wait

"""The seal: nobody else's, nothing changed, and small."""

import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.calls.seal import BadSeal, Sealer

CALL = "CA00000000000000000000000000000001"
SEALER = Sealer(["a secret of ours"])

plain_values = st.dictionaries(
    st.text(st.characters(codec="utf-8"), max_size=12),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
        lambda inner: st.lists(inner, max_size=4),
        max_leaves=12,
    ),
    max_size=6,
)
URL_SAFE = string.ascii_letters + string.digits + "-_"


def reason(sealer: Sealer, token: str, purpose: str = "turn", call: str = CALL) -> str:
    """Return why a token was refused."""
    with pytest.raises(BadSeal) as refused:
        sealer.open(purpose, call, token)
    return refused.value.reason


@given(plain_values)
def test_what_is_sealed_comes_back(plain: dict[str, Any]) -> None:
    assert SEALER.open("turn", CALL, SEALER.seal("turn", CALL, plain)) == plain


@given(plain_values)
def test_the_same_is_always_sealed_alike(plain: dict[str, Any]) -> None:
    reordered = dict(reversed(plain.items()))
    other_process = Sealer(["a secret of ours"])
    assert SEALER.seal("turn", CALL, plain) == other_process.seal("turn", CALL, reordered)


@given(plain_values)
def test_a_token_needs_no_escaping_in_an_address(plain: dict[str, Any]) -> None:
    assert set(SEALER.seal("turn", CALL, plain)) <= set(URL_SAFE)


@given(plain_values, st.data())
def test_any_changed_character_is_refused(plain: dict[str, Any], data: st.DataObject) -> None:
    token = SEALER.seal("turn", CALL, plain)
    at = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.sampled_from(URL_SAFE.replace(token[at], "")))
    assert reason(SEALER, token[:at] + other + token[at + 1 :]) == "tampered"


@given(st.text(max_size=200))
def test_anything_else_is_refused(token: str) -> None:
    assert reason(SEALER, token) == "tampered"


@pytest.mark.parametrize("end", ["=", "==", "A", "\n", "/", "+"])
def test_a_token_with_something_after_it_is_refused(end: str) -> None:
    assert reason(SEALER, SEALER.seal("turn", CALL, {"a": 1}) + end) == "tampered"


def test_another_calls_token_is_refused() -> None:
    token = SEALER.seal("turn", CALL, {"a": 1})
    assert reason(SEALER, token, call="CA00000000000000000000000000000002") == "tampered"


def test_a_token_for_another_purpose_is_refused() -> None:
    assert reason(SEALER, SEALER.seal("rescue", CALL, {"a": 1})) == "tampered"


def test_a_stranger_cannot_seal() -> None:
    assert reason(SEALER, Sealer(["another secret"]).seal("turn", CALL, {})) == "tampered"


def test_calls_go_on_while_the_secret_is_rotated() -> None:
    old, both = Sealer(["old"]), Sealer(["new", "old"])
    assert both.open("turn", CALL, old.seal("turn", CALL, {"a": 1})) == {"a": 1}
    assert reason(old, both.seal("turn", CALL, {"a": 1})) == "tampered"


def test_a_format_that_is_not_ours_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ivr.calls.seal.FORMAT", 9)
    token = SEALER.seal("turn", CALL, {"a": 1})
    monkeypatch.undo()
    assert reason(SEALER, token) == "format"


def test_nothing_is_sealed_without_a_secret() -> None:
    with pytest.raises(ValueError, match="SECRET_KEY"):
        Sealer([])

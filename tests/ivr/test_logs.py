"""No telephone number is written into a log, in whatever dress it comes."""

import io

import pytest

from ivr.logs import MASK, Lines, mask_numbers, without_numbers


@pytest.mark.parametrize(
    "number",
    [
        "+358401110001",
        "358401110001",
        "00358401110001",
        "0401110001",
        "040 111 0001",
        "040-1110001",
        "+358 40 111 0001",
        "+358 (0)40 111-0001",
        "%2B358401110001",
        "%2b358401110001",
    ],
)
def test_a_number_is_masked(number: str) -> None:
    assert without_numbers(f"no such line: {number}, said '{number}'") == (
        f"no such line: {MASK}, said '{MASK}'"
    )


@pytest.mark.parametrize(
    "harmless",
    [
        "CA0123456789abcdef0123456789012345",
        "2026-11-22T13:00:00.123456+00:00",
        "2026-11-22",
        "postcode 29900, areas 29901-29909",
        "not done in 0.3 s",
        "turn 200 of bundle 0123456789abcdef",
        "http://127.0.0.1:8000/voice",
    ],
)
def test_what_is_no_number_stays_readable(harmless: str) -> None:
    assert without_numbers(harmless) == harmless


def test_values_inside_values_are_masked_too() -> None:
    event = {"event": "x", "seen": {"from": "+358401110001"}, "all": ["0401110001", 7]}
    assert mask_numbers(None, "error", event) == {
        "event": "x",
        "seen": {"from": MASK},
        "all": [MASK, 7],
    }


def test_a_log_that_cannot_be_written_fails_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = io.StringIO()
    closed.close()
    monkeypatch.setattr("sys.stderr", closed)
    Lines().msg("nobody reads this")
    assert closed.closed

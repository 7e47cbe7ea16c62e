"""The caps on calls that we make."""

import pytest
from pydantic import ValidationError

from routing.caps import Caps, Made, Reached, cost_micros, reached

MATTI = "+358401110001"
ESTONIAN = "+37251234567"


def test_nothing_is_reached_as_long_as_there_is_room_for_one_more() -> None:
    caps = Caps(number_a_day=3, an_hour=10)
    assert reached(caps, MATTI, Made(to_number=2, in_hour=9)) is None


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (Made(to_number=3), Reached("number")),
        (Made(by_prefix={"+372": 1}), Reached("prefix", "+372")),
        (Made(in_hour=10), Reached("hour")),
        (Made(micros_today=9_000_001), Reached("money")),
        (Made(micros_today=9_000_000), None),
    ],
)
def test_the_cap_that_one_more_call_would_exceed_is_named(
    made: Made, expected: Reached | None
) -> None:
    caps = Caps(
        number_a_day=3,
        an_hour=10,
        prefixes_an_hour={"+372": 1},
        euros_a_day=10,
        euros_a_minute={"+": 0.2},
    )
    assert reached(caps, ESTONIAN, made) == expected


def test_a_prefix_with_no_calls_is_never_rung() -> None:
    caps = Caps(prefixes_an_hour={"+372": 0})
    assert reached(caps, ESTONIAN, Made()) == Reached("prefix", "+372")
    assert reached(caps, MATTI, Made()) is None


def test_the_longest_prefix_has_the_price() -> None:
    caps = Caps(euros_a_minute={"+": 1, "+358": 0.02, "+35840": 0.085})
    assert caps.micros_a_minute(MATTI) == 85_000
    assert caps.micros_a_minute("+358931570000") == 20_000
    assert caps.micros_a_minute(ESTONIAN) == 1_000_000


def test_a_minute_that_has_begun_is_paid_for() -> None:
    assert cost_micros(100, 0) == 0
    assert cost_micros(100, 1) == 100
    assert cost_micros(100, 60) == 100
    assert cost_micros(100, 61) == 200
    assert cost_micros(100, -5) == 0


def test_what_is_no_prefix_is_refused() -> None:
    with pytest.raises(ValidationError, match="such as"):
        Caps(prefixes_an_hour={"0600": 1})

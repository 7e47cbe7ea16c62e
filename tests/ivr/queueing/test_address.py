"""What the address of a wait carries: for this call alone, and for twelve hours."""

from dataclasses import replace
from datetime import timedelta

import pytest

from flows.queueing import Told
from ivr.calls.seal import BadSeal, Sealer
from ivr.queueing.address import InQueue, open_in_queue, seal_in_queue
from ivr.queueing.kept import call_of
from tests.ivr.queueing.conftest import LINE, MONDAY_NOON

CALL = "CA" + "0" * 32
SEALER = Sealer(["a secret of ours"])
BEGAN = int(MONDAY_NOON.timestamp())
HERE = InQueue("0123", "customer-service", LINE, "fi", "any", "service", True, 7, BEGAN)


def test_what_was_told_comes_back() -> None:
    here = replace(HERE, told=Told(turn=3, began_at=BEGAN, ahead=2, estimate_at=BEGAN, alone=True))
    token = seal_in_queue(SEALER, CALL, here)
    assert open_in_queue(SEALER, CALL, token, MONDAY_NOON) == here
    assert len(token) < 400


def test_another_calls_address_is_not_good_here() -> None:
    token = seal_in_queue(SEALER, CALL, HERE)
    with pytest.raises(BadSeal, match="tampered"):
        open_in_queue(SEALER, "CA" + "1" * 32, token, MONDAY_NOON)


def test_after_twelve_hours_it_is_not_good_any_more() -> None:
    token = seal_in_queue(SEALER, CALL, HERE)
    with pytest.raises(BadSeal, match="expired"):
        open_in_queue(SEALER, CALL, token, MONDAY_NOON + timedelta(hours=12, seconds=1))


def test_what_lacks_something_is_refused() -> None:
    token = SEALER.seal("wait", CALL, {"bundle": "0123", "told": {}})
    with pytest.raises(BadSeal, match="format"):
        open_in_queue(SEALER, CALL, token, MONDAY_NOON)


@pytest.mark.parametrize("kept", [None, {}, {"state": {}}, {"configured": 1}])
def test_a_row_without_a_call_has_none(kept: object) -> None:
    assert call_of({"call_state": kept, "language": "fi"}) is None

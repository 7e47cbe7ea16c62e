"""The addresses that a message of ours comes back to; only we can have made them."""

from ivr.calls.seal import BadSeal, Sealer

STATUS = "/sms/status/"
_PURPOSE = "message"
_NO_CALL = ""


def seal_order(sealer: Sealer, message_id: str, epoch: int) -> str:
    """Return the token of one order of a message."""
    return sealer.seal(_PURPOSE, _NO_CALL, {"message": message_id, "epoch": epoch})


def open_order(sealer: Sealer, token: str) -> tuple[str, int]:
    """Return the message's id and the epoch of the order. Raises BadSeal."""
    plain = sealer.open(_PURPOSE, _NO_CALL, token)
    try:
        return str(plain["message"]), int(plain["epoch"])
    except (KeyError, TypeError, ValueError):
        raise BadSeal("format") from None

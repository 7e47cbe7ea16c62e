"""The addresses that a call of ours comes back to; only we can have made them."""

from dataclasses import asdict, dataclass

from ivr.calls.seal import BadSeal, Sealer

ATTEMPT = "/voice/attempt/"
STATUS = "/voice/attempt-status/"
_PURPOSE = "attempt"
_NO_CALL = ""


@dataclass(frozen=True, slots=True)
class Rings:
    """
    Which attempt a call is, and what is needed to speak when the database is away.

    It is sealed for no call: Twilio has not named it when the address is made. The call that
    comes first is the attempt's; the database keeps which.
    """

    attempt: str
    line: str
    language: str


def seal_rings(sealer: Sealer, rings: Rings) -> str:
    """Return the token for an attempt's addresses."""
    return sealer.seal(_PURPOSE, _NO_CALL, asdict(rings))


def open_rings(sealer: Sealer, token: str) -> Rings:
    """Return what was sealed. Raises BadSeal."""
    plain = sealer.open(_PURPOSE, _NO_CALL, token)
    try:
        return Rings(str(plain["attempt"]), str(plain["line"]), str(plain["language"]))
    except KeyError:
        raise BadSeal("format") from None

"""The number policy, as configured: asked before a promise and again before every call."""

from flows.asks import Outcome
from routing.configuration import Configuration
from routing.number_policy import Allowed, Refused, check, own_numbers


def judged(number: str, configuration: Configuration) -> Allowed | Refused:
    """May we ring this number?"""
    return check(number, configuration.callbacks.countries, own_numbers(configuration))


def checked(number: str, configuration: Configuration) -> Outcome:
    """Answer a CheckNumber ask; it needs nothing but what is in memory."""
    match judged(number, configuration):
        case Allowed(e164):
            return Outcome("done", value={"number": e164})
        case Refused(reason):
            return Outcome("refused", value={"reason": reason})

"""All that a dispatcher does in one go."""

from functools import partial

from ivr.dispatch.dispatching import Dispatcher, dispatcher_of, offer_all
from ivr.dispatch.handing import hand_over_due
from ivr.dispatch.sweeping import sweep
from ivr.services import Services


def dispatch_due(services: Services) -> int:
    """Do all that is due; return how many agents were rung. Any number may do so at once."""
    return dispatch_all(dispatcher_of(services))


def dispatch_all(dispatcher: Dispatcher) -> int:
    """Hand over whom agents have accepted, end what has ended, then ring for who waits."""
    hand_over_due(dispatcher)
    sweep(dispatcher)
    return offer_all(dispatcher, between=partial(hand_over_due, dispatcher))

"""All that a dispatcher does in one go."""

from functools import partial

from ivr.dispatch.dispatching import Dispatcher, dispatcher_of, offer_all
from ivr.dispatch.handing import hand_over_due
from ivr.dispatch.ringing_back import ring_back_due
from ivr.dispatch.sweeping import sweep
from ivr.services import Services


def dispatch_due(services: Services) -> int:
    """Do all that is due; return how many agents were rung. Any number may do so at once."""
    return dispatch_all(dispatcher_of(services))


def dispatch_all(dispatcher: Dispatcher) -> int:
    """Hand over whom agents have accepted, end what has ended, then ring for who waits."""
    _go_on(dispatcher)
    sweep(dispatcher)
    return offer_all(dispatcher, between=partial(_go_on, dispatcher))


def _go_on(dispatcher: Dispatcher) -> None:
    """Somebody waits in a room for each of these."""
    hand_over_due(dispatcher)
    ring_back_due(dispatcher)

"""What a call may use of the customers behind its number. A number proves nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from routing.customer import Customer
from routing.language import USUAL_RULE, PurchaseRule, decide_language
from routing.numbers import Number, Unreadable, Withheld

MOST_PLACES = 50
"""A call carries its places with it in little room; further sites must be typed."""


@dataclass(frozen=True, slots=True)
class Caller:
    """
    Who is probably calling.

    `places` are the postcodes of *one* customer; behind a shared number there are only
    `asked_places`: never spoken, just a reason to ask for the postcode.
    `services` empty means all. `language` is empty without evidence, `why` says what it rests on.
    """

    withheld: bool = False
    customers: int = 0
    places: tuple[str, ...] = ()
    asked_places: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    language: str = ""
    why: str = ""


def describe_caller(
    number: Number | Withheld | Unreadable,
    customers: Sequence[Customer],
    languages: Sequence[str],
    rule: PurchaseRule = USUAL_RULE,
) -> Caller:
    """
    Tell what may be used; `languages` are the line's.

    Only a readable number has customers; of any other they are ignored.
    """
    known = customers if isinstance(number, Number) else ()
    decision = decide_language(known, languages, rule)
    places = places_of(known)
    shared = len(known) != 1 or (isinstance(number, Number) and number.shared)
    return Caller(
        withheld=isinstance(number, Withheld),
        customers=len(known),
        places=() if shared else places,
        asked_places=places if shared else (),
        services=services_of(known),
        language=decision.language or "",
        why=decision.why,
    )


def places_of(customers: Sequence[Customer]) -> tuple[str, ...]:
    """Return their postcodes, each once."""
    return _each_once(code for one in customers for code in one.postcodes)[:MOST_PLACES]


def services_of(customers: Sequence[Customer]) -> tuple[str, ...]:
    """Return the services that any of them has, each once; empty: all."""
    if any(not customer.services for customer in customers):
        return ()
    return _each_once(service for one in customers for service in one.services)


def _each_once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))

"""A call's first turn: the line by `To`, the caller by `From`, and the language to begin in."""

from collections.abc import Callable, Sequence
from datetime import datetime

import structlog

from flows.state import Caller, State
from routing.caller import describe_caller
from routing.configuration import Configuration
from routing.customer import Customer
from routing.lines import Line
from routing.numbers import Number, Unreadable, Withheld, read_number

log = structlog.get_logger()

Find = Callable[[str], Sequence[Customer]]
"""Gives the customers of a number in E.164."""


class NoLine(Exception):
    """The number that was dialled is not one of our lines."""


def line_called(configuration: Configuration, to: str) -> Line:
    """Return the line that has this number. Raises NoLine, which never repeats the number."""
    line = configuration.lines.get(to)
    if line:
        return line
    number = read_number(to)
    found = configuration.lines.get(number.e164) if isinstance(number, Number) else None
    if found is None:
        raise NoLine("the number dialled is no line; see `linja config show`")
    return found


def first_state(bundle: str, line: Line, caller: Caller, now: datetime) -> State:
    """Return the state of a call that has just come in."""
    return State(
        bundle=bundle,
        line=line.number,
        language=caller.language or line.language,
        caller=caller,
        started_at=int(now.timestamp()),
    )


def who_calls(
    number: Number | Withheld | Unreadable, line: Line, find: Find, register: Find | None
) -> Caller:
    """
    Return what the caller's number tells; never fails, and never takes over 1.1 s.

    Our directory first (`find`), then the company's own register if there is one.
    """
    e164 = number.e164 if isinstance(number, Number) else ""
    found = _customers(e164, find, register) if e164 else ()
    known = describe_caller(number, found, line.languages)
    return Caller(
        number=e164,
        withheld=known.withheld,
        customers=known.customers,
        places=known.places,
        asked_places=known.asked_places,
        services=known.services,
        language=known.language,
        why=known.why,
    )


def _customers(phone: str, find: Find, register: Find | None) -> Sequence[Customer]:
    try:
        found = find(phone)
    except Exception:
        log.exception("directory not read, going on without")
        found = ()
    if found or register is None:
        return found
    return register(phone)

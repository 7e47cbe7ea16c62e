"""What can be switched off while the simulator is used, to hear what callers hear then."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from flows.asks import LookUp
from ivr.calls.ports import AreasAt, Ports
from ivr.directory.register import Register
from ivr.overrides import DATABASE, FEED, REGISTER, OverridesFile
from routing.customer import Customer

NOBODY_LISTENS = "http://127.0.0.1:9/"
"""Port 9 is "discard" (RFC 863), which nobody serves any more."""


class SwitchedOff(Exception):
    """Somebody switched this part off, by hand."""


def breakable(ports: Ports, overrides: OverridesFile) -> Ports:
    """Return ports whose notices and register can be switched off."""
    read, usual = ports.areas, ports.register
    away = Register(NOBODY_LISTENS)  # the port itself never raises

    def areas(ask: LookUp) -> AreasAt:
        if FEED in overrides.read().broken:
            raise SwitchedOff(FEED)
        return read(ask)

    def register(phone: str) -> Sequence[Customer]:
        broken = REGISTER in overrides.read().broken
        return away.find(phone) if broken or not usual else usual(phone)

    return replace(ports, areas=areas, register=register if usual else None)


def make_breakable(engine: Engine, overrides: OverridesFile) -> None:
    """
    Let every statement of this engine fail while the database is switched off.

    It fails as a real one does, before anything is written: what follows is the real thing.
    """

    def fail(*_: Any) -> None:
        if DATABASE in overrides.read().broken:
            raise OperationalError(None, None, SwitchedOff(DATABASE))

    event.listen(engine, "before_cursor_execute", fail)

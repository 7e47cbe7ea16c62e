"""Sign in: a name, a password, and a code where one is asked for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, Engine

from ivr.accounts import once, people, sign_ins, throttle
from ivr.accounts.passwords import matches, outdated
from ivr.accounts.totp import accepted
from ivr.audit.log import note
from ivr.clock import Clock
from ivr.db.locks import only_writer
from ivr.db.tables.accounts import sign_in_failures
from ivr.sealed import Sealed

Failure = Literal["wrong", "wait"]


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody typed, and from where."""

    name: str
    password: str
    code: str
    address: str
    browser: str


class SigningIn:
    """
    Checks who somebody says they are; failures are counted before they are told.

    `printed`: passwords that stand in the documentation, and let nobody in.
    """

    def __init__(
        self, engine: Engine, clock: Clock, sealed: Sealed, printed: Collection[str] = ()
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._sealed = sealed
        self._printed = frozenset(printed)

    def sign_in(
        self, given: Given, former: sign_ins.SignIn | None = None
    ) -> tuple[str, Failure | None]:
        """
        Return the cookie's secret, or why not: `wrong` says no more than that.

        `former` is what this browser held until now, and ends with the new one.
        The slow part, the hash, is computed outside of any transaction.
        """
        name, now = given.name.strip().casefold(), self._clock.now()
        if not self._may_try(name, given.address, now):
            return "", "wait"
        with self._engine.connect().execution_options(readonly=True) as connection:
            kept = people.password_of(connection, name)
            late = once.is_over(people.find(connection, name), now)
        known = given.password in self._printed
        right = matches(kept, given.password) and not known and not late
        with self._engine.begin() as connection:
            right = right and _is_still(connection, name, given.password, kept)
            if not right or not accepted(connection, name, given.code, self._sealed, now):
                if kept:  # what a stranger types may be anything, and any amount
                    _note(connection, "sign_in.failed", name, {"address": given.address}, now)
                return "", "wrong"
            throttle.succeeded(connection, name)
            if former:
                sign_ins.end(connection, former.name, former.id)
            if kept and outdated(kept):
                people.keep_hash(connection, name, given.password)
            secret = sign_ins.sign_in(connection, name, given.address, given.browser, now)
            _note(connection, "sign_in.made", name, _made(connection, secret, now), now)
        return secret, None

    def _may_try(self, name: str, address: str, now: datetime) -> bool:
        """Count a try as failed before it is looked at: many at once are many all the same."""
        with self._engine.connect().execution_options(readonly=True) as connection:
            if throttle.refused(connection, name, address, now):
                return False
        with self._engine.begin() as connection:
            only_writer(connection, sign_in_failures.name)
            if throttle.refused(connection, name, address, now):
                return False
            throttle.failed(connection, name, address, now)
        return True


def _is_still(connection: Connection, name: str, password: str, kept: str | None) -> bool:
    """Is it the password yet? It may have been changed while its hash was computed."""
    fresh = people.password_of(connection, name, locked=True)
    return fresh == kept or matches(fresh, password)


def _made(connection: Connection, secret: str, now: datetime) -> dict[str, object]:
    """Return what the audit log keeps of it: from where, which it is in the log, with a code?"""
    made = sign_ins.find(connection, secret, now)
    person = people.find(connection, made.name) if made else None
    if not made or not person:
        return {}
    return {"address": made.address, "sign_in": made.id, "code": person.totp}


def _note(
    connection: Connection, what: str, name: str, told: dict[str, object], now: datetime
) -> None:
    note(connection, who=name, what=what, about=name, after=told, at=now)

"""
Bugs to be sown in a process of the application, so that the checker can show that it finds
them. Each is one that systems of this kind have had.
"""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any
from unittest.mock import patch

from sqlalchemy import Connection, Engine, insert, text

from flows.asks import Outcome
from ivr.callbacks import calls_made, gate, ringing
from ivr.callbacks.claiming import Claim, claim_next
from ivr.callbacks.records import Attempt
from ivr.callbacks.settling import close_attempt, finish
from ivr.db.tables.callbacks import attempts
from ivr.twilio.rest import NobodyKnows, Order, Rest, Result

SEED = "LINJA_CHAOS_SEED"
EVENT = "(callback_id, from_state, to_state, why, who, at)"


def rings_before_it_writes() -> None:
    """Look for what is due, ring, and only then write down that somebody rings."""
    write_down = ringing._write_down  # noqa: SLF001 -- the bug is between the two

    def look(engine: Engine, *limits: Any) -> Any:
        found = claim_next(engine, *limits)
        if isinstance(found, Claim):
            with engine.begin() as connection:
                _unwrite(connection, found)
        return found

    def write(ringer: ringing.Ringer, attempt: Attempt, result: Result) -> None:
        with ringer.services.engine.begin() as connection:
            _write(connection, attempt)
        write_down(ringer, attempt, result)

    patch.object(ringing, "claim_next", look).start()
    patch.object(ringing, "_write_down", write).start()


def _unwrite(connection: Connection, claim: Claim) -> None:
    its = {"callback": claim.callback.id, "epoch": claim.callback.epoch - 1}
    for undo in (
        "DELETE FROM attempts WHERE callback_id = :callback AND state = 'intent'",
        "DELETE FROM callback_events WHERE callback_id = :callback AND to_state = 'ringing'",
        "UPDATE callbacks SET state = 'due', epoch = :epoch WHERE id = :callback",
    ):
        connection.execute(text(undo), its)


def _write(connection: Connection, attempt: Attempt) -> None:
    connection.execute(insert(attempts).values(asdict(attempt)))
    its = {"callback": attempt.callback_id, "epoch": attempt.epoch}
    said = "(:callback, 'due', 'ringing', 'claimed', 'linja', CURRENT_TIMESTAMP)"
    for do in (
        "UPDATE callbacks SET state = 'ringing', epoch = :epoch WHERE id = :callback",
        f"INSERT INTO callback_events {EVENT} VALUES {said}",  # noqa: S608 -- ours
    ):
        connection.execute(text(do), its)


def asks_again_when_nobody_knows() -> None:
    """Take a lost answer for a call that was not made."""
    ask = Rest.make_call

    def twice(rest: Rest, order: Order) -> Result:
        result = ask(rest, order)
        return ask(rest, order) if isinstance(result, NobodyKnows) else result

    patch.object(Rest, "make_call", twice).start()


def promises_before_it_keeps() -> None:
    """Say thanks, and lose what was asked for."""

    def forget(engine: Engine, work: gate.Work, _gate: gate.Gate) -> Outcome:
        with engine.connect() as connection, connection.begin() as transaction:
            outcome = work(connection)
            transaction.rollback()
        return outcome

    patch.object(gate, "_commit", forget).start()


def takes_completed_for_done() -> None:
    """Believe that whoever picked up, or whatever did, has spoken with us."""

    def close(connection: Connection, attempt: Attempt, result: Any, *rest: Any) -> bool:
        if result == "no_key":
            finish(connection, attempt.call_sid or "", rest[-1])
        return close_attempt(connection, attempt, result, *rest)

    patch.object(calls_made, "close_attempt", close).start()


SEEDS: dict[str, Callable[[], None]] = {
    "": lambda: None,
    **{
        seed.__name__: seed
        for seed in (
            rings_before_it_writes,
            asks_again_when_nobody_knows,
            promises_before_it_keeps,
            takes_completed_for_done,
        )
    },
}

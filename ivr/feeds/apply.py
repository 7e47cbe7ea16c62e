"""Apply what a source sent in one transaction: durable when this returns."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from threading import Lock
from typing import Any, NamedTuple

from sqlalchemy import Connection

from ivr.db.bulk import Row
from ivr.feeds.acts import Act, note_act
from ivr.feeds.area_store import meant_of
from ivr.feeds.change import Change, change_of
from ivr.feeds.garbage import garbage_kept
from ivr.feeds.limits_turn import Busy
from ivr.feeds.major import Major, major_after, note_major
from ivr.feeds.postcodes import gazetteer
from ivr.feeds.rewriting import rewrite
from ivr.feeds.settings_store import settings_of
from ivr.feeds.sources import (
    Source,
    get_source,
    heard_from,
    lock_source,
    state_of_all,
)
from ivr.feeds.store import load_records, save, source_records
from ivr.feeds.summarise import summary_rows
from ivr.feeds.waiting import held_back
from ivr.feeds.withheld import note_withheld
from ivr.services import Services
from outage_feed.intake import Answer, Taken, named_in, placed, take
from outage_feed.push import Push

ONE_AT_A_TIME = Lock()
"""Two pushes in one process would only make each other's drafts worthless."""
TRIES = 3
SMALL = 100
"""So many items are made ready while others wait, when somebody was quicker each time."""


def silent(_connection: Connection, _answer: Answer) -> None:
    """Write nothing beside a push."""


def apply_push(
    services: Services, name: str, push: Push, noted: Callable[[Connection, Answer], None] = silent
) -> Answer:
    """
    Keep the good items, and write the summaries that calls read. Raises BadSource.

    All is made ready before the transaction that writes, so that a callback need not wait for
    it; when another push was quicker, it is made ready again. Raises Busy when that happens to a
    large one again and again: nothing is kept. `noted` writes in the same transaction.
    """
    now = services.clock.now()
    with ONE_AT_A_TIME, garbage_kept():
        for _ in range(TRIES):
            with services.engine.connect().execution_options(readonly=True) as connection:
                draft = _draft(connection, name, push, now)
            with services.engine.begin() as connection:
                lock_source(connection, name)
                if state_of_all(connection) == draft.state:
                    return _keep(connection, draft, push, now, noted)
        if push.snapshot or len(push.items) > SMALL:
            raise Busy
        with services.engine.begin() as connection:
            lock_source(connection, name)
            return _keep(connection, _draft(connection, name, push, now), push, now, noted)


def confirm_held(services: Services, name: str, by: str = "") -> tuple[str, ...]:
    """Close what a snapshot left held, noting who says so; return the ids. Raises BadSource."""
    now = services.clock.now()
    with services.engine.begin() as connection:
        source = lock_source(connection, name)
        before = {r.outage.id: r for r in source_records(connection, name) if r.held_as_of}
        changed = {id_: r.put_away(r.held_as_of) for id_, r in before.items() if r.held_as_of}
        rewrite(connection, source, before, changed, now)
        for id_ in changed if by else ():
            note_act(connection, Act(now, by, "closed", name, id_))
    return tuple(sorted(changed))


class _Draft(NamedTuple):
    """What a push will do, as long as `state` is what it was."""

    state: int
    source: Source
    taken: Taken
    change: Change
    summaries: Sequence[Row]
    major: Major


def _draft(connection: Connection, name: str, push: Push, now: datetime) -> _Draft:
    state, source = state_of_all(connection), get_source(connection, name)
    settings = settings_of(connection, name)
    push = placed(push, gazetteer(), meant_of(connection, name))
    before = load_records(connection, name, named_in(push), every_open=push.snapshot)
    taken = take(push, before, source.last_as_of, now)
    changed = held_back(connection, taken.changed, before, settings.confirm_over)
    change = change_of(name, before, changed, now)
    rows = summary_rows(connection, change, now)
    major = major_after(connection, source, change.touched, rows, settings.major_over, now)
    return _Draft(state, source, taken, change, rows, major)


def _keep(
    connection: Connection,
    draft: _Draft,
    push: Push,
    now: datetime,
    noted: Callable[[Connection, Answer], None],
) -> Answer:
    answer = draft.taken.answer
    if not answer.useless:
        save(connection, draft.change, draft.summaries, now)
        spoken_of = {item.outage.service for item in push.items}
        heard_from(connection, draft.source, now, draft.taken.last_as_of, spoken_of)
        note_major(connection, draft.source, draft.major)
        if draft.change.waits:
            note_withheld(connection, draft.source.name)
        noted(connection, answer)
    return answer


def answer_body(answer: Answer) -> dict[str, Any]:
    """The answer as its source reads it."""
    return {
        "accepted": list(answer.accepted),
        "unchanged": list(answer.unchanged),
        "older": list(answer.older),
        "closed": list(answer.closed),
        "held": list(answer.held),
        "rejected": [asdict(refused) for refused in answer.rejected],
    }

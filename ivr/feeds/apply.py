"""Apply what a source sent in one transaction: durable when this returns."""

from dataclasses import asdict
from typing import Any

from ivr.feeds.postcodes import gazetteer
from ivr.feeds.sources import heard_from, lock_source
from ivr.feeds.store import load_records, save_records, source_records
from ivr.services import Services
from outage_feed.intake import Answer, placed, take
from outage_feed.push import Push


def apply_push(services: Services, name: str, push: Push) -> Answer:
    """Keep the good items, and write the summaries that calls read. Raises BadSource."""
    push = placed(push, gazetteer())
    now = services.clock.now()
    ids = {item.outage.id for item in push.items} | {r.id for r in push.refused if r.id}
    with services.engine.begin() as connection:
        source = lock_source(connection, name)
        before = load_records(connection, name, ids, every_open=push.snapshot)
        taken = take(push, before, source.last_as_of, now)
        if not taken.answer.useless:
            save_records(connection, before, taken.changed, now)
            spoken_of = {item.outage.service for item in push.items}
            heard_from(connection, source, now, taken.last_as_of, spoken_of)
    return taken.answer


def confirm_held(services: Services, name: str) -> tuple[str, ...]:
    """Close what a snapshot left held; return the ids. Raises BadSource."""
    with services.engine.begin() as connection:
        lock_source(connection, name)
        before = {r.outage.id: r for r in source_records(connection, name) if r.held_as_of}
        changed = {id_: r.closed(r.held_as_of) for id_, r in before.items() if r.held_as_of}
        save_records(connection, before, changed, services.clock.now())
    return tuple(sorted(changed))


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

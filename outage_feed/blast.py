"""An outage that very many would hear waits for a second person, if its source is set so."""

from collections.abc import Mapping
from dataclasses import replace

from outage_feed.record import Record


def newly_heard(record: Record, before: Record | None) -> set[str]:
    """Where it was not heard before."""
    if before is None:
        return set(record.outage.postcodes)
    heard = set(before.outage.postcodes) - set(before.waiting)
    return set(record.outage.postcodes) - heard


def hold_back(
    changed: Mapping[str, Record],
    before: Mapping[str, Record],
    customers: Mapping[str, int],
    over: int,
) -> dict[str, Record]:
    """
    Let each outage wait where it is new to more than so many customers together.

    Where it is heard already, and confirmed for, it stays heard. `customers` are by postcode.
    """
    held = {}
    for id_, record in changed.items():
        new = newly_heard(record, before.get(id_))
        many = sum(customers.get(postcode, 0) for postcode in new) > over
        held[id_] = replace(record, waiting=tuple(sorted(new)) if many else ())
    return held

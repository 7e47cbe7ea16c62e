"""What a source or a token may speak of; an item outside of it is refused with the reason."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from ivr.feeds.postcodes import gazetteer
from outage_feed.areas import NOTHING_SAID, Meant
from outage_feed.outage import Given, Outage
from outage_feed.push import Item, Problem, Push, Refused
from outage_feed.record import Record

MOST_SHOWN = 3
MOST_ERRORS = 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Empty: everything. `whose` is who is told of: `this source` or `this token`."""

    areas: tuple[Given, ...] = ()
    services: tuple[str, ...] = ()
    whose: str = "this source"

    def __bool__(self) -> bool:
        """Is anything limited?"""
        return bool(self.areas or self.services)

    def problems(self, outage: Outage, meant: Meant = NOTHING_SAID) -> Iterator[Problem]:
        """Say what of an outage is outside, with its place."""
        if self.services and outage.service not in self.services:
            named = ", ".join(self.services)
            yield Problem("service", f"{self.whose} may speak of {named} only")
        if self.areas and outside(outage.areas, self.areas, meant):
            for index, area in enumerate(outage.areas):
                if found := outside([area], self.areas, meant):
                    yield Problem(f"areas[{index}]", f"{_some(found)}: not for {self.whose}")


EVERYTHING = Limits()


def outside(
    areas: Iterable[Given], allowed: tuple[Given, ...], meant: Meant = NOTHING_SAID
) -> list[str]:
    """Return the postcodes of areas that are not among those allowed, sorted."""
    found = gazetteer().resolve(areas, meant).postcodes
    return sorted(set(found) - _postcodes(json.dumps(allowed)))


def only(
    push: Push,
    limits: Limits,
    meant: Meant = NOTHING_SAID,
    held: Mapping[str, Record] | None = None,
) -> Push:
    """
    Refuse what is outside, also where people say what is `meant` by a source's areas.

    `held` are the records that the items would change: what is outside must not be taken away
    either, by calling it by its id.
    """
    if not limits:
        return push
    kept: list[Item] = []
    refused = list(push.refused)
    for item in push.items:
        outage = item.outage
        problems = [
            *limits.problems(outage, meant),
            *_taken_away(outage, limits, meant, held or {}),
        ]
        if problems:
            refused.append(Refused(item.index, item.outage.id, tuple(problems[:MOST_ERRORS])))
        else:
            kept.append(item)
    refused.sort(key=lambda one: one.index)
    return replace(push, items=tuple(kept), refused=tuple(refused))


def ids_of(push: Push) -> set[str]:
    """Every id that the items of a push would change."""
    return {id_ for item in push.items for id_ in (item.outage.id, *item.outage.supersedes)}


def _taken_away(
    outage: Outage, limits: Limits, meant: Meant, held: Mapping[str, Record]
) -> Iterator[Problem]:
    for at, ids in (("id", (outage.id,)), ("supersedes", outage.supersedes)):
        for id_ in ids:
            record = held.get(id_)
            if record and any(limits.problems(record.outage, meant)):
                yield Problem(at, f"{id_} is held of a place or service not for {limits.whose}")


@lru_cache(64)
def _postcodes(areas: str) -> frozenset[str]:
    return frozenset(gazetteer().resolve(json.loads(areas)).postcodes)


def _some(postcodes: list[str]) -> str:
    more = len(postcodes) - MOST_SHOWN
    return ", ".join(postcodes[:MOST_SHOWN]) + (f" and {more} more" if more > 0 else "")

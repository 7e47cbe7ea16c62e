"""Sum up calls by hour. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from ivr.figures.names import difference_of, edge_of
from ivr.figures.story import ASKS_KEYS, Story
from routing.waiting import BANDS_SECONDS, ROUND_SECONDS


class Key(NamedTuple):
    """What one sum is of; empty: not known, or of all of them."""

    name: str
    detail: str = ""
    line: str = ""
    team: str = ""
    language: str = ""
    flow: str = ""
    bundle: str = ""


class Part(NamedTuple):
    """What one call, callback or outage adds to a sum."""

    key: Key
    many: int = 1
    amount: float = 0


@dataclass(slots=True)
class Sum:
    """How many there were, and their seconds or points in all."""

    count: int = 0
    amount: float = 0


def summed(parts: Iterable[Part]) -> dict[Key, Sum]:
    """Add up."""
    found: dict[Key, Sum] = {}
    for part in parts:
        so_far = found.setdefault(part.key, Sum())
        so_far.count += part.many
        so_far.amount += part.amount
    return found


def hour_of(at: datetime) -> datetime:
    """Return the beginning of a moment's hour: Helsinki is always whole hours from UTC."""
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def parts_of(story: Story, now: datetime) -> Iterator[Part]:
    """Tell what a call adds to the sums of the hour in which it began."""
    of = _Of(story)
    outcome = story.outcome(now)
    yield of.part("calls")
    yield of.part(outcome)
    if outcome in {"answered", "abandoned", "abandoned_short", "unserved"}:
        seconds = story.waited.total_seconds()
        yield of.part(f"wait_{outcome}", edge_of(seconds), amount=seconds)
    if story.pressed_zero:
        yield of.part("zero")
    yield from _again(of, story, now)
    yield from _told(of, story)
    yield from _steps(of, story, now)


class _Of:
    def __init__(self, story: Story) -> None:
        self._rest = (story.line, story.team, story.language, story.flow, story.bundle)

    def part(self, name: str, detail: str = "", amount: float = 0) -> Part:
        return Part(Key(name, detail, *self._rest), amount=amount)


def _again(of: _Of, story: Story, now: datetime) -> Iterator[Part]:
    again, satisfied = story.again(now), story.satisfied(now)
    if again is not None:
        yield of.part("again_judged")
        if again:
            yield of.part("again")
    if story.noticed:
        yield of.part("noticed")
    if satisfied is not None:
        yield of.part("notice_judged")
        if satisfied:
            yield of.part("notice_satisfied")


def _told(of: _Of, story: Story) -> Iterator[Part]:
    if not (story.wait and story.met_at and story.wait.told_seconds is not None):
        return
    told, waited = story.wait.told_seconds, story.waited.total_seconds()
    yield of.part("wait_told", difference_of(waited - told), amount=waited)
    yield of.part("wait_kept", _kept(told, waited))


def _kept(told: int, waited: float) -> str:
    """Callers hear a band, "less than five minutes": was it that, shorter, or longer?"""
    if _band(waited) == _band(told):
        return "in"
    return "longer" if waited > told else "shorter"


def _band(seconds: float) -> int:
    limits = (*BANDS_SECONDS, *(limit for limit, _ in ROUND_SECONDS))
    return sum(seconds >= limit for limit in limits)


def _steps(of: _Of, story: Story, now: datetime) -> Iterator[Part]:
    for place in sorted({turn.place for turn in story.turns} - {""}):
        yield of.part("step", place)
    left_at = story.left_at_place(now)
    if left_at:
        yield of.part("step_left", left_at)
    for before, turn in zip(story.turns, story.turns[1:], strict=False):
        if before.verb in ASKS_KEYS and before.place:
            yield of.part("step_asked", before.place)
            if turn.refused:
                yield of.part(f"step_{turn.refused}", before.place)

"""The way of a call through the maps of the version that it ran on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from sqlalchemy import Engine, Row

from flows.definition import Bundle
from ivr.admin.call_ways import Wait, ways_through
from ivr.bundles import store
from ivr.journal.noted import FIRST_WAIT_TURN, RESCUED
from ivr.studio.drawing import Drawing, draw


class Map(NamedTuple):
    """A flow as it was, with the numbers of the turns that were at each step."""

    flow: str
    start: str
    drawing: Drawing
    at: Mapping[str, Sequence[int]]
    ways: frozenset[tuple[str, str]]
    """From which steps to which it went, as far as that can be told."""
    passed: frozenset[str]
    """Steps that it passed on the shortest way without waiting."""


@dataclass(frozen=True, slots=True)
class Path:
    """`version` is None when the bundle did not go live by itself, or is not known any more."""

    bundle: Bundle
    version: store.Version | None
    maps: Sequence[Map]


def path_of(engine: Engine, turns: Sequence[Row[Any]]) -> Path | None:
    """Draw it; None when the version is not known, or not held any more."""
    digest = next((turn.bundle for turn in turns if turn.bundle), "")
    try:
        bundle = store.load(engine, digest)
    except (KeyError, ValueError):  # not held, or written by a version that had other steps
        return None
    past = store.history(engine, bundle.start)
    version = next((one for one in reversed(past) if one.hash == digest), None)
    return Path(bundle, version, [_map(bundle, flow, turns) for flow in _flows(bundle, turns)])


def _flows(bundle: Bundle, turns: Sequence[Row[Any]]) -> Sequence[str]:
    there = [turn.flow for turn in turns if turn.flow in bundle.flows]
    return list(dict.fromkeys([bundle.start, *there]))


def _map(bundle: Bundle, name: str, turns: Sequence[Row[Any]]) -> Map:
    flow, at = bundle.flows[name], dict[str, list[int]]()
    for number, turn in enumerate(turns, 1):
        if turn.flow == name and turn.step in flow.steps:
            at.setdefault(turn.step, []).append(number)
    ways = ways_through(flow, name, _waits(turns))
    straight = frozenset(pair for way in ways for pair in pairwise(way))
    passed = frozenset(step for way in ways for step in way) - at.keys()
    return Map(name, flow.start, draw(flow), at, straight, passed)


def _waits(turns: Sequence[Row[Any]]) -> Sequence[Wait]:
    walked = [turn for turn in turns if turn.turn < FIRST_WAIT_TURN and turn.flow != RESCUED]
    return [
        Wait(turn.flow, turn.step, turn.given if turn.given_kind == "key" else "")
        for turn in walked
    ]

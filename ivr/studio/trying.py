"""
Call a draft without a telephone: the flow is played from the start with what the caller did.

Nothing is kept between requests: the address says who calls, in which world, and every key.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError

from flows.definition import Bundle
from flows.engine import Done
from flows.inputs import Dialled, Entered, Input, Pressed, Queued, Recorded, Silent
from flows.rehearsal import Stage
from flows.rehearsal.stage import HOWS
from flows.scenario import Scenario
from flows.verbs import Dial, Digits, Enqueue, Hangup, Keys, Leave, Record, Speech, Verb
from ivr.studio.failures import FAILURES
from routing.lines import Line

MOST_DONE = 200
STATES = ("eta", "no_eta", "withdrawn", "overdue", "partial_eta", "restored", "planned_coming")
"""What an outage can be here; the words for them are `studio.try.state`."""
LASTS = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, when, and what the world is like; as it is typed."""

    language: str = ""
    place: str = ""
    outage: str = ""
    who: str = "known"
    closed: bool = False
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """One turn: what the caller did before it, what is said, and what is waited for."""

    did: str
    says: Sequence[Speech]
    wait: str
    topic: str
    flow: str
    step: str


@dataclass(frozen=True, slots=True)
class Played:
    """A call so far. `broken`: how the flow failed, if it did."""

    turns: Sequence[Heard]
    broken: str = ""


def world(caller: Caller, line: Line | None, now: datetime) -> dict[str, Any]:
    """Write the world of a scenario, leaving out what is usual."""
    services = list(line.services) if line else ["electricity"]
    found: dict[str, Any] = {"now": now.replace(second=0, microsecond=0).isoformat()}
    found["caller"] = _who(caller)
    if line:
        languages = [str(one) for one in line.languages]
        found["line"] = {"name": line.name, "language": line.language, "languages": languages}
        found["line"] |= {"services": services, "urgent": str(line.urgent).lower()}
    if caller.outage in STATES and caller.place:
        found["areas"] = {caller.place: [_notice(caller.outage, str(services[0]), now)]}
    if caller.closed:
        found["closed"] = {"why": "hours", "opens_at": (now + LASTS * 4).isoformat()}
    failure = FAILURES.get(caller.failure, {})
    plain = {name: str(value) for name, value in failure.items() if isinstance(value, str | int)}
    return {**found, **plain, **_more(caller.failure)}


def play(bundle: Bundle, given: Mapping[str, Any], did: Sequence[str]) -> Played:
    """Play a call from its start. Never raises: a flow that breaks is told."""
    turns: list[Heard] = []
    try:
        stage = Stage(bundle, Scenario.model_validate({"name": "x", "always": "person", **given}))
        done = stage.begin()
        turns.append(_heard("", done))
        for one in did[:MOST_DONE]:
            taken = _input(one, done.turn.then)
            if taken is None:
                break
            done = stage.go_on(done.state, taken)
            turns.append(_heard(one, done))
    except ValidationError as error:
        return Played(turns, "; ".join(str(one["msg"]) for one in error.errors()))
    except Exception as error:  # noqa: BLE001 -- whatever a draft does, its author is told
        return Played(turns, repr(error))
    return Played(turns)


def beats(played: Played) -> Iterator[dict[str, Any]]:
    """Write a call as the beats of a scenario."""
    for turn in played.turns:
        if turn.did:
            yield _beat(turn.did)
        keys = [speech.key for speech in turn.says]
        if keys:
            yield {"hears": keys}
        if turn.wait == "dial":
            yield {"rings": turn.topic}
        if turn.wait == "queue":
            yield {"queues": turn.topic}
        if turn.wait == "end":
            yield {"ends": "hangup"}


def _who(caller: Caller) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if caller.language:
        found["language"] = caller.language
    if caller.who == "withheld":
        return {**found, "withheld": "true", "customers": "0"}
    if caller.who == "unknown":
        return {**found, "customers": "0"}
    return {**found, "places": [caller.place]} if caller.place else found


def _notice(state: str, service: str, now: datetime) -> dict[str, str]:
    ahead = now - LASTS if state in {"overdue", "restored"} else now + LASTS
    timed = state.endswith("eta") and state != "no_eta"
    at = {"at": ahead.replace(minute=0, second=0, microsecond=0).isoformat()}
    return {"service": service, "state": state, **(at if timed or state in TIMED else {})}


TIMED = {"overdue", "planned_coming"}


def _more(failure: str) -> dict[str, Any]:
    if failure == "hours":
        return {"closed": {"why": "unknown"}}
    return {"caller": {"withheld": "true", "customers": "0"}} if failure == "caller" else {}


def _heard(did: str, done: Done) -> Heard:
    wait, topic = _wait(done.turn.then)
    return Heard(did, done.turn.says, wait, topic, done.state.flow, done.state.step)


def _wait(then: Verb) -> tuple[str, str]:
    match then:
        case Keys():
            return "keys", ""
        case Digits():
            return "digits", ""
        case Dial(team=topic):
            return "dial", topic
        case Record():
            return "record", ""
        case Enqueue(topic):
            return "queue", topic
        case Leave() | Hangup():
            return "end", ""


def _input(did: str, then: Verb) -> Input | None:
    """Read what was done, if it can be done here; None ends the call as it is."""
    kind, _, value = did.partition(":")
    match then:
        case Keys() | Digits():
            return Silent() if kind == "silent" else _keyed(kind, value, then)
        case Dial() if kind == "answered":
            return Dialled(value == "yes")
        case Record() if kind == "records":
            return Recorded("recording" if value != "0" else "", int(value != "0") * 7)
        case Enqueue() if kind == "leaves" and value in HOWS:
            return Queued(value)
        case _:
            return None


def _keyed(kind: str, value: str, then: Keys | Digits) -> Input | None:
    if kind != "key":
        return None
    if isinstance(then, Keys):
        return Pressed(value) if value in set("0123456789*#") else None
    digits = value.removesuffix("#")
    return Entered(digits[: then.most]) if digits.isascii() and digits.isdecimal() else None


def _beat(did: str) -> dict[str, Any]:
    kind, _, value = did.partition(":")
    match kind:
        case "key":
            return {"presses": value}
        case "silent":
            return {"silent": "true"}
        case "answered":
            return {"answered": str(value == "yes").lower()}
        case "records":
            return {"records": "0" if value == "0" else "7"}
        case _:
            return {"leaves": value}

"""Reasons in words for people: of who calls, the notice, the telephones, the place in a flow."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flows.state import State
from flows.world import World
from ivr.clock import HELSINKI
from ivr.feeds.read import Known, Place
from ivr.legs.script import Leg
from ivr.phone.people import LANGUAGES
from outage_feed.notice import Notice
from routing.lines import Line

NOTICES = {
    "eta": "broken, with an estimate",
    "no_eta": "broken, no estimate yet",
    "partial_eta": "partly repaired, with an estimate for the rest",
    "partial_none": "partly repaired, no estimate for the rest",
    "withdrawn": "broken, the estimate was withdrawn",
    "overdue": "broken, the estimate has passed: it is not read as a promise",
    "several_eta": "several faults, all with an estimate",
    "several_mixed": "several faults, some without an estimate",
    "several_none": "several faults, none with an estimate",
    "planned_now": "planned work is going on",
    "planned_overdue": "planned work takes longer than planned",
    "planned_coming": "planned work is coming",
    "planned_cancelled": "planned work was cancelled",
    "restored": "repaired",
    "stale": "the source has not been heard for long: said with the time it was last known",
}
WHYS = {
    "preference": "the customer has stated it",
    "no evidence": "no evidence, so it is the line's own and the caller is asked",
    "only language of the line": "the line has no other",
    "customers disagree": "the customers of this number differ, so the caller is asked",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing about a call, and why it is so. `about` is a heading, `because` may be empty."""

    about: str
    what: str
    because: str = ""


def of_caller(state: State, names: Sequence[str]) -> Iterator[Reason]:
    """Who is probably calling, by name, and in which language they are spoken to."""
    caller = state.caller
    if caller.withheld:
        yield Reason("Caller", "number withheld", "nobody is known by it")
    elif not caller.customers:
        yield Reason("Caller", "nobody that we know", "the number is in no customer's data")
    else:
        who = ", ".join(names) or f"{caller.customers} of the register"
        yield Reason("Caller", who, "found by the number, which proves nothing")
    because = "chosen in this call" if state.chosen else _why(caller.why)
    yield Reason("Language", LANGUAGES.get(state.language, state.language), because)


def of_place(state: State) -> Reason:
    """Which postcode it is about, and how it is known."""
    if not state.place:
        shared = state.caller.customers > 1
        return Reason("Place", "not known yet", "customers of one number differ" if shared else "")
    if state.typed:
        return Reason("Place", state.place, "typed in this call")
    several = len(state.caller.places) > 1
    return Reason(
        "Place",
        state.place,
        "chosen among the customer's" if several else "the customer's only place",
    )


def of_notices(place: Place, known: Known, now: datetime) -> Iterator[Reason]:
    """What is known of the place, from which source, and how old that is."""
    if not place.covered:
        yield Reason("Notice", "none is read", "no fresh source speaks of this line's services")
    elif not place.notices:
        yield Reason("Notice", "none", "nothing is known to be broken there")
    for notice in place.notices:
        facts = known.facts.get(place.postcode, ())
        sources = sorted({fact.source for fact in facts if fact.service == notice.service})
        ages = ", ".join(f"source {name}, {_age(known, name, now)}" for name in sources)
        yield Reason("Notice", _notice(notice), ages)


def of_telephones(state: State, world: World) -> Iterator[Reason]:
    """Is somebody there for this call, and which telephones ring in which order."""
    topic = state.memo.get("topic", "any")
    opening = world.opening(topic, state.language)
    opens = f"opens {_time(opening.opens_at)}" if opening.opens_at else ""
    why = ", ".join(filter(None, (opening.why, opening.holiday, opens)))
    yield Reason("Hours", "open" if opening.open else "closed", why)
    rung = world.destinations(topic, state.language)
    order = ", then ".join(f"{one.team} {one.number}" for one in rung)
    about = "the line's own topic" if topic == "any" else f"topic {topic}"
    because = f"{about}, in {LANGUAGES.get(state.language, state.language)}"
    yield Reason("Telephones", order or "nobody", because)


def of_position(state: State, line: Line) -> Iterator[Reason]:
    """Where in which flow the call is, and what it has answered."""
    step = f"{state.flow or line.flow} / {state.step or 'start'}"
    yield Reason("Flow", step, f"turn {state.turn}, version {state.bundle[:8]}")
    if state.heard:
        heard = "no estimate" if state.heard == "none" else f"estimate {_told(state.heard)}"
        yield Reason("Heard", f"the notice, {heard}", "told to whoever takes the call")
    answers = ", ".join(f"{name} = {value}" for name, value in state.vars.items() if value)
    if answers:
        yield Reason("Answers", answers)


def of_leg(leg: Leg) -> Iterator[Reason]:
    """Why one of our own telephones rings."""
    whisper = leg.whisper
    yield Reason("Team", leg.team, "next in the order of telephones")
    spoken = LANGUAGES.get(whisper.language, whisper.language)
    caller = LANGUAGES.get(whisper.caller_language, whisper.caller_language)
    yield Reason("Language", spoken, f"the team speaks it; the caller is spoken to in {caller}")
    yield Reason("Connects", "when 1 is pressed", "an answered telephone may be a voicemail")


def _why(why: str) -> str:
    if why.startswith("purchases"):
        return f"{why.removeprefix('purchases ')} newest purchases were in it"
    return WHYS.get(why, why)


def _notice(notice: Notice) -> str:
    at = f", {_time(notice.at)}" if notice.at else ""
    return f"{notice.service}: {NOTICES.get(notice.state, notice.state)}{at}"


def _age(known: Known, source: str, now: datetime) -> str:
    freshness = known.freshness.get(source)
    if freshness is None:
        return "unknown"
    heard = _time(freshness.last_push_at) if freshness.last_push_at else "never"
    return f"{freshness.state(now)}, last heard {heard}"


def _told(iso: str) -> str:
    try:
        return _time(datetime.fromisoformat(iso))
    except ValueError:
        return iso


def _time(time: datetime) -> str:
    return f"{time.astimezone(HELSINKI):%a %-d %b %H.%M}"

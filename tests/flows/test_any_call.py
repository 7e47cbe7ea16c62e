"""Whatever is pressed, in whatever world: never an exception, never silence, always a person."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.asks import Area, Ask, FindCallback, JoinQueue, LeaveQueue, LookUp, Notice, Outcome
from flows.definition import Bundle
from flows.engine import Done, Paused, Progress, answer, begin, resume
from flows.facts import LANGUAGES, SERVICES
from flows.inputs import Dialled, Entered, Input, Pressed, Queued, Recorded, Silent
from flows.rehearsal.stage import HOWS
from flows.state import Caller, State
from flows.verbs import Dial, Digits, Enqueue, Hangup, Keys, Record, Verb
from flows.world import Destination, Line, Opening, World
from ivr.bundles.library import shipped_bundle, shipped_flows, shipped_prompts

POSTCODES = ("00100", "29900", "33100", "65100", "99999")
STATES = sorted(
    {key.rsplit(".", 1)[1] for key in shipped_prompts() if key.startswith("notice.")}
    | {"unheard_of"}
)
STANDS_FOR_A_PERSON = {"callback", "voicemail", "nobody", "person", "duty", "later"}
"""Steps of the shipped flows where a caller is who wants a person when there is none."""
COMPANY = {"fi": "Yhtiö", "sv": "Bolaget", "en": "Company 24"}
TURNS_UNTIL_SILENCE_ENDS = 60
LATER = "2026-11-23T08:00:00+02:00"
RECEIPT = {"number": "+358401234567", "when": "open", "opens_at": LATER, "tries": "3"}
Status = Literal["done", "refused", "failed", "unknown"]


@dataclass(frozen=True)
class Outside:
    """A random world: what lookups answer, and how often they fail."""

    world: World
    areas: Mapping[str, Area]
    statuses: tuple[Status, ...]
    found: Mapping[str, str]

    def answer(self, ask: Ask, turn: int) -> Outcome:
        status = self.statuses[turn % len(self.statuses)]
        if isinstance(ask, LookUp):
            areas = tuple(self.areas.get(p, nowhere(p)) for p in ask.postcodes)
            return Outcome(status, areas if status == "done" else ())
        if isinstance(ask, FindCallback):
            return Outcome(status, value=self.found)
        if isinstance(ask, JoinQueue):
            return Outcome(status, value={"reason": ("no_agents", "no_desk")[turn % 2]})
        if isinstance(ask, LeaveQueue):
            return Outcome(status, value={"how": ask.result, "language": LANGUAGES[turn % 3]})
        return Outcome(status, value=RECEIPT)


def nowhere(postcode: str) -> Area:
    return Area(postcode, "unknown", covered=False)


@st.composite
def moments(draw: st.DrawFn) -> datetime:
    minutes = draw(st.integers(0, 2 * 365 * 24 * 60))
    return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)


@st.composite
def notices(draw: st.DrawFn, now: datetime) -> Notice:
    near = st.integers(-9000, 9000).map(lambda minutes: now + timedelta(minutes=minutes))
    maybe = st.none() | near
    return Notice(
        key=draw(st.sampled_from("abcdef")),
        service=draw(st.sampled_from(SERVICES)),
        state=draw(st.sampled_from(STATES)),
        at=draw(maybe),
        until=draw(maybe),
        since=draw(maybe),
        message=draw(st.dictionaries(st.sampled_from(LANGUAGES), st.text(max_size=30))),
    )


@st.composite
def outsides(draw: st.DrawFn) -> Outside:
    now = draw(moments())
    languages = tuple(draw(st.permutations(LANGUAGES)))[: draw(st.integers(1, 3))]
    line = Line(
        number="+358931570000",
        name="line",
        label=COMPANY,
        company=COMPANY,
        language=draw(st.sampled_from(languages)),
        languages=languages,
        services=tuple(draw(st.lists(st.sampled_from(SERVICES), unique=True))),
        urgent=draw(st.booleans()),
    )
    telephones = draw(st.integers(0, 3))
    somebody = draw(st.booleans())
    opens_at = draw(st.none() | st.integers(1, 20000))

    def opening(_topic: str, _language: str) -> Opening:
        at = now + timedelta(minutes=opens_at) if opens_at else None
        return Opening(somebody, "" if somebody else "holiday", "christmas-day", at)

    emergency = draw(st.just({}) | st.fixed_dictionaries({each: st.text() for each in LANGUAGES}))

    def destinations(topic: str, language: str) -> tuple[Destination, ...]:
        numbers = [f"+35893157001{n}" for n in range(telephones)]
        return tuple(Destination(topic, number, language) for number in numbers)

    areas = {
        postcode: Area(
            postcode,
            draw(st.sampled_from(["area", "area", "pobox", "unknown"])),
            covered=draw(st.booleans()),
            notices=tuple(draw(st.lists(notices(now), max_size=4))),
        )
        for postcode in POSTCODES
    }
    outcomes: tuple[Status, ...] = ("done", "done", "refused", "failed", "unknown")
    statuses = draw(st.lists(st.sampled_from(outcomes), min_size=1))
    found = draw(st.sampled_from([{}, RECEIPT, {**RECEIPT, "tried_at": now.isoformat()}]))
    desks = draw(st.booleans())
    world = World(now, line, destinations, emergency, opening, lambda _topic, _language: desks)
    return Outside(world, areas, tuple(statuses), found)


@st.composite
def callers(draw: st.DrawFn) -> Caller:
    places = st.lists(st.sampled_from(POSTCODES), unique=True, max_size=3).map(tuple)
    customers = draw(st.integers(0, 2))
    withheld = draw(st.booleans())
    return Caller(
        number="" if withheld else "+358401110001",
        withheld=withheld,
        customers=customers,
        places=draw(places) if customers == 1 else (),
        asked_places=draw(places) if customers > 1 else (),
        services=tuple(draw(st.lists(st.sampled_from(SERVICES), unique=True, max_size=3))),
        language=draw(st.sampled_from(["", *LANGUAGES])),
    )


def inputs_at(then: Verb) -> st.SearchStrategy[Input]:
    match then:
        case Keys():
            keys: st.SearchStrategy[Input] = st.sampled_from("0123456789*#").map(Pressed)
            return keys | st.just(Silent())
        case Digits(most):
            digits: st.SearchStrategy[Input] = st.text("0123456789*", max_size=most).map(Entered)
            return digits | st.sampled_from(POSTCODES).map(Entered) | st.just(Silent())
        case Record():
            return st.integers(0, 9).map(lambda seconds: Recorded("recording", seconds))
        case Enqueue():
            return st.sampled_from([*HOWS, "something new"]).map(Queued)
        case _:
            return st.booleans().map(Dialled)


def quiet_at(then: Verb) -> Input:
    match then:
        case Dial():
            return Dialled(connected=False)
        case Record():
            return Recorded("", 0)
        case Enqueue():
            return Queued("met")
        case _:
            return Silent()


def settle(outside: Outside, progress: Progress) -> Done:
    while isinstance(progress, Paused):
        progress = answer(progress, outside.answer(progress.ask, progress.visit.state.turn))
    return progress


def first_turn(bundle: Bundle, outside: Outside, caller: Caller) -> Done:
    line = outside.world.line
    language = caller.language if caller.language in line.languages else line.language
    attempt = "attempt" if bundle.start == "callback" else ""
    state = State(bundle.hash, line.number, language, caller, started_at=0, attempt=attempt)
    return settle(outside, begin(bundle, state, outside.world))


def next_turn(bundle: Bundle, outside: Outside, done: Done, doing: Input) -> Done:
    return settle(outside, resume(bundle, done.state, doing, outside.world))


def judge(bundle: Bundle, outside: Outside, done: Done) -> None:
    spoken = " ".join(speech.text for speech in done.turn.says)
    assert spoken or isinstance(done.turn.then, Dial | Enqueue)
    assert not any(char.isdigit() for char in spoken), spoken
    carried = State.from_dict(json.loads(json.dumps(done.state.to_dict())))
    assert carried == done.state
    judge_zero(bundle, outside, done)


def judge_zero(bundle: Bundle, outside: Outside, done: Done) -> None:
    if not isinstance(done.turn.then, Keys | Digits):
        return
    zero = Pressed("0") if isinstance(done.turn.then, Keys) else Entered("0")
    after = next_turn(bundle, outside, done, zero)
    if bundle.flows[done.state.flow].steps[done.state.step].zero_skips:
        assert isinstance(after.turn.then, Hangup)
        return
    language = done.state.language
    somebody = outside.world.opening("any", language).open or done.state.attempt
    if isinstance(after.turn.then, Enqueue):
        return
    if somebody and outside.world.destinations("any", language):
        assert isinstance(after.turn.then, Dial)
    else:
        assert after.state.step in STANDS_FOR_A_PERSON
        assert after.turn.says


def judge_silence(bundle: Bundle, outside: Outside, done: Done) -> None:
    for _ in range(TURNS_UNTIL_SILENCE_ENDS):
        if isinstance(done.turn.then, Hangup):
            return
        done = next_turn(bundle, outside, done, quiet_at(done.turn.then))
        judge(bundle, outside, done)
    pytest.fail("silence goes on and on")


@pytest.mark.parametrize("name", shipped_flows())
@settings(deadline=None, max_examples=60)
@given(outside=outsides(), caller=callers(), data=st.data())
def test_any_call_can_always_reach_a_person_and_never_meets_silence(
    name: str, outside: Outside, caller: Caller, data: st.DataObject
) -> None:
    bundle = shipped_bundle(name)
    done = first_turn(bundle, outside, caller)
    judge(bundle, outside, done)
    for _ in range(data.draw(st.integers(0, 12))):
        if isinstance(done.turn.then, Hangup):
            break
        done = next_turn(bundle, outside, done, data.draw(inputs_at(done.turn.then)))
        judge(bundle, outside, done)
    judge_silence(bundle, outside, done)

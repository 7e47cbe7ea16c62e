"""Callers, callbacks, agents and offers against a model that is told the same, on SQLite."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import Connection, insert, select

from ivr.db.engine import open_engine
from ivr.db.schema import create_schema
from ivr.db.tables.accounts import users
from ivr.db.tables.dispatch import agents, offers, waiting, waiting_teams
from ivr.dispatch.agents import choose_state, keep_agent, tidy
from ivr.dispatch.decide import NOT_AGAIN_FOR, decide
from ivr.dispatch.offers import (
    SHORTEST_TALK,
    Outcome,
    accepted,
    agent_left,
    caller_left,
    came_back,
    ended,
    met,
    person_left,
)
from ivr.dispatch.people import Joining, answer_for, join
from routing.callback import State
from routing.configuration import read_configuration
from routing.waiting import Wanted
from tests.ivr.dispatch.callbacks import becomes, stands
from tests.ivr.dispatch.model import (
    BEGAN,
    NAMES,
    SPOKEN,
    WAYS,
    Offered,
    Refused,
    Seat,
    Waits,
    may_be_called_off,
    may_give_up,
    next_of,
)

T = TypeVar("T")
LINE = "+358931570000"
TEAMS = ("fi", "sv")
WRAP_UP = timedelta(seconds=30)
DESK = {"desk": True, "wrap_up": {"seconds": 30}}
WITH_WRAP_UP = read_configuration({"teams": {team: {"language": team, **DESK} for team in TEAMS}})
ENDS: dict[str, Outcome] = {"declined": "declined", "failed": "failed"}


class Dispatch(RuleBasedStateMachine):
    """Whatever happens in whatever order, the rows say what the model says."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.engine = open_engine(f"sqlite:///{Path(self.folder.name) / 'linja.db'}")
        create_schema(self.engine)
        self.now = BEGAN
        self.numbers = count()
        self.people: dict[str, Waits] = {}
        self.seats = {name: Seat() for name in NAMES}
        self.live: dict[str, Offered] = {}
        self.refused: list[Refused] = []
        for name in NAMES:
            self._sits(name)
            self.says(name, "available")
        self.calls(TEAMS[0], 60, urgent=False)
        self.calls(TEAMS[1], 30, urgent=True)

    def _sits(self, name: str) -> None:
        row = {"name": name, "password": "-", "created_at": self.now}
        self.does(lambda c: c.execute(insert(users), row))
        self.does(lambda c: keep_agent(c, name, "sip:x", SPOKEN[name], self.now))

    def teardown(self) -> None:
        """Close the files."""
        self.engine.dispose()
        self.folder.cleanup()

    def does(self, work: Callable[[Connection], T]) -> T:
        """Do it, and commit."""
        with self.engine.begin() as connection:
            return work(connection)

    @rule(team=st.sampled_from(TEAMS), urgent=st.booleans(), ago=st.integers(0, 600))
    def calls(self, team: str, ago: int, *, urgent: bool) -> None:
        """Somebody calls; no two calls began in the same instant."""
        number = next(self.numbers)
        ref, since = f"CA{number}", self.now - timedelta(seconds=ago, microseconds=number)
        person = Joining("call", ref, LINE, "fi", "any", urgent, since, [Wanted(team)])
        self.does(lambda c: join(c, person, self.now))
        self.people[ref] = Waits(ref, team, urgent, since)

    @rule(team=st.sampled_from(TEAMS), urgent=st.booleans(), ago=st.integers(0, 600))
    def promised(self, team: str, ago: int, *, urgent: bool) -> None:
        """A callback is due, and stands in the line."""
        number = next(self.numbers)
        since = self.now - timedelta(seconds=ago, microseconds=number)
        id_ = self.does(lambda c: stands(c, f"+35840111{number:04}", LINE, (since, self.now)))
        person = Joining("callback", id_, LINE, "fi", "any", urgent, since, [Wanted(team)])
        self.does(lambda c: join(c, person, self.now))
        self.people[id_] = Waits(id_, team, urgent, since, callback=id_)

    @rule(data=st.data())
    @precondition(lambda self: any(may_be_called_off(self.people)))
    def called_off(self, data: st.DataObject) -> None:
        """A callback that stands in the line, or is offered, is cancelled."""
        person = self.people[data.draw(st.sampled_from(may_be_called_off(self.people)))]
        self.does(lambda c: becomes(c, person.callback, State.CANCELLED_BY_CALLER, self.now))
        person.off = True
        if person.state == "waiting":
            person.state = "left"

    @rule(name=st.sampled_from(NAMES), state=st.sampled_from(("available", "away")))
    def says(self, name: str, state: str) -> None:
        """An agent comes or goes, if no call is on."""
        seat = self.seats[name]
        if seat.state in ("offered", "busy"):
            return
        self.does(lambda c: choose_state(c, name, state, self.now))
        if seat.state != state:
            seat.state, seat.idle_since, seat.missed = state, self.now, 0

    @rule(seconds=st.sampled_from((1, 4, 6, 31, 61)))
    def passes(self, seconds: int) -> None:
        """Time passes, and wrap-ups end; every desk is open."""
        self.now += timedelta(seconds=seconds)
        self.does(lambda c: c.execute(agents.update().values(seen_at=self.now)))
        self.does(lambda c: tidy(c, self.now))
        for seat in self.seats.values():
            if seat.state == "wrap_up" and seat.until <= self.now:
                seat.state, seat.idle_since = "available", self.now

    @rule(then=st.sampled_from(("", "takes", "meets", "speak", *WAYS, *ENDS)))
    def decides(self, then: str) -> None:
        """The first of the line goes to the agent who has been idle longest, as the model says."""
        name = self._decides()
        if name:
            self._goes_on(self.live[name], then)

    def _decides(self) -> str:
        made = self.does(lambda c: decide(c, self.now))
        expected = next_of(self.people, self.seats, self.refused, self.now)
        found = (self._ref(made.waiting_id), made.agent) if made else None
        assert found == expected
        if made and expected:
            ref, name = expected
            self.people[ref].state, self.seats[name].state = "offered", "offered"
            self.live[name] = Offered(made.offer, ref, name)
        return made.agent if made else ""

    @precondition(lambda self: self.live)
    @rule(data=st.data(), then=st.sampled_from(("takes", "meets", "speak", *WAYS, *ENDS)))
    def goes_on(self, data: st.DataObject, then: str) -> None:
        """Something happens to an offer that goes on."""
        self._goes_on(self.live[data.draw(st.sampled_from(sorted(self.live)))], then)

    def _goes_on(self, one: Offered, then: str) -> None:
        if then in ("takes", "meets", "speak"):
            self._takes(one)
        if then in ("meets", "speak") and self._comes(one):
            self._meets(one)
        if then == "speak":
            self.passes(6)
        if self.people[one.ref].callback and then in {"caller", "both", "person", "back"}:
            then = "agent"  # no customer is there who could hang up
        if then in WAYS and not (then == "back" and one.state == "made"):
            self._parts(one, then)
        if then in ENDS:
            self._fails(one, ENDS[then])

    def _takes(self, one: Offered) -> None:
        """Our key is pressed; a second time it is as true."""
        for _ in range(2):
            assert self.does(lambda c: accepted(c, one.id, f"leg-{one.id}", self.now))
        seat = self.seats[one.name]
        if one.state == "made":
            one.state, seat.state, seat.missed = "accepted", "busy", 0

    def _comes(self, one: Offered) -> bool:
        """The customer of a callback is rung, answers, and stands where the callback did."""
        person = self.people[one.ref]
        if not person.callback:
            return True
        if person.off:
            return False
        sid = f"CB{one.ref}"
        self.does(lambda c: becomes(c, person.callback, State.RINGING, self.now))
        call = (sid, "fi", "any")
        for _ in range(2):
            assert self.does(lambda c: answer_for(c, one.id, call, {}, {}, self.now))
        del self.people[one.ref]
        person.ref, person.callback, one.ref = sid, "", sid
        self.people[sid] = person
        return True

    def _meets(self, one: Offered) -> None:
        moved = self.does(lambda c: met(c, one.id, self.now))
        assert moved == (one.state == "accepted")
        if moved:
            one.state, one.met_at, self.people[one.ref].state = "met", self.now, "talking"

    def _parts(self, one: Offered, how: str) -> None:
        """Somebody hangs up, whoever tells of it first."""
        talked = one.state == "met" and self.now - one.met_at >= SHORTEST_TALK
        told = self._hang_up(one, how)
        if how in ("back", "both") and one.state != "made":
            assert (told == "done") == talked
        outcome = "caller_gone" if how in ("caller", "person") else "lost"
        if outcome == "lost" and one.state == "made":
            outcome = "missed"
        self._over(one, "done" if talked else outcome)

    def _fails(self, one: Offered, outcome: Outcome) -> None:
        """It is declined, or fails; a second end changes nothing."""
        for first in (True, False):
            assert self.does(lambda c: ended(c, one.id, outcome, self.now, WRAP_UP)) == first
        self._over(one, outcome)

    @rule(data=st.data())
    @precondition(lambda self: any(may_give_up(self.people)))
    def gives_up(self, data: st.DataObject) -> None:
        """A caller who waits hangs up."""
        ref = data.draw(st.sampled_from(may_give_up(self.people)))
        self.does(lambda c: person_left(c, ref, "hung_up", self.now, WRAP_UP))
        self.people[ref].state = "left"

    @invariant()
    def rows_say_what_the_model_says(self) -> None:
        """People, agents, who is free and who waits in which line."""
        with self.engine.connect() as connection:
            rows = connection.execute(select(waiting.c.ref, waiting.c.state)).all()
            seats = connection.execute(
                select(agents.c.name, agents.c.state, agents.c.missed)
            ).all()
            live = connection.execute(select(offers.c.id).where(offers.c.state != "ended"))
            ids = set(live.scalars())
            in_line = connection.execute(
                select(waiting.c.ref)
                .join(waiting_teams, waiting_teams.c.waiting_id == waiting.c.id)
                .where(waiting_teams.c.waits)
            )
            refs = set(in_line.scalars())
        assert {row.ref: row.state for row in rows} == {
            p.ref: p.state for p in self.people.values()
        }
        assert {row.name: (row.state, row.missed) for row in seats} == {
            name: (seat.state, seat.missed) for name, seat in self.seats.items()
        }
        assert ids == {one.id for one in self.live.values()}
        assert refs == {p.ref for p in self.people.values() if p.state == "waiting"}

    def _ref(self, waiting_id: str) -> str:
        who = select(waiting.c.ref).where(waiting.c.id == waiting_id)
        return str(self.does(lambda c: c.execute(who).scalar()))

    def _hang_up(self, one: Offered, how: str) -> object:
        ways: dict[str, Callable[[Connection], object]] = {
            "agent": lambda c: agent_left(c, one.id, self.now, WRAP_UP),
            "caller": lambda c: caller_left(c, one.id, self.now, WRAP_UP),
            "person": lambda c: person_left(c, one.ref, "hung_up", self.now, WRAP_UP),
            "back": lambda c: came_back(c, one.ref, self.now, WITH_WRAP_UP),
        }
        told = [self.does(ways[way]) for way in (("agent", "back") if how == "both" else (how,))]
        return told[-1]

    def _over(self, one: Offered, outcome: str) -> None:
        person, seat = self.people[one.ref], self.seats[one.name]
        person.state = "left" if outcome in ("done", "caller_gone") or person.off else "waiting"
        missed = seat.missed + 1 if outcome in ("missed", "lost") else 0
        seat.missed = missed % 3
        seat.state = "away" if missed == 3 else "available"
        if outcome == "done":
            seat.state, seat.until, seat.idle_since = "wrap_up", self.now + WRAP_UP, self.now
        elif outcome != "caller_gone":
            seat.idle_since = self.now
        if person.state == "waiting":
            again = timedelta(seconds=5) if outcome == "failed" else NOT_AGAIN_FOR
            self.refused.append((self.now + again, one.ref, one.name))
        del self.live[one.name]


TestDispatch = Dispatch.TestCase
TestDispatch.settings = settings(max_examples=25, stateful_step_count=20)

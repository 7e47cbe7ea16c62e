"""Answer a question about notices as a call of that person would be answered now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Engine

from flows.asks import Area, LookUp
from flows.reading import may_be_named, places_to_ask, services_here
from flows.state import State
from flows.step import Visit
from ivr.calls.arrival import first_state
from ivr.calls.conversation import Conversation
from ivr.calls.ports import Ports
from ivr.calls.world import ring_order, world_for
from ivr.clock import Clock
from ivr.notices.decision import (
    Chosen,
    Decision,
    LineAnswering,
    Opened,
    PlaceTold,
    Told,
    reasons_of,
)
from ivr.notices.query import Query, read_query
from ivr.notices.told import Telling
from ivr.notices.who import Person, person_of
from routing.configuration import Configuration


@dataclass(frozen=True)
class Answers:
    """`fallback` is the last number to ring, or empty."""

    engine: Engine
    clock: Clock
    ports: Ports
    conversation: Conversation
    fallback: str

    def answer(self, given: Mapping[str, list[str]]) -> Decision:
        """Answer. Raises BadQuery, Nobody, NoFlow, and what a database that is away raises."""
        configuration, now = self.conversation.configured.newest().configuration, self.clock.now()
        query = read_query(given, configuration)
        with self.engine.connect().execution_options(readonly=True) as connection:
            person = person_of(connection, query, self.ports.register)
        telling = self._telling(query, person, configuration, now)
        return self._decision(query, person, telling, configuration)

    def _telling(
        self, query: Query, person: Person, configuration: Configuration, now: datetime
    ) -> Telling:
        bundle = self.conversation.flows.live(query.line.flow)
        world = world_for(configuration, query.line, now, self.fallback)
        state = first_state(bundle.hash, query.line, person.caller, now)
        if query.postcode:
            own = query.postcode in person.caller.places
            state = replace(state, place=query.postcode, typed=not own)
        return Telling(bundle, world, state)

    def _decision(
        self, query: Query, person: Person, telling: Telling, configuration: Configuration
    ) -> Decision:
        line, caller, state = query.line, person.caller, telling.state
        areas = self._areas(telling)
        named = [area for area in areas if _may_be_told(state, area)]
        opening = telling.world.opening(line.topic, state.language)
        decision = Decision(
            at=telling.world.now,
            line=LineAnswering(number=line.number, name=line.name, languages=list(line.languages)),
            customer_id=person.customer_id or None,
            customers=caller.customers,
            withheld=caller.withheld,
            language=Chosen(name=state.language, why=caller.why),
            places=[_place(telling, area) for area in named],
            ask_postcode=not named and any(area.notices for area in areas),
            team=self._team(query, state, configuration),
            opening=Opened(open=opening.open, why=opening.why, opens_at=opening.opens_at),
            reasons=[],
        )
        return decision.model_copy(update={"reasons": list(reasons_of(decision))})

    def _areas(self, telling: Telling) -> Sequence[Area]:
        flow = telling.bundle.flows[telling.bundle.start]
        visit = Visit(flow, telling.bundle.prompts, telling.world, telling.state)
        asked, services = places_to_ask(telling.state), services_here(visit)
        if not asked or not services:
            return ()
        return self.ports.areas(LookUp(asked, services))(telling.world.now)

    def _team(self, query: Query, state: State, configuration: Configuration) -> Chosen | None:
        line = query.line
        rung = ring_order(configuration, line, line.topic, state.language, self.fallback)
        if not rung:
            return None
        first = rung[0]
        spoken = "speaks" if first.language == state.language else "is there, though not for"
        return Chosen(name=first.team, why=f"{spoken} {state.language}")


def _may_be_told(state: State, area: Area) -> bool:
    """Tell each place of one customer: in a call they are asked which of them they mean."""
    return may_be_named(state, (area,))


def _place(telling: Telling, area: Area) -> PlaceTold:
    notices = [
        Told(
            key=notice.key,
            service=notice.service,
            state=notice.state,
            at=notice.at,
            until=notice.until,
            since=notice.since,
            text=dict(text),
        )
        for notice in area.notices
        if (text := telling.notice(notice, area))
    ]
    return PlaceTold(
        postcode=area.postcode,
        kind=area.kind,
        covered=area.covered,
        registered=not telling.state.typed,
        notices=notices,
        text={} if notices else dict(telling.nothing(area)),
    )

"""The pretend world that a scenario is played in."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from flows.asks import (
    Area,
    Ask,
    BookCallback,
    CheckMessage,
    CheckNumber,
    ChooseTime,
    FindCallback,
    HeardBefore,
    JoinQueue,
    LeaveQueue,
    LookUp,
    MessageWhenRepaired,
    Notice,
    Outcome,
    ReportStillOut,
    WithdrawMessage,
)
from flows.definition import Bundle
from flows.engine import Done, Paused, Progress, answer, begin, resume
from flows.inputs import Input
from flows.scenario import GivenNotice, Scenario
from flows.state import Caller, State
from flows.world import Destination, Line, Opening, World

HOWS = ("met", "lost", "again", "callback", "danger", "closed", "nobody", "full", "failed")
"""What can follow a wait in the queue, as `flows.asks.LeaveQueue` is answered."""
NUMBER = "+358931570000"
COMPANY = {"fi": "Esimerkkiyhtiö", "sv": "Exempelbolaget", "en": "Example Company"}
LABEL = {"fi": "asiakaspalvelu", "sv": "kundtjänst", "en": "customer service"}


@dataclass(frozen=True)
class Stage:
    """
    A bundle and the world of one scenario.

    Telephones are named after the topic, so that a scenario can say who is rung. The line
    speaks those of its languages that the flow has words for.
    """

    bundle: Bundle
    scenario: Scenario

    def begin(self) -> Done:
        """Call, and go on until the first wait."""
        return self._settle(begin(self.bundle, self._first_state(), self.world))

    def go_on(self, state: State, given: Input) -> Done:
        """Do something at a wait, and go on until the next one."""
        return self._settle(resume(self.bundle, state, given, self.world))

    @cached_property
    def world(self) -> World:
        """The world that every turn sees."""
        given = self.scenario.line
        languages = self._languages()
        line = Line(
            number=NUMBER,
            name=given.name,
            label=LABEL,
            company=COMPANY,
            language=given.language if given.language in languages else languages[0],
            languages=languages,
            services=tuple(given.services),
            urgent=given.urgent,
            messages=given.messages,
        )
        return World(
            self.scenario.now,
            line,
            self._telephones,
            self.scenario.emergency,
            self._opening,
            lambda _topic, _language: bool(self.scenario.queue),
        )

    def _languages(self) -> tuple[str, ...]:
        spoken = self.bundle.flows[self.bundle.start].languages
        wanted = self.scenario.line.languages
        return tuple(each for each in wanted if each in spoken) or tuple(spoken)

    def _telephones(self, topic: str, language: str) -> tuple[Destination, ...]:
        count = self.scenario.telephones
        return tuple(Destination(topic, f"+35893157001{n}", language) for n in range(count))

    def _first_state(self) -> State:
        given = self.scenario.caller
        caller = Caller(
            number="" if given.withheld else given.number,
            withheld=given.withheld,
            customers=given.customers,
            places=tuple(given.places),
            asked_places=tuple(given.asked_places),
            services=tuple(given.services),
            language=given.language,
        )
        line = self.world.line
        return State(
            bundle=self.bundle.hash,
            line=line.number,
            language=given.language if given.language in line.languages else line.language,
            caller=caller,
            started_at=int(self.scenario.now.timestamp()),
            attempt="attempt" if self.scenario.attempt else "",
        )

    def _settle(self, progress: Progress) -> Done:
        while isinstance(progress, Paused):
            progress = answer(progress, self._outcome(progress.ask))
        return progress

    def _opening(self, topic: str, _language: str) -> Opening:
        closed = self.scenario.closed
        if closed is None or (closed.topics and topic not in closed.topics):
            return Opening(open=True)
        return Opening(
            open=False, why=closed.why, holiday=closed.holiday, opens_at=closed.opens_at
        )

    def _outcome(self, ask: Ask) -> Outcome:
        match ask:
            case LookUp():
                return self._looked_up(ask)
            case CheckNumber(number):
                refused = number in self.scenario.refused_numbers
                return Outcome("refused" if refused else "done", value={"number": number})
            case FindCallback():
                return Outcome("done", value=self.scenario.callback)
            case CheckMessage() | MessageWhenRepaired() | WithdrawMessage():
                return self._messaged(ask)
            case ReportStillOut():
                passed = {"passed": "yes"} if self.scenario.passed else {}
                return Outcome(self.scenario.keeping, value=passed)
            case _:
                return self._kept(ask)

    def _kept(self, ask: Ask) -> Outcome:
        """In a scenario the result of the queue is what is to follow."""
        if isinstance(ask, LeaveQueue):
            return Outcome("done", value={"how": ask.result})
        if isinstance(ask, BookCallback) and self.scenario.stopped and not ask.lift:
            return Outcome("refused", value={"reason": "own-stopped"})
        if isinstance(ask, ChooseTime):
            return Outcome(self.scenario.choosing)
        if not isinstance(ask, JoinQueue):
            offers = isinstance(ask, BookCallback) and ask.times
            return Outcome(self.scenario.keeping, value=self._receipt(offers=offers))
        status = self.scenario.queue or "failed"
        return Outcome(status, value={"reason": "no_agents"} if status == "refused" else {})

    def _messaged(self, ask: CheckMessage | MessageWhenRepaired | WithdrawMessage) -> Outcome:
        if not isinstance(ask, CheckMessage):
            return Outcome(self.scenario.keeping)
        if ask.number in self.scenario.refused_numbers:
            return Outcome("refused", value={"reason": "landline"})
        exists = {"exists": "yes"} if self.scenario.promised else {}
        return Outcome("done", value={"number": ask.number, **exists})

    def _looked_up(self, ask: LookUp) -> Outcome:
        if self.scenario.lookups == "failed":
            return Outcome("failed")
        return Outcome("done", tuple(self._area(code, ask) for code in ask.postcodes))

    def _receipt(self, *, offers: bool) -> dict[str, str]:
        opens_at = self.scenario.closed.opens_at if self.scenario.closed else None
        when = (
            {"when": "open", "opens_at": opens_at.isoformat()} if opens_at else {"when": "today"}
        )
        pairs = (f"{a.timestamp():.0f}-{b.timestamp():.0f}" for a, b in self.scenario.times)
        times = {"id": "callback", "times": " ".join(pairs)} if offers else {}
        return {**when, "tries": "3", **times}

    def _area(self, postcode: str, ask: LookUp) -> Area:
        notices = tuple(
            _notice(postcode, number, given)
            for number, given in enumerate(self.scenario.areas.get(postcode, ()))
            if given.service in ask.services
        )
        kind = self._kind(postcode)
        covered = kind == "area" and postcode not in self.scenario.uncovered
        before = {
            given.service: HeardBefore("before", given.before.state, given.before.at)
            for given in self.scenario.areas.get(postcode, ())
            if given.before
        }
        return Area(postcode, kind, covered, notices, before)

    def _kind(self, postcode: str) -> Literal["area", "pobox", "unknown"]:
        if postcode in self.scenario.unknown:
            return "unknown"
        return "pobox" if postcode in self.scenario.poboxes else "area"


def _notice(postcode: str, number: int, given: GivenNotice) -> Notice:
    return Notice(
        key=f"{postcode}-{number}",
        service=given.service,
        state=given.state,
        at=given.at,
        until=given.until,
        since=given.since,
    )

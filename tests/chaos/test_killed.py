"""Kill -9 between every two lines that commit, dial or answer: nothing lost, nothing twice."""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from ivr.bundles.shipped import publish_shipped
from ivr.clock import StoppedClock
from ivr.db.engine import open_engine
from ivr.db.migrate import upgrade
from ivr.services import Services
from ivr.settings import Settings
from simulator.leg import Leg
from tests.chaos.checker import Call, problems_of
from tests.chaos.town import MORNING, NIGHT, ROOT, Town, open_town
from tests.ivr.house import set_up

FAILPOINT = re.compile(r"""failpoint\(\s*["']([a-z.-]+)["']\s*\)""")
_numbers = count(358401170001)


@dataclass(frozen=True)
class Case:
    """Who is killed where: `night` while it is asked for, `web` and `ringer` in the morning."""

    night: tuple[str, ...] = ()
    web: tuple[str, ...] = ()
    ringer: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    callbacks: str = "prompt"

    @property
    def points(self) -> set[str]:
        """The failpoints that it is about."""
        named = {*self.night, *self.web, *self.ringer}
        return {name.partition("#")[0] for name in named}

    def __str__(self) -> str:
        """Its name in the report."""
        when = ["night"] if self.night else []
        return "+".join([*when, *self.night, *self.web, *self.ringer, *self.faults])


CASES = (
    Case(night=("ask.before-commit",)),
    Case(night=("ask.after-commit",)),
    Case(web=("ask.before-commit",)),
    Case(web=("ask.after-commit",)),
    Case(ringer=("wake.before-commit",)),
    Case(ringer=("wake.after-commit",)),
    Case(ringer=("ring.before-claim",)),
    Case(ringer=("ring.after-claim",)),
    Case(ringer=("ring.after-call",)),
    Case(ringer=("ring.before-result",)),
    Case(ringer=("ring.after-result",)),
    Case(ringer=("ring.before-result",), faults=("drop",)),
    Case(ringer=("ring.after-result",), faults=("500",)),
    Case(ringer=("ring.after-result",), faults=("429",)),
    Case(web=("answer.before-commit",)),
    Case(web=("answer.after-commit",)),
    Case(web=("took.before-commit",)),
    Case(web=("took.after-commit",)),
    Case(web=("spoke.before-commit",), ringer=("talk.before-commit",)),
    Case(web=("spoke.before-commit",), ringer=("talk.after-commit",)),
    Case(web=("spoke.after-commit",)),
    Case(web=("status.before-commit",)),
    Case(web=("status.after-commit",)),
    Case(web=("status.before-commit#4",)),
    Case(ringer=("ring.after-claim", "doubt.before-commit")),
    Case(ringer=("ring.after-claim", "doubt.after-commit")),
    Case(ringer=("ring.after-claim", "reconcile.after-look")),
    Case(ringer=("ring.after-claim", "reconcile.before-commit")),
    Case(ringer=("ring.after-claim", "reconcile.after-commit")),
    Case(ringer=("sweep.after-look",), callbacks="held"),
    Case(ringer=("sweep.before-commit",), callbacks="held"),
    Case(ringer=("sweep.after-commit",), callbacks="held"),
)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The demo company, on a database of its own."""
    data_dir = tmp_path_factory.mktemp("town")
    engine = open_engine(f"sqlite:///{data_dir / 'linja.db'}")
    upgrade(engine)
    set_up(engine)
    publish_shipped(Services(Settings(), StoppedClock(NIGHT), engine))
    engine.dispose()
    with open_town(data_dir) as opened:
        yield opened


@pytest.mark.parametrize("case", CASES, ids=str)
def test_it_is_done_once_whoever_is_killed(town: Town, case: Case) -> None:
    number = f"+{next(_numbers)}"
    _night(town, case, number)
    _morning(town, case)
    town.settles(number)
    assert {name.partition("#")[0] for name in town.killed} == case.points
    with sqlite3.connect(town.data_dir / "linja.db") as rows:
        problems = problems_of(rows, [_call(leg) for leg in town.exchange.calls], number)
    rows.close()
    assert problems == [], town.story(number)


def test_every_failpoint_has_a_case() -> None:
    sources = [file.read_text("utf-8") for file in (ROOT / "ivr").rglob("*.py")]
    written = {name for source in sources for name in FAILPOINT.findall(source)}
    assert written == {name for case in CASES for name in case.points}


def test_the_checker_sees_what_is_wrong(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "wrong.db") as rows:
        rows.executescript(
            "CREATE TABLE callbacks (id, number, state);"
            "CREATE TABLE callback_events (id, callback_id, from_state, to_state, why, who);"
            "CREATE TABLE attempts (number, state);"
            "INSERT INTO callbacks VALUES ('a', '+1', 'done');"
            "INSERT INTO callback_events VALUES (1, 'a', '', 'requested', 'x', 'y'),"
            " (2, 'a', 'due', 'done', '', '');"
            "INSERT INTO attempts VALUES ('+1', 'placed');"
        )
        calls = [
            Call("+2", "+1", "outbound-api", 0, 100, "", 60),
            Call("+2", "+1", "outbound-api", 50, 200, "", 60),
        ]
        assert problems_of(rows, calls, "+1") == [
            "due became done",
            "done: nobody did it, or for no reason",
            "done came from due, which it was not",
            "rung twice at the same time",
            "1 done, and they talked 2 times",
            "1 attempts have no end",
        ]
        receipt = Call("+3", "+9", "inbound", 0, 1, "Soittopyyntönne on kirjattu.", 0)
        assert "a receipt was heard, and there is no callback" in problems_of(
            rows, [receipt], "+3"
        )
    rows.close()


def _night(town: Town, case: Case, number: str) -> None:
    town.killed.clear()
    town.kills = {"web": list(case.night)}
    for role in ("web", "ringer"):
        town.stop(role)
    town.at = NIGHT
    town.start("web")
    town.books(number)


def _morning(town: Town, case: Case) -> None:
    town.kills = {"web": list(case.web), "ringer": list(case.ringer)}
    town.exchange.faults.extend(case.faults)
    town.exchange.callbacks.held.clear()
    town.exchange.callbacks.mode = "held" if case.callbacks == "held" else "prompt"
    town.stop("web")
    town.at = MORNING
    town.start("web")
    town.start("ringer")


def _call(leg: Leg) -> Call:
    said = " ".join(event["say"] for event in leg.transcript if "say" in event)
    talks = [other for other in leg.plant.legs.values() if other.parent is leg]
    longest = max((other.duration_seconds for other in talks), default=0)
    ended = leg.plant.clock.seconds if leg.ended_at is None else leg.ended_at
    return Call(leg.from_, leg.to, leg.direction, leg.created_at, ended, said, longest)

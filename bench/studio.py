"""The studio: what a check of a large flow costs, and its pages among two hundred flows."""

import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import Engine, insert

from bench.alone import alone
from bench.line_of_people import NOW, database
from bench.overview import NOBODYS, PASSWORD
from bench.turns import WrongAnswer
from flows.definition import make_bundle, read_flow
from ivr.accounts import people
from ivr.app import create_app
from ivr.bundles import store
from ivr.bundles.library import shipped_bundle, shipped_flows, shipped_prompts
from ivr.bundles.publishing import draft
from ivr.clock import StoppedClock
from ivr.db.tables.journal import call_turns, calls
from ivr.services import Services
from ivr.settings import Settings
from ivr.studio import drafts
from ivr.studio.drafts import Edit

FLOWS, STEPS, TIMES = 200, 200, 9
CALLS = 5_000
FLOW = "customer-service"
STEP = """  s{n}:
    type: menu
    prompt: menu.main
    keys: {{1: s{one}, 2: s{other}, 3: p, 4: p}}
"""


def told(scratch: Path) -> list[str]:
    """Measure, and say it."""
    check = _ms(lambda turn: draft(large(f"# {turn}"), shipped_flows(), scenarios=False))
    engine = _service(scratch / "studio.db")
    settings = Settings(**NOBODYS)
    clock = StoppedClock(NOW)
    browser = create_app(settings, Services(settings, clock, engine)).test_client()
    browser.post("/sign-in", data={"name": "eija", "password": PASSWORD})
    pages = [_page(browser, clock, *of) for of in PAGES]
    return [f"the check of a flow of {STEPS} steps: {check:.0f} ms", *pages]


PAGES = (
    (f"{FLOW}/source", "data-grammar"),
    (f"{FLOW}/map", "<svg"),
    (f"{FLOW}/map?show=traffic", "calls"),
    (f"{FLOW}/map?show=coverage", "<svg"),
    ("large/source", "data-grammar"),
    ("large/map", "<svg"),
    ("grammar", "prompts"),
)


def large(comment: str = "") -> str:
    """Write a flow as large as a flow may be."""
    last = STEPS - 2
    head = f"{comment}\nspec: 1\nname: large\nlanguages: [fi, sv, en]\nstart: s0\nhuman: p\n"
    steps = (
        STEP.format(n=n, one=min(2 * n + 1, last), other=min(2 * n + 2, last))
        for n in range(STEPS - 1)
    )
    return f"{head}steps:\n  p:\n    type: human\n{''.join(steps)}"


def _page(browser: Any, clock: StoppedClock, path: str, shows: str) -> str:
    """Open a page the first time and again; a minute passes between, so that nothing is kept."""

    def open_page(_turn: int) -> None:
        clock.at += timedelta(minutes=2)
        page = browser.get(f"/admin/flows/{path}")
        if page.status_code != 200 or shows not in page.text:  # noqa: PLR2004 -- OK
            raise WrongAnswer(f"{path}: {page.status}")

    started = time.perf_counter()
    open_page(0)
    first = (time.perf_counter() - started) * 1000
    return f"{path} among {FLOWS} flows: {_ms(open_page):.0f} ms, the first time {first:.0f} ms"


def _ms(work: Callable[[int], Any]) -> float:
    took = []
    for turn in range(TIMES):
        started = time.perf_counter()
        work(turn)
        took.append((time.perf_counter() - started) * 1000)
    return median(took)


def publish_many(engine: Engine) -> None:
    """Have very many flows be live, and the shipped one among them."""
    for number in range(FLOWS):
        text = f"spec: 1\nname: f{number}\nlanguages: [fi]\nstart: p\nhuman: p\n"
        flow = read_flow(f"{text}steps:\n  p:\n    type: human\n").flow
        if flow is None:
            raise WrongAnswer("a flow that cannot be read")
        bundle = make_bundle(flow.name, {flow.name: flow}, shipped_prompts())
        store.publish(engine, bundle, "bench", NOW)
    store.publish(engine, shipped_bundle(FLOW), "bench", NOW)


def _service(path: Path) -> Engine:
    engine = database(path)
    publish_many(engine)
    drafts.save(engine, Edit("large", 0, None, large(), "eija"), NOW)
    with engine.begin() as connection:
        people.add(connection, "eija", PASSWORD, ["editor"], NOW)
        began = [{"call_sid": f"CA{n}", "number": "", "line": "line"} for n in range(CALLS)]
        connection.execute(insert(calls), [{**one, "started_at": NOW} for one in began])
        connection.execute(insert(call_turns), list(_turns(store.live(engine)[FLOW])))
    return engine


def _turns(digest: str) -> Iterator[dict[str, Any]]:
    ways = [("main", "call", ""), ("main", "silence", ""), ("bills", "key", "2")]
    ways += [("nobody", "dial", "not connected"), ("callback", "key", "1")]
    for call in range(CALLS):
        for turn, (step, kind, given) in enumerate(ways):
            yield {
                "call_sid": f"CA{call}",
                "turn": turn,
                "at": NOW,
                "line": "line",
                "language": "fi",
                "flow": FLOW,
                "step": step,
                "given_kind": kind,
                "given": given,
                "said": [],
                "verb": "keys",
                "why": "",
                "notices": [],
                "bundle": digest,
            }


if __name__ == "__main__":
    sys.exit(alone(told))

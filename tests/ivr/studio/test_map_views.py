"""Traffic and coverage on the map of a flow."""

from datetime import timedelta

from sqlalchemy import Engine, insert

from ivr.bundles.library import shipped_flows
from ivr.clock import StoppedClock
from ivr.db.tables.journal import call_turns, calls
from ivr.studio.between import Between
from ivr.studio.traffic import hops
from tests.ivr.accounts.conftest import Browser
from tests.ivr.studio.conftest import FLOW, TEXT, Opens, base_of

HERE = f"/admin/flows/{FLOW}/map"
OF_FLOW = shipped_flows()[FLOW]
Done = tuple[str, str, str]
"""The step where the call is, and what was done before it."""


def called(engine: Engine, clock: StoppedClock, sid: str, *turns: Done, bundle: str = "") -> None:
    at = clock.now() - timedelta(days=1)
    rows = [
        {
            "call_sid": sid,
            "turn": number,
            "at": at,
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
            "bundle": bundle or base_of(engine),
        }
        for number, (step, kind, given) in enumerate(turns)
    ]
    with engine.begin() as connection:
        row = {"call_sid": sid, "number": "", "line": "line", "started_at": at}
        connection.execute(insert(calls).values(row))
        connection.execute(insert(call_turns), rows)


def passed(*turns: Done) -> list[tuple[str, str, bool]]:
    rows = [("CA", FLOW, *turn) for turn in turns]
    return list(hops(rows, Between(OF_FLOW), set()))


def test_a_key_leads_by_its_own_way() -> None:
    found = passed(("main", "call", ""), ("bills", "key", "2"))
    assert found == [
        ("greet", "main", False),
        ("main", "bills", True),
        ("bills", "bills", False),
    ]


def test_zero_begins_at_the_person_and_takes_no_way() -> None:
    assert passed(("main", "call", ""), ("person", "key", "0"))[1:] == [
        ("person", "person", False)
    ]


def test_between_two_waits_only_what_every_way_passes_is_known() -> None:
    passed = Between(OF_FLOW).passed("greet", "main")
    steps, ways = passed.steps, passed.sure
    assert {"greet", "language", "emergency", "asked", "notices", "hours", "main"} >= set(steps)
    assert ("greet", "language") in ways
    assert ("hours", "main") in ways
    assert ("emergency", "announce") not in ways
    assert "announce" not in steps
    assert {("emergency", "announce"), ("emergency", "asked")} <= set(passed.perhaps)
    assert ("main", "bills") not in passed.perhaps


def test_the_map_shows_how_many_callers_came_by(
    opens: Opens, engine: Engine, clock: StoppedClock
) -> None:
    for number in range(3):
        called(engine, clock, f"CA{number}", ("main", "call", ""), ("bills", "key", "2"))
    called(engine, clock, "CA9", ("main", "call", ""), ("main", "silence", ""))
    called(engine, clock, "CAold", ("main", "call", ""), ("moving", "key", "3"), bundle="before")
    page = opens("vilja", "viewer").sees(f"{HERE}?show=traffic").text
    assert "4 calls came by in the last seven days" in page
    assert 'aria-label="main, menu, calls: 4"' in page
    assert 'aria-label="bills, human, calls: 3"' in page
    assert 'aria-label="moving, human, calls: 0"' in page
    assert "key 2 · 3<" in page
    assert "way w5" in page
    assert "case 1 · ≥ 0<" in page
    assert 'aria-current="true">Traffic' in page


def test_what_was_called_longer_ago_is_not_counted(
    opens: Opens, engine: Engine, clock: StoppedClock
) -> None:
    called(engine, clock, "CA1", ("main", "call", ""))
    clock.at += timedelta(days=7)
    assert "0 calls came by" in opens("vilja", "viewer").sees(f"{HERE}?show=traffic").text


def test_the_map_shows_what_no_scenario_passes(editor: Browser, engine: Engine) -> None:
    page = editor.sees(f"{HERE}?show=coverage").text
    assert "of 26 steps" in page
    assert 'step <a href="#step-moving">moving</a>' in page
    mended = TEXT + (
        "  - name: Moving\n    caller: {language: fi, places: []}\n    call:\n"
        '      - presses: "3"\n      - rings: moving\n'
    )
    form = {"source": mended, "revision": "0", "base": base_of(engine)}
    editor.sends(f"/admin/flows/{FLOW}/source/save", **form)
    assert 'step <a href="#step-moving">' not in editor.sees(f"{HERE}?show=coverage").text


def test_a_flow_that_nobody_hears_has_no_traffic(editor: Browser) -> None:
    editor.sends("/admin/flows/new", name="night", like=FLOW)
    assert "Nobody hears this flow yet" in editor.sees("/admin/flows/night/map?show=traffic").text


def test_anything_else_shows_the_problems(editor: Browser) -> None:
    assert 'aria-current="true">Problems' in editor.sees(f"{HERE}?show=x").text

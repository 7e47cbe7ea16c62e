"""
Twilio's behaviour as a table: TwiML, what the caller does, and the requests that must follow.

A request reads `[METHOD] /path Name=value !Name`: it came next, with this value, without that
name. `heard` is every speech in order; `problems` are Twilio's error codes.
"""

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from simulator.testing import Call, Telephone, exchange_for
from tests.simulator.scripted_app import Asked, ScriptedApp

CALLER, LINE = "+358401110001", "+358931570000"


def _cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{file.stem}: {case['name']}")
        for file in sorted(Path(__file__).with_name("recorded").glob("*.yaml"))
        for case in yaml.load(file.read_text("utf-8"), Loader=yaml.CSafeLoader)
    ]


def _do(call: Call, deed: Any) -> None:
    name: str
    value: Any
    name, value = next(iter(deed.items())) if isinstance(deed, dict) else (deed, None)
    deeds: dict[str, Callable[[], Any]] = {
        "press": lambda: call.presses(value),
        "silence": call.is_silent,
        "speak": lambda: call.speaks(value),
        "hang-up": call.hangs_up,
        "other-side-hangs-up": call.other_side_hangs_up,
    }
    deeds[name]()


def _check_request(asked: Asked, wanted: str) -> None:
    words = shlex.split(wanted)
    method = words.pop(0) if not words[0].startswith("/") else "POST"
    assert (asked.method, asked.path) == (method, words[0])
    for word in words[1:]:
        if word.startswith("!"):
            assert word[1:] not in asked.params
        else:
            name, value = word.split("=", 1)
            assert asked.params.get(name) == value, f"{name} at {asked.path}"


@pytest.mark.parametrize("case", _cases())
def test_the_exchange_does_what_twilio_does(case: dict[str, Any]) -> None:
    app = ScriptedApp(case["documents"])
    exchange = exchange_for(app)
    for number, behaviour in case.get("telephones", {}).items():
        exchange.telephones[number] = behaviour
    exchange.callbacks.mode = case.get("callbacks", "prompt")
    exchange.queues.ordered_results.extend(case.get("queue_results", []))

    call = Telephone(exchange).calls(case.get("from", CALLER), LINE, extra=case.get("extra"))
    for deed in case.get("do", []):
        _do(call, deed)
    exchange.callbacks.deliver(backwards=case.get("backwards", False))

    seen = [f"{a.method} {a.path}" for a in app.asked]
    assert len(app.asked) == len(case["requests"]), seen
    for asked, wanted in zip(app.asked, case["requests"], strict=True):
        _check_request(asked, wanted)
    assert [e["say"] for e in call.transcript if "say" in e] == case.get("heard", [])
    assert (call.leg.wait.kind if call.leg.wait else call.leg.status) == case["now"]
    assert [p.code for p in exchange.problems] == case.get("problems", [])
    passed = exchange.clock.seconds - call.leg.created_at
    assert passed == pytest.approx(case.get("seconds", passed))


def test_there_are_cases_for_every_section() -> None:
    facts = {param.values[0]["fact"].split()[0] for param in _cases()}
    assert facts == {"1.1", "1.2", "1.3", "1.5", "1.6", "1.7", "1.8"}
    assert len(_cases()) >= 40

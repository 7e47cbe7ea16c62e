"""Tabs that look on slow no call."""

from statistics import median

import requests
from playwright.sync_api import expect

from tests.browser.anew import Server
from tests.browser.caller import MATTI, SERVICE
from tests.browser.conftest import Opens

TURNS = 12
MOST_MILLISECONDS = 1000.0
PATIENCE_LOOKS = 200


class Caller:
    """Somebody who asks to hear it again, over and over, without a browser of their own."""

    def __init__(self, server: Server) -> None:
        self._page = f"{server.url}/phone"
        self._session = requests.Session()
        self._session.headers["Origin"] = server.url

    def turns_milliseconds(self) -> list[float]:
        """How long each turn of one call took, as the exchange has measured it."""
        sid = self._post("calls", {"from": MATTI, "to": SERVICE})["sid"]
        for done in range(1, TURNS + 1):
            self._waits_for_turn(sid, done)
            self._post(f"calls/{sid}/press", {"keys": "*"})
        self._waits_for_turn(sid, TURNS + 1)
        told = self._session.get(f"{self._page}/calls/{sid}", timeout=10).json()["requests"]
        self._post(f"calls/{sid}/hang-up", {})
        return [float(one["milliseconds"]) for one in told if "/voice/turn/" in one["path"]]

    def _post(self, path: str, body: dict[str, str]) -> dict[str, str]:
        answer = self._session.post(f"{self._page}/{path}", json=body, timeout=10)
        answer.raise_for_status()
        found: dict[str, str] = answer.json()
        return found

    def _waits_for_turn(self, sid: str, number: int) -> None:
        for _ in range(PATIENCE_LOOKS):
            state = self._session.get(f"{self._page}/state", timeout=10).json()
            (call,) = [one for one in state["exchange"]["calls"] if one["sid"] == sid]
            if call["wait"] and call["requests"] >= number:
                return
        raise AssertionError(call)


def test_two_more_tabs_slow_no_turn(server: Server, opens: Opens) -> None:
    caller = Caller(server)
    caller.turns_milliseconds()  # what is read for the first time is not what is compared
    alone = caller.turns_milliseconds()
    tabs = [opens(server) for _ in range(2)]
    for tab in tabs:
        tab.calls(MATTI)
        expect(tab.heard.locator(".say").first).to_be_visible()
    watched = caller.turns_milliseconds()
    before, after = median(alone), median(watched)
    told = f"{before:.1f} ms alone, {after:.1f} ms with two tabs, ratio {after / before:.2f}"
    print(f"\na turn: {told}")  # noqa: T201 -- a figure for whoever reads the run
    assert len(alone) == len(watched) == TURNS
    assert max(alone + watched) < MOST_MILLISECONDS

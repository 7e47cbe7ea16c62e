"""
Every page of the desk, of `/admin/` and of the studio, wide and on a telephone, before axe-core.

axe.min.js is axe-core 4.14.1 (MPL-2.0, axe.LICENSE.txt), as it was published; only this uses it.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from tests.browser.anew import Server
from tests.browser.staff import signs_in_with

ROLES = ("agent", "editor", "publisher", "outage-operator", "administrator", "auditor")
FLOW = "/admin/flows/customer-service"
PAGES = (
    "/desk/",
    "/desk/overview",
    "/desk/promised",
    "/account",
    "/admin/flows/",
    f"{FLOW}/map",
    f"{FLOW}/prompts",
    f"{FLOW}/steps/main",
    f"{FLOW}/source",
    f"{FLOW}/try",
    f"{FLOW}/publish",
    f"{FLOW}/versions",
    f"{FLOW}/files",
    "/admin/outages/",
    "/admin/outages/?postcode=29900",
    "/admin/outages/new",
    "/admin/outages/one?source=demo&id=F-1187",
    "/admin/outages/sources/demo",
    "/admin/lines/",
    "/admin/lines/source",
    "/admin/lines/history",
    "/admin/words/",
    "/admin/words/sentences/notice.electricity.eta",
    "/admin/words/publish",
    "/admin/words/versions",
    "/admin/calls/",
    "/admin/callbacks/",
    "/admin/figures/",
    "/admin/audit/",
    "/nowhere",
)
EVERYTHING = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
OF_LAYOUT = (
    "aria-hidden-focus",
    "button-name",
    "label",
    "link-name",
    "nested-interactive",
    "scrollable-region-focusable",
    "target-size",
)
"""What may be right on a wide page and wrong on a narrow one."""
WIDTHS = {1280: EVERYTHING, 360: OF_LAYOUT}
AXE = (Path(__file__).parent / "axe.min.js").read_text("utf-8")
RUN = """
(rules) => axe.run(document, { runOnly: rules, resultTypes: ["violations"] }).then(
  (found) => found.violations.map(
  (one) => [one.id, ...one.nodes.slice(0, 3).map((node) => node.html.slice(0, 200))]))
"""
OVER = "document.documentElement.scrollWidth - window.innerWidth"


@pytest.mark.parametrize("pages", [PAGES[::2], PAGES[1::2]], ids=["one half", "the other"])
def test_axe_finds_nothing_on_any_page_and_none_is_wider_than_the_screen(
    browser: Browser, server: Server, pages: tuple[str, ...]
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page, sid = context.new_page(), call(server)
    devtools = context.new_cdp_session(page)
    signs_in_with(page, server, "lauri", *ROLES)
    found = []
    for path in (*pages, f"/admin/calls/{sid}"):
        page.goto(f"{server.url}{path}")
        devtools.send("Runtime.evaluate", {"expression": AXE})
        found += [f"{path} {one}" for one in looked_at(page)]
    context.close()
    assert found == []


def looked_at(page: Page) -> Iterator[str]:
    """Say what is wrong with a page at each width; an editor takes the place of a source first."""
    if page.url.endswith(f"{FLOW}/source"):
        expect(page.locator("textarea[name=source]")).to_be_hidden()
    for width, rules in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": 900})
        over: int = page.evaluate(OVER)
        yield from [f"{over} wider than {width}"] if over > 0 else []
        found: list[Any] = page.evaluate(RUN, list(rules))
        yield from (f"at {width}: {one}" for one in found)


def call(server: Server) -> str:
    """Make a call, and return its SID when it can be looked at."""
    asked = {"from": "+358401110001", "to": "+358931570000"}
    headers = {"Origin": server.url}
    made = requests.post(f"{server.url}/phone/calls", json=asked, headers=headers, timeout=10)
    return str(made.json()["sid"])

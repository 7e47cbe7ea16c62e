"""A browser, and servers to look at. Whatever the browser complains of fails the test."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

from tests.browser.agent import Agent, signs_in
from tests.browser.anew import Server
from tests.browser.caller import Person
from tests.browser.chromium import ARGUMENTS, NONE, of_playwright, on_path
from tests.browser.server import running

PATIENCE_MS = 60_000

Opens = Callable[..., Person]
Desk = Callable[..., Agent]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    where = on_path() or of_playwright()
    assert where, NONE
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=where, args=list(ARGUMENTS))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests."""
    folder = tmp_path_factory.mktemp("linja")
    with running(folder) as run:
        server = Server(run, folder)
        server.keeps()
        yield server


@pytest.fixture
def server(started: Server) -> Server:
    """It is as it was at the start: on Monday at ten, and nobody has called."""
    started.begins_anew()
    return started


@pytest.fixture
def complaints() -> list[str]:
    """What the browser wrote to its console: errors, warnings, refusals of the policy."""
    return []


@pytest.fixture
def opens(browser: Browser, complaints: list[str]) -> Iterator[Opens]:
    """Open the telephone page: `opens(server)`, `opens(server, width=360, height=740)`."""
    contexts: list[BrowserContext] = []

    def open_page(server: Server, width: int = 1440, height: int = 900, **options: str) -> Person:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)  # type: ignore[arg-type, unused-ignore]
        contexts.append(context)
        page = context.new_page()
        _listen(page, complaints)
        page.goto(f"{server.url}/phone/")
        expect(page.locator("#clock")).not_to_have_text("…")
        return Person(page)

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def desk(browser: Browser, complaints: list[str]) -> Iterator[Desk]:
    """Sign in as one of the demo's agents in a browser of their own: `desk(server, "aino")`."""
    contexts: list[BrowserContext] = []

    def sign_in(server: Server, name: str, width: int = 1440, height: int = 900) -> Agent:
        contexts.append(browser.new_context(viewport={"width": width, "height": height}))
        page = contexts[-1].new_page()
        _listen(page, complaints)
        return signs_in(page, server.url, name)

    yield sign_in
    for context in contexts:
        context.close()
    assert complaints == []


def _listen(page: Page, complaints: list[str]) -> None:
    page.on("console", lambda told: complaints.append(told.text) if told.type in LOUD else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.extend(_not_loaded(request)))


def _not_loaded(request: Request) -> Iterator[str]:
    """A page that is left breaks off what it was asking for."""
    if request.failure != BROKEN_OFF:
        yield f"not loaded: {request.url}"


LOUD = {"error", "warning"}
BROKEN_OFF = "net::ERR_ABORTED"

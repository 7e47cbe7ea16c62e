"""A browser, and servers to look at. Whatever the browser complains of fails the test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from ivr.run.runfile import Run
from tests.browser.caller import Person
from tests.browser.chromium import ARGUMENTS, NONE, of_playwright, on_path
from tests.browser.server import hang_up_all, running

PATIENCE_MS = 20_000

Opens = Callable[..., Person]


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
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """One server for all tests that leave it as it was."""
    with running(tmp_path_factory.mktemp("linja")) as run:
        yield run


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Run]:
    """A server for a test that moves time or breaks something."""
    with running(tmp_path) as run:
        yield run


@pytest.fixture
def complaints() -> list[str]:
    """What the browser wrote to its console: errors, warnings, refusals of the policy."""
    return []


@pytest.fixture
def opens(browser: Browser, complaints: list[str]) -> Iterator[Opens]:
    """Open the page of a server: `opens(run)`, `opens(run, width=360, height=740)`."""
    contexts: list[BrowserContext] = []
    runs: list[Run] = []

    def open_page(run: Run, width: int = 1440, height: int = 900, **options: str) -> Person:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)  # type: ignore[arg-type, unused-ignore]
        contexts.append(context)
        runs.append(run)
        page = context.new_page()
        _listen(page, complaints)
        page.goto(f"{run.url}/phone/")
        expect(page.locator("#clock")).not_to_have_text("…")
        return Person(page)

    yield open_page
    for context in contexts:
        context.close()
    for run in runs:
        hang_up_all(run)
    assert complaints == []


def _listen(page: Page, complaints: list[str]) -> None:
    page.on("console", lambda told: complaints.append(told.text) if told.type in LOUD else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(f"not loaded: {request.url}"))


LOUD = {"error", "warning"}

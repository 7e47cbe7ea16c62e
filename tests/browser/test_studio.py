"""The source of a flow in its editor, and its map on a narrow screen."""

from collections.abc import Iterator

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, expect

from ivr.cli import main as cli
from tests.browser.anew import Server

PASSWORD = "kolme pientä porsasta"
FLOW = "/admin/flows/customer-service"


@pytest.fixture
def page(browser: Browser, server: Server, complaints: list[str]) -> Iterator[Page]:
    """Aino the editor and publisher, signed in."""
    words = ("user", "add", "eija", "--role", "editor", "--role", "publisher")
    data = {"LINJA_DATA_DIR": str(server.folder)}
    done = CliRunner().invoke(cli, [*words, "--password", PASSWORD], env=data)
    assert done.exit_code == 0, done.output
    context = browser.new_context()
    opened = context.new_page()
    opened.on(
        "console", lambda told: complaints.append(told.text) if told.type == "error" else None
    )
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto(f"{server.url}/sign-in?to=/account")
    opened.locator("#name").fill("eija")
    opened.locator("#password").fill(PASSWORD)
    opened.locator("main button").click()
    opened.locator("#language").select_option("en")
    opened.locator("form:has(#language) button").click()
    expect(opened.get_by_role("link", name="Flows")).to_be_visible()
    yield opened
    context.close()
    assert complaints == []


def test_a_step_is_completed_in_the_source_and_a_problem_is_marked_on_its_line(
    page: Page, server: Server
) -> None:
    page.goto(f"{server.url}{FLOW}/source")
    beside, line = page.locator("#beside"), page.locator(".cm-line", has_text="next: language")
    line.click()
    page.keyboard.press("End")
    page.keyboard.press("Control+Backspace")
    page.keyboard.type("nowhere")
    expect(beside).to_contain_text("leads to 'nowhere', which does not exist")
    expect(page.locator(".cm-lint-marker-error").first).to_be_visible()
    expect(page.locator(".cm-lintRange-error", has_text="nowhere")).to_be_visible()
    page.keyboard.press("Control+Backspace")
    page.keyboard.type("lang")
    offered = page.get_by_role("option", name="language")
    offered.click()
    expect(offered).to_have_count(0)
    expect(line).to_be_visible()
    page.keyboard.type("  # ours")
    expect(beside).to_contain_text("Saved")
    expect(beside).to_contain_text("Nothing.")
    expect(beside).to_contain_text("go as they should")
    expect(page.locator(".cm-lint-marker-error")).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.locator(".cm-content")).not_to_be_focused()
    with page.expect_response("**/source/save"):
        page.get_by_role("button", name="Save").click()
    page.reload()
    expect(page.locator(".cm-line", has_text="next: language  # ours")).to_be_visible()
    expect(page.locator("#kept")).to_be_hidden()


def test_a_map_on_a_narrow_screen_begins_with_the_first_step(page: Page, server: Server) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{server.url}{FLOW}/map")
    expect(page.locator("rect.start")).to_be_in_viewport(ratio=1)

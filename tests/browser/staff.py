"""Somebody of the company with roles of their own, who signs in."""

from click.testing import CliRunner
from playwright.sync_api import Page, expect

from ivr.cli import main as cli
from tests.browser.anew import Server

PASSWORD = "kolme pientä porsasta"


def signs_in_with(page: Page, server: Server, name: str, *roles: str) -> None:
    """Make an account with these roles and sign in, in Finnish."""
    words = ["user", "add", name, *(part for role in roles for part in ("--role", role))]
    data = {"LINJA_DATA_DIR": str(server.folder)}
    done = CliRunner().invoke(cli, [*words, "--password", PASSWORD], env=data)
    assert done.exit_code == 0, done.output
    page.goto(f"{server.url}/sign-in?to=/account")
    page.locator("#name").fill(name)
    page.locator("#password").fill(PASSWORD)
    page.locator("main button").click()
    expect(page.locator("#language")).to_be_visible()

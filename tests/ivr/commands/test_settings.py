"""`linja settings`: all of them, secrets hidden."""

from dataclasses import fields

import pytest
from click.testing import CliRunner

from ivr.commands.settings import command
from ivr.settings import Settings


@pytest.fixture(name="bare")
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for field in fields(Settings):
        monkeypatch.delenv(field.name.upper(), raising=False)
    return monkeypatch


def test_every_setting_is_listed_with_its_default(bare: pytest.MonkeyPatch) -> None:
    bare.setenv("PORT", "9000")
    shown = CliRunner().invoke(command).output
    blocks = dict(block.split("\n", 1) for block in shown.strip().split("\n\n"))
    assert list(blocks) == [field.name.upper() for field in fields(Settings)]
    assert blocks["PORT"].split("\n")[1:] == ["  value    9000", "  default  8000"]
    assert "  value    (not set)" in blocks["LINJA_FALLBACK_NUMBER"]


@pytest.mark.parametrize("name", ["TWILIO_AUTH_TOKEN", "SECRET_KEY", "DATABASE_URL", "REDIS_URL"])
def test_a_secret_is_never_shown(bare: pytest.MonkeyPatch, name: str) -> None:
    bare.setenv(name, "hunter2")
    shown = CliRunner().invoke(command).output
    assert "hunter2" not in shown
    assert "(set, not shown)" in shown


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (
            "https://me:hunter2@crm.example.fi/api?key=hunter2",
            "https://***@crm.example.fi/api?***",
        ),
        ("https://hunter2@crm.example.fi", "https://***@crm.example.fi"),
        ("https://crm.example.fi/api", "https://crm.example.fi/api"),
        ("https://[hunter2", "(set, not an address)"),
    ],
)
@pytest.mark.parametrize("name", ["LINJA_REGISTER_URL", "TWILIO_API_URL", "PUBLIC_URL"])
def test_what_is_secret_in_an_address_is_not_shown(
    bare: pytest.MonkeyPatch, name: str, given: str, shown: str
) -> None:
    bare.setenv(name, given)
    output = CliRunner().invoke(command).output
    assert "hunter2" not in output
    assert f"  value    {shown}\n" in output


def test_what_does_not_fit_together_is_told_after_the_list(bare: pytest.MonkeyPatch) -> None:
    bare.setenv("PORT", "eighty")
    done = CliRunner().invoke(command)
    assert done.exit_code == 1
    assert "PORT: 'eighty' is not a port" in done.output
    assert "LINJA_VOICE_EN" in done.output

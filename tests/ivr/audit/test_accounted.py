"""Nothing that changes anything was forgotten: whoever adds a way to do it meets these tests."""

from collections.abc import Iterator

import click
from flask import Flask
from sqlalchemy import Engine

from ivr.app import create_app
from ivr.audit.names import WHATS
from ivr.cli import main
from ivr.clock import StoppedClock
from ivr.services import Services
from ivr.web.words import words
from tests.ivr.audit.accounted import (
    COMMANDS,
    OF_CALLS,
    OTHER_COMMANDS,
    OTHER_ROUTES,
    ROUTES,
)
from tests.ivr.audit.test_commands import TYPED
from tests.ivr.audit.test_pages import ASKED, DONE
from tests.ivr.house import SETTINGS

WHAT_TO_DO = "note it with ivr/audit/log.py, and say in tests/ivr/audit/accounted.py what it notes"
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def writing(app: Flask) -> set[str]:
    """Every address that something may be written with, by its endpoint."""
    return {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if (rule.methods or set()) & WRITES and rule.endpoint.partition(".")[0] not in OF_CALLS
    }


def typed(command: click.Command, words: tuple[str, ...] = ()) -> Iterator[str]:
    """Every command, by the words that are typed."""
    if not isinstance(command, click.Group):
        yield " ".join(words)
        return
    if command.invoke_without_command:
        yield " ".join(words)
    context = click.Context(command)
    for name in command.list_commands(context):
        found = command.get_command(context, name)
        assert found
        yield from typed(found, (*words, name))


def test_every_address_that_writes_is_noted_or_has_a_reason(
    engine: Engine, clock: StoppedClock
) -> None:
    app = create_app(SETTINGS, Services(SETTINGS, clock, engine))
    assert writing(app) - {*ROUTES, *OTHER_ROUTES} == set(), WHAT_TO_DO


def test_every_command_is_noted_or_has_a_reason() -> None:
    assert set(typed(main)) - {*COMMANDS, *OTHER_COMMANDS} == set(), WHAT_TO_DO


def test_what_is_said_to_be_noted_is_done_by_a_test() -> None:
    assert {*DONE, *ASKED} == {*ROUTES}
    assert {*TYPED} == {*COMMANDS}


def test_every_name_has_words_in_all_languages() -> None:
    for language in ("fi", "sv", "en"):
        told = {key for key in words(language) if key.startswith("audit.what.")}
        assert told == {f"audit.what.{what}" for what in WHATS}, language

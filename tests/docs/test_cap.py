"""docs/feeds/cap.md and atom.md: settings that are taken, and an alert that is heard."""

from datetime import datetime

import pytest

from ivr.feeds.settings import SourceSettings, read_settings
from outage_feed.formats.atom import Options as AtomOptions
from outage_feed.formats.cap import Options, read
from outage_feed.push import Sent
from routing.document import read_document
from tests.docs.blocks import DOCS, blocks

NOW = datetime.fromisoformat("2026-11-22T15:11:00+02:00")
PAGES = ("feeds/cap.md", "feeds/atom.md")


def settings_in(page: str) -> SourceSettings:
    (text,) = blocks(page, "yaml")
    (settings,) = read_document(text).sections["sources"].values()
    return read_settings(settings)


@pytest.mark.parametrize("page", PAGES)
def test_the_settings_are_taken(page: str) -> None:
    assert settings_in(page).reader


def test_the_alert_is_an_outage_with_these_settings_and_none_without() -> None:
    (alert,) = blocks("feeds/cap.md", "xml")
    sent = Sent("pohjola", alert.encode(), NOW)
    push = read(sent, Options.model_validate(settings_in("feeds/cap.md").options))

    (item,) = push.items
    assert item.outage.id == "faults@pohjola.example,F-1187"
    assert (item.outage.areas, item.outage.service) == (("29900",), "electricity")
    assert [ignored.id for ignored in read(sent, Options()).ignored] == [item.outage.id]


@pytest.mark.parametrize("option", Options.model_fields)
def test_every_option_has_its_row(option: str) -> None:
    assert f"\n| `{option}` | " in (DOCS / "feeds/cap.md").read_text("utf-8")


def test_the_option_of_an_index_has_its_row() -> None:
    (own,) = set(AtomOptions.model_fields) - set(Options.model_fields)
    assert f"\n| `{own}` | " in (DOCS / "feeds/atom.md").read_text("utf-8")

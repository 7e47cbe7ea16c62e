"""docs/feeds.md shows a push that is taken, and every field of an outage."""

from datetime import datetime

import pytest

from outage_feed.described import Described
from outage_feed.formats.own_json import Options, read
from outage_feed.merge import merge
from outage_feed.push import Sent
from tests.docs.blocks import DOCS, blocks

NOW = datetime.fromisoformat("2026-11-22T15:11:00+02:00")
(EXAMPLE,) = blocks("feeds.md", "json")


def test_the_example_is_taken() -> None:
    push = read(Sent("example", EXAMPLE.encode(), NOW), Options())

    assert push.refused == ()
    assert [merge(None, item.outage).outcome for item in push.items] == ["accepted"]


@pytest.mark.parametrize("field", Described.model_fields)
def test_every_field_has_its_row_and_is_in_the_example(field: str) -> None:
    page = (DOCS / "feeds.md").read_text("utf-8")

    assert f"\n| `{field}` | " in page
    assert f'"{field}": ' in EXAMPLE

"""What a restored backup says is still to be sent is sent to nobody before a person has looked."""

import pytest
from click.testing import CliRunner

from ivr.backups.holding import held_messages, hold, release
from ivr.commands import release as releasing
from tests.ivr.messages.post import MATTI, Post
from tests.ivr.messages.test_sending import settled

LIISA = "+358401110006"


def test_what_is_held_is_not_sent_until_released_and_the_rest_is(post: Post) -> None:
    kept = post.promises()
    with post.engine.begin() as connection:
        assert hold(connection) == 1
        assert [one.id for one in held_messages(connection)] == [kept.id]
    post.promises(LIISA)
    settled(post)
    assert post.works() == 1
    assert post.sent(MATTI) == []
    with post.engine.begin() as connection:
        assert release(connection, [kept.id]) == 1
    assert post.works() == 1
    assert len(post.sent(MATTI)) == len(post.sent(LIISA)) == 1


def test_it_is_listed_without_its_number(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(releasing, "open_services", lambda: post.house.services)
    kept = post.promises()
    with post.engine.begin() as connection:
        hold(connection)
    listed = CliRunner().invoke(releasing.command).stdout
    assert kept.id in listed
    assert "text about electricity 29900" in listed
    assert MATTI not in listed
    assert CliRunner().invoke(releasing.command, ["--all"]).stdout == "1 released\n"

"""Text messages as Prometheus is told of them."""

from typing import Any

from prometheus_client.registry import CollectorRegistry
from sqlalchemy import text

from ivr.calls.ports import Threads
from ivr.messages.figures import MessageFigures
from tests.ivr.messages.post import Post


def figure(post: Post, name: str, **labels: Any) -> float | None:
    registry = CollectorRegistry()
    registry.register(MessageFigures(post.engine, post.clock, Threads()))
    return registry.get_sample_value(f"linja_messages_{name}", labels)


def test_what_is_to_come_what_is_late_and_what_became_of_the_others(post: Post) -> None:
    post.promises()
    assert (figure(post, "open", state="waiting"), figure(post, "overdue")) == (1, 0)
    post.repairs()
    post.passes(minutes=30)
    post.exchange.texts.faults.append("429")
    post.works()
    post.passes(minutes=45)
    assert (figure(post, "open", state="due"), figure(post, "overdue")) == (1, 1)
    post.works()
    assert (figure(post, "open", state="due"), figure(post, "overdue")) == (0, 0)
    assert figure(post, "ended_in_a_day", state="sent") == 1
    post.passes(hours=25)
    assert figure(post, "ended_in_a_day", state="sent") == 0


def test_without_the_database_there_are_none(post: Post) -> None:
    with post.engine.begin() as connection:
        connection.execute(text("ALTER TABLE repair_messages RENAME TO away"))
    assert list(MessageFigures(post.engine, post.clock, Threads()).collect()) == []

"""Processes that live and die together."""

import os
import time
from collections.abc import Iterator

import pytest

from ivr.run.children import Child, Children
from ivr.run.ports import HOST, free_port, is_free

STAYS = Child("server", ("http.server", "0", "--bind", "127.0.0.1"))


@pytest.fixture(name="children")
def started() -> Iterator[Children]:
    children = Children(os.environ)
    yield children
    children.stop()


def wait_for_death(children: Children) -> str:
    """Return who ended and how, within ten seconds."""
    until = time.monotonic() + 10
    while not children.dead() and time.monotonic() < until:
        os.sched_yield()
    return children.dead()


def test_while_all_run_nobody_is_dead(children: Children) -> None:
    children.start(STAYS)
    assert children.dead() == ""


def test_who_ends_by_itself_is_named(children: Children) -> None:
    children.start(STAYS)
    children.start(Child("calendar", ("calendar", "2026", "11")))
    assert wait_for_death(children) == "calendar ended by itself, with exit code 0"


def test_what_was_stopped_is_gone(children: Children) -> None:
    port = free_port()
    children.start(Child("server", ("http.server", str(port), "--bind", HOST)))
    children.stop()
    assert (children.dead(), is_free(port)) == ("", True)

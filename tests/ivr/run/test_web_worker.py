"""A web server that strangers hold on to, that may open few files, or that loses a process."""

import os
import shutil
import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from ivr.run.ports import HOST
from simulator.testing import Telephone
from tests.ladder.full import family
from tests.ladder.server import Installation, install
from tests.processes import gone, soon

MATTI, LINE = "+358401110001", "+358931570000"
IDLE, MANY, CUT_SHORT, FEW_FILES = 300, 40, 8, 64
CUT_OFF = b"POST /voice/incoming HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\nCallSid="
UNSIGNED = b"POST /voice/incoming HTTP/1.0\r\nHost: x\r\nContent-Length: 0\r\n\r\n"


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return install(tmp_path)


@contextmanager
def strangers(installation: Installation, many: int, *sent: bytes) -> Iterator[None]:
    """So many who have sent each of these, and hold the line until it is over."""
    with ExitStack() as held:
        for words in sent * many:
            where = (HOST, installation.port)
            held.enter_context(socket.create_connection(where, 5)).sendall(words)
        yield


def goes_through(telephone: Telephone) -> bool:
    """Is a whole call answered, each webhook at the first try?"""
    problems = telephone.exchange.problems
    problems.clear()
    leg = telephone.exchange.dial(MATTI, LINE)
    if not leg.ended:
        telephone.exchange.hang_up(leg)
    return problems == []


def test_whoever_says_nothing_or_does_not_hang_up_costs_nobody_a_thread(
    installation: Installation,
) -> None:
    with (
        installation.running() as telephone,
        strangers(installation, IDLE, b""),
        strangers(installation, MANY, UNSIGNED),
    ):
        assert goes_through(telephone)


def test_with_few_files_calls_come_back_by_themselves(installation: Installation) -> None:
    prlimit = shutil.which("prlimit") or ""
    few = replace(installation, under=(prlimit, f"--nofile={FEW_FILES}"))
    with few.serving() as server:
        worker = answering(server)
        with strangers(few, MANY, b""), strangers(few, CUT_SHORT, CUT_OFF):
            assert soon(lambda: goes_through(few.telephone()))
        assert answering(server) == worker, "the process has ended over it"


def test_a_process_that_is_killed_for_its_memory_is_replaced(installation: Installation) -> None:
    with installation.serving() as server:
        (killed,) = answering(server)
        os.kill(killed, signal.SIGKILL)
        assert gone(killed)
        assert goes_through(installation.telephone())
        assert killed not in answering(server)


def answering(server: int) -> list[int]:
    """Return the processes that answer."""
    _, *children = family(server)
    return children

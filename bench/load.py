"""Telephones that all call at once: a closed loop over plain sockets, each answer checked."""

import socket
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from threading import Lock, Thread

from bench.webhooks import Webhook

HOST = "127.0.0.1"
OK = b"HTTP/1.1 200 "
TIMEOUT_SECONDS = 20


@dataclass(slots=True)
class Heard:
    """What came of a window of load. `seconds` are one per answer."""

    lasted_seconds: float = 0.0
    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def ask(port: int, webhook: Webhook) -> bytes:
    """Send a webhook over a connection of its own and return the whole answer."""
    with socket.create_connection((HOST, port), TIMEOUT_SECONDS) as connection:
        connection.sendall(webhook.request)
        received = []
        while part := connection.recv(65536):
            received.append(part)
    return b"".join(received)


def is_right(webhook: Webhook, answer: bytes) -> bool:
    """Is it an answer for this caller?"""
    return answer.startswith(OK) and all(words in answer for words in webhook.needed)


def load(port: int, webhooks: Sequence[Webhook], at_once: int, seconds: float) -> Heard:
    """Keep so many webhooks in the air for so long."""
    heard, lock = Heard(), Lock()
    coming = _round_and_round(webhooks)
    until = time.perf_counter() + seconds

    def telephone() -> None:
        while (began := time.perf_counter()) < until:
            with lock:
                webhook = next(coming)
            answer = ask(port, webhook)
            heard.seconds.append(time.perf_counter() - began)
            if not is_right(webhook, answer):
                heard.wrong.append(answer.decode("utf-8", "replace"))

    began = time.perf_counter()
    threads = [Thread(target=telephone) for _ in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    heard.lasted_seconds = time.perf_counter() - began
    return heard


def _round_and_round(webhooks: Sequence[Webhook]) -> Iterator[Webhook]:
    while True:
        yield from webhooks

"""Where the time of a turn goes, by a profile inside one process: `python -m bench.inside`."""

import io
import os
import sys
import tempfile
from collections.abc import Callable
from cProfile import Profile
from pathlib import Path
from pstats import Stats
from typing import Any

from werkzeug.test import run_wsgi_app

from bench.company import SMALL, kept
from bench.load import is_right
from bench.residents import callers
from bench.turns import ACTION, CALLERS, WrongAnswer, environ
from bench.webhooks import Webhook, first_turn, menu_turn
from ivr.deadline import Bounded

TURNS = 4000
PARTS = {
    "form and signature": ("webhooks.py", "only_twilio"),
    "opening the seal": ("answering.py", "_open"),
    "reading the caller's number": ("numbers.py", "read_number"),
    "reading lines, flows, caller, callback, notices": ("reads.py", "gather"),
    "the conversation, with what it reads": ("conversation.py", "begin", "resume"),
    "sealing": ("waiting.py", "seal_waiting"),
    "TwiML": ("documents.py", "_render"),
    "all in our view": ("webhooks.py", "answer"),
    "everything": ("app.py", "wsgi_app"),
}
"""Which functions each part is, by file; each includes what it calls."""

Send = Callable[[Webhook], bytes]
Timed = dict[tuple[str, int, str], tuple[int, int, float, float, object]]


def main() -> int:
    """Print the share of each part in a menu turn and in a first turn, hand-overs left out."""
    database = kept(Path.home() / ".cache/linja-bench", SMALL, print)
    with tempfile.TemporaryDirectory() as scratch:
        os.environ.update(environ(database, Path(scratch)))
        from wsgi import app  # noqa: PLC0415 -- it reads the environment

        def send(webhook: Webhook) -> bytes:
            body, status, _ = run_wsgi_app(app, _request(webhook))
            return f"HTTP/1.1 {status}\r\n\r\n".encode() + b"".join(body)

        who = callers(SMALL.customers, CALLERS)
        first = [first_turn(one) for one in who]
        send(first[0])  # what a process does once may be too late for a first turn
        menu = [menu_turn(one, _path(send(call))) for one, call in zip(who, first, strict=True)]
        setattr(Bounded, "_run", _at_once)  # noqa: B010 -- a profile sees one thread only
        for name, webhooks in (("menu turn", menu), ("first turn", first)):
            sys.stdout.write(f"{name}\n{_shares(send, webhooks)}\n")
    return 0


def _at_once(_bounded: Bounded, work: Callable[[], Any], _seconds: float) -> Any:
    return work()


def _path(answer: bytes) -> str:
    action = ACTION.search(answer)
    if not action:
        raise WrongAnswer(answer.decode("utf-8", "replace"))
    return action[1].decode()


def _request(webhook: Webhook) -> dict[str, Any]:
    head, _, body = webhook.request.partition(b"\r\n\r\n")
    line, *headers = head.decode().split("\r\n")
    method, path, _ = line.split()
    named = {
        name.upper().replace("-", "_"): value
        for name, _, value in (h.partition(": ") for h in headers)
    }
    return {
        **{f"HTTP_{name}": value for name, value in named.items()},
        "REQUEST_METHOD": method,
        "RAW_URI": path,
        "PATH_INFO": path,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "CONTENT_LENGTH": named["CONTENT_LENGTH"],
        "CONTENT_TYPE": named["CONTENT_TYPE"],
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
    }


def _shares(send: Send, webhooks: list[Webhook]) -> str:
    profile = Profile()
    for count in range(TURNS):
        webhook = webhooks[count % len(webhooks)]
        profile.enable()
        answer = send(webhook)
        profile.disable()
        if not is_right(webhook, answer):
            raise WrongAnswer(answer.decode("utf-8", "replace"))
    timed: Timed = Stats(profile).stats  # type: ignore[attr-defined]
    spent = {part: _spent(timed, *where) for part, where in PARTS.items()}
    whole = spent["everything"]
    return "\n".join(f"{part:50}{100 * took / whole:5.0f} %" for part, took in spent.items())


def _spent(timed: Timed, file: str, *functions: str) -> float:
    return sum(
        took[3]
        for (path, _, function), took in timed.items()
        if path.endswith(f"/{file}") and function in functions and "/werkzeug/" not in path
    )


if __name__ == "__main__":
    sys.exit(main())

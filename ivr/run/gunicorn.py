"""What `linja serve` has gunicorn do besides (`--config python:ivr.run.gunicorn`)."""

import gc
from importlib import import_module
from typing import Any

from ivr.run.counting import forget

LOADED_ONCE = ("ivr.app", "ivr.local", "ivr.logs", "twilio.rest.api")


def on_starting(_server: Any) -> None:
    """
    Load our modules before any worker is forked: a worker that replaces another is there soon.

    Only loaded: what holds threads and connections is made by each worker itself.
    """
    for name in LOADED_ONCE:
        import_module(name)
    gc.collect()
    gc.freeze()  # else each worker's collector would write to, and so copy, what they share


def child_exit(_server: Any, worker: Any) -> None:
    """Forget what only a living worker says."""
    forget(worker.pid)

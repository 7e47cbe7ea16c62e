"""Leave the garbage while a large push is made ready."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def garbage_kept() -> Iterator[None]:
    """
    Make the collector wait: it would look at each of ten thousand outages again and again.

    A quarter of a push's time was that. Nothing of a push is cyclic; what else is made meanwhile
    is collected after it.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()

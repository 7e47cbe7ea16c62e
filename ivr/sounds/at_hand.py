"""Sounds at hand: in memory, on this machine's disk, or fetched from the database once."""

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

import structlog

from ivr.calls.ports import READ_SECONDS, Threads
from ivr.sounds.reading import id_of

FOLDER = "sounds"
MOST_BYTES = 32 * 1024 * 1024
"""In the memory of each process; the others are read from the disk again."""
ASK_AGAIN_SECONDS = 30.0
MOST_MISSED = 1000
ID = re.compile(r"[0-9a-f]{32}")
log = structlog.get_logger()


class AtHand:
    """
    What is not at hand is not played: the caller hears the words instead. Never raises.

    `folder` is the data directory, None: memory alone. `load` reads the database.
    """

    def __init__(
        self,
        folder: Path | None,
        load: Callable[[str], bytes | None],
        threads: Threads,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folder = folder / FOLDER if folder else None
        self._load = load
        self._threads = threads
        self._monotonic = monotonic
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._missed: OrderedDict[str, float] = OrderedDict()
        self._lock = threading.Lock()

    def has(self, id_: str) -> bool:
        """Can it be played?"""
        return self.find(id_) is not None

    def find(self, id_: str) -> bytes | None:
        """Return a sound, None if it is nowhere, or cannot be had in time."""
        if not ID.fullmatch(id_):
            return None
        found = self._remembered(id_) or self._on_disk(id_)
        if found is None and self._may_ask(id_):
            found = self._fetched(id_)
        return found

    def missed(self) -> int:
        """Tell of how many it is known that they were not there."""
        return len(self._missed)

    def _remembered(self, id_: str) -> bytes | None:
        with self._lock:
            if id_ in self._kept:
                self._kept.move_to_end(id_)
            return self._kept.get(id_)

    def _remember(self, id_: str, wav: bytes) -> bytes:
        with self._lock:
            self._kept[id_] = wav
            while len(self._kept) > 1 and sum(map(len, self._kept.values())) > MOST_BYTES:
                self._kept.popitem(last=False)
        return wav

    def _on_disk(self, id_: str) -> bytes | None:
        if self._folder is None:
            return None
        try:
            wav = (self._folder / id_).read_bytes()
        except FileNotFoundError:
            return None
        except OSError:
            log.exception("sound not read from the disk", sound=id_)
            return None
        if id_of(wav) != id_:  # torn when the machine failed
            return None
        return self._remember(id_, wav)

    def _may_ask(self, id_: str) -> bool:
        return self._monotonic() - self._missed.get(id_, -ASK_AGAIN_SECONDS) >= ASK_AGAIN_SECONDS

    def _fetched(self, id_: str) -> bytes | None:
        try:
            wav = self._threads.sounds.run(lambda: self._load(id_), READ_SECONDS)
        except Exception:
            log.exception("sound not loaded, saying the words", sound=id_)
            wav = None
        if wav is None:
            self._miss(id_)
            return None
        self._write(id_, wav)
        return self._remember(id_, wav)

    def _miss(self, id_: str) -> None:
        with self._lock:
            self._missed[id_] = self._monotonic()
            self._missed.move_to_end(id_)
            while len(self._missed) > MOST_MISSED:
                self._missed.popitem(last=False)

    def _write(self, id_: str, wav: bytes) -> None:
        """Another process of this machine finds it whole or not at all."""
        if self._folder is None:
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            draft = self._folder / f"{id_}.{threading.get_native_id()}"
            draft.write_bytes(wav)
            draft.replace(self._folder / id_)
        except OSError:
            log.exception("sound not written to the disk", sound=id_)

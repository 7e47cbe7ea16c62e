"""Keep this machine's snapshot as new as what calls have seen, and give it back in need."""

import time
from collections.abc import Callable, Mapping, Sequence
from threading import Lock, Thread

import structlog

from flows.definition import Bundle
from ivr.snapshot.contents import Snapshot
from ivr.snapshot.files import SnapshotFiles
from routing.configuration import BadConfiguration, Configuration, read_kept

log = structlog.get_logger()

RETRY_SECONDS = 15.0


class SnapshotKeeper:
    """
    Implements `ivr.calls.ports.OnDisk`.

    Calls say what they have seen; that costs a comparison. What is new to us is read and written
    by a thread, one at a time: a database or a disk that hangs takes no call with it.
    """

    def __init__(
        self,
        files: SnapshotFiles,
        gather: Callable[[], Snapshot],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._files = files
        self._gather = gather
        self._monotonic = monotonic
        self._read: Snapshot | None = None
        self._applied = 0
        self._live: Mapping[str, str] = {}
        self._kept: tuple[int, Mapping[str, str]] | None = None
        self._not_before = float("-inf")
        self._busy = Lock()

    def saw_configuration(self, version: int) -> None:
        """Take note of the version that is applied now."""
        self._applied = version
        self._renew()

    def saw_live(self, live: Mapping[str, str]) -> None:
        """Take note of the hash that is live now, by flow."""
        self._live = live
        self._renew()

    def configuration(self) -> tuple[int, Configuration] | None:
        """Return the configuration that was kept, with its version."""
        kept = self._snapshot()
        if kept is None:
            return None
        try:
            return kept.version, read_kept(kept.sections)
        except BadConfiguration:
            log.exception("kept configuration not readable")
            return None

    def versions(self) -> Mapping[str, Sequence[str]]:
        """Return the hashes that were kept of each flow, the live one first."""
        kept = self._snapshot()
        return kept.versions if kept else {}

    def bundle(self, digest: str) -> Bundle | None:
        """Return a bundle that was kept."""
        kept = self._snapshot()
        document = kept.bundles.get(digest) if kept else None
        if document is None:
            return None
        try:
            return Bundle.from_json(document)
        except (ValueError, KeyError, TypeError):
            log.exception("kept bundle not readable", bundle=digest)
            return None

    @property
    def busy(self) -> bool:
        """Is it being renewed?"""
        return self._busy.locked()

    def _snapshot(self) -> Snapshot | None:
        if self._read is None:
            self._read = self._files.read()
        return self._read

    def _renew(self) -> None:
        seen = (self._applied, self._live)
        if seen == self._kept or not all(seen) or self._monotonic() < self._not_before:
            return
        if self._busy.acquire(blocking=False):
            Thread(target=self._keep, args=seen, name="snapshot", daemon=True).start()

    def _keep(self, applied: int, live: Mapping[str, str]) -> None:
        try:
            snapshot = self._gather()
            self._files.write(snapshot)
            self._read, self._kept = snapshot, (applied, live)
        except Exception as problem:
            self._not_before = self._monotonic() + RETRY_SECONDS
            log.exception("snapshot not kept, trying again", error=type(problem).__name__)
        finally:
            self._busy.release()

"""Published flows in memory: a bundle never changes, only which one is live does."""

from collections.abc import Collection, Mapping

import structlog

from flows.definition import Bundle
from ivr.calls.ports import LOAD_SECONDS, READ_SECONDS, Ports, Threads

log = structlog.get_logger()

MOST_KEPT = 64


class NoFlow(Exception):
    """No version of this flow is live, as far as we know."""


class KeptFlows:
    """What calls run on. With the database away, calls begin on what was live last."""

    def __init__(self, ports: Ports, threads: Threads) -> None:
        self._ports = ports
        self._threads = threads
        self._live: Mapping[str, str] = {}
        self._kept: dict[str, Bundle] = {}

    def live(self, flow: str) -> Bundle:
        """Return what a new call of this flow runs on. Raises NoFlow."""
        digest = self._live_now().get(flow)
        if digest is None:
            raise NoFlow(flow)
        return self.bundle(digest)

    def bundle(self, digest: str) -> Bundle:
        """Return the bundle that a call began with. Raises what loading it raises."""
        kept = self._kept.get(digest)
        if kept is None:
            kept = self._threads.reads.run(lambda: self._ports.load(digest), LOAD_SECONDS)
            self._keep(digest, kept)
        return kept

    def warm_up(self) -> None:
        """Load what is live before the first call comes; never fails, calls try again."""
        for digest in self._live_now().values():
            try:
                self.bundle(digest)
            except Exception:
                log.exception("bundle not loaded", bundle=digest)

    def live_names(self) -> Collection[str]:
        """Name the flows that a new call can run on."""
        return self._live_now().keys()

    def _live_now(self) -> Mapping[str, str]:
        try:
            self._live = self._threads.reads.run(self._ports.live, READ_SECONDS)
        except Exception:
            log.exception("live flows not read, going on with the last known")
        return self._live

    def _keep(self, digest: str, bundle: Bundle) -> None:
        if len(self._kept) >= MOST_KEPT:
            self._kept.pop(next(iter(self._kept)), None)
        self._kept[digest] = bundle

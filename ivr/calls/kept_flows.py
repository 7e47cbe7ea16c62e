"""Published flows in memory: a bundle never changes, only which one is live does."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

import structlog

from flows.definition import Bundle
from ivr.calls.ports import AWAY, LOAD_SECONDS, READ_SECONDS, Ports, Threads
from ivr.calls.reads import Reads
from ivr.calls.trials import Trials

log = structlog.get_logger()

MOST_KEPT = 64


class NoFlow(Exception):
    """No version of this flow is live, as far as we know."""


class KeptFlows:
    """
    What calls run on. With the database away, calls begin on what was live last, as this process
    or this machine's disk knows it; when a live version fails, on the one before it.
    """

    def __init__(self, ports: Ports, threads: Threads, reads: Reads) -> None:
        self._ports = ports
        self._threads = threads
        self._reads = reads
        self._live: Mapping[str, str] = {}
        self._kept: dict[str, Bundle] = {}
        self._trials = Trials()

    def live(self, flow: str, reads: Reads | None = None) -> Bundle:
        """Return what a new call of this flow runs on. Raises NoFlow, and what loading raises."""
        digest = self._live_now(reads or self._reads).get(flow)
        if digest is None:
            raise NoFlow(flow)
        self._trials.is_live(flow, digest)
        if self._trials.is_set_aside(flow, digest):
            return self._earlier(flow, digest) or self.bundle(digest)
        try:
            return self.bundle(digest)
        except Exception as problem:
            self._failed(flow, digest, problem)
            earlier = self._earlier(flow, digest, at_hand=isinstance(problem, AWAY))
            if earlier is None:
                raise
            log.exception("version not loaded, an earlier one answers", flow=flow, bundle=digest)
            return earlier

    @contextmanager
    def trial(self, bundle: Bundle) -> Iterator[None]:
        """Watch a first turn: a version whose turns fail in a row is set aside."""
        try:
            yield
        except Exception as problem:
            self._failed(bundle.start, bundle.hash, problem)
            raise

    def worked(self, bundle: Bundle) -> None:
        """Say that a first turn worked to its end."""
        self._trials.worked(bundle.start, bundle.hash)

    def bundle(self, digest: str) -> Bundle:
        """Return the bundle that a call began with. Raises what loading it raises."""
        return self._at_hand(digest) or self._loaded(digest)

    def warm_up(self, reads: Reads) -> None:
        """Load what is live before the first call comes; never fails, calls try again."""
        for digest in self._live_now(reads).values():
            try:
                self.bundle(digest)
            except AWAY:  # the others would only hold up whoever calls meanwhile
                log.exception("bundles not loaded", bundle=digest)
                return
            except Exception:
                log.exception("bundle not loaded", bundle=digest)

    def live_names(self) -> Collection[str]:
        """Name the flows that a new call can run on."""
        return self._live_now(self._reads).keys()

    def set_aside(self) -> Iterable[str]:
        """Name the flows whose live version fails, as this process has seen."""
        return self._trials.set_aside()

    def _live_now(self, reads: Reads) -> Mapping[str, str]:
        try:
            self._live = reads.live()
        except Exception:
            log.exception("live flows not read, going on with the last known")
            kept = self._ports.on_disk.versions()
            self._live = self._live or {flow: versions[0] for flow, versions in kept.items()}
        else:
            self._ports.on_disk.saw_live(self._live)
        return self._live

    def _failed(self, flow: str, digest: str, problem: Exception) -> None:
        if not isinstance(problem, AWAY) and self._trials.failed(flow, digest):
            log.error("version set aside", flow=flow, bundle=digest, error=type(problem).__name__)

    def _earlier(self, flow: str, digest: str, *, at_hand: bool = False) -> Bundle | None:
        """Return the newest earlier version that works. `at_hand`: without the database."""
        for other in self._versions(flow, at_hand=at_hand):
            if other == digest or self._trials.is_set_aside(flow, other):
                continue
            try:
                found = self._at_hand(other) if at_hand else self.bundle(other)
            except Exception as problem:  # noqa: BLE001 -- the next one may do
                self._failed(flow, other, problem)
                continue
            if found:
                return found
        return None

    def _versions(self, flow: str, *, at_hand: bool) -> Sequence[str]:
        try:
            if not at_hand:
                return self._threads.reads.run(lambda: self._ports.versions(flow), READ_SECONDS)
        except Exception:
            log.exception("earlier versions not read, looking at what is on the disk")
        return self._ports.on_disk.versions().get(flow, ())

    def _at_hand(self, digest: str) -> Bundle | None:
        kept = self._kept.get(digest) or self._ports.on_disk.bundle(digest)
        if kept and digest not in self._kept:
            return self._keep(digest, kept)
        return kept

    def _loaded(self, digest: str) -> Bundle:
        loaded = self._threads.reads.run(lambda: self._ports.load(digest), LOAD_SECONDS)
        return self._keep(digest, loaded)

    def _keep(self, digest: str, bundle: Bundle) -> Bundle:
        """A bundle older than this version of Linja lacks words that steps say by now."""
        prompts = {**self._ports.prompts, **bundle.prompts}
        whole = replace(bundle, prompts=prompts, published=bundle.to_json())
        if len(self._kept) >= MOST_KEPT:
            self._kept.pop(next(iter(self._kept)), None)
        self._kept[digest] = whole
        return whole

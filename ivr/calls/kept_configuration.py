"""Lines and teams in memory; a call brings the version that it began with."""

from dataclasses import dataclass

import structlog

from ivr.calls.ports import OnDisk
from ivr.calls.reads import Reads
from routing.configuration import Configuration

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Configured:
    """A configuration and its version, 0 before anything was applied."""

    version: int
    configuration: Configuration


NOTHING = Configured(0, Configuration())


class KeptConfiguration:
    """
    A call's first turn reads what is newest, so that a change counts from the next call.

    Later turns touch only memory, unless another process began the call on a newer version.
    """

    def __init__(self, on_disk: OnDisk, reads: Reads) -> None:
        self._on_disk = on_disk
        self._reads = reads
        self._kept: Configured | None = None

    def newest(self, reads: Reads | None = None) -> Configured:
        """Return what is applied, or with the database away what was read last or is kept."""
        try:
            version, configuration = (reads or self._reads).configuration()
        except Exception:
            log.exception("configuration not read, going on with the last known")
            self._kept = self._kept or self._from_disk()
            return self._kept or NOTHING
        self._kept = Configured(version, configuration)
        self._on_disk.saw_configuration(version)
        return self._kept

    def at_least(self, version: int) -> Configured:
        """Return what is in memory, read again if it is older than this version."""
        kept = self._kept
        return kept if kept and kept.version >= version else self.newest()

    def _from_disk(self) -> Configured | None:
        found = self._on_disk.configuration()
        return Configured(*found) if found else None

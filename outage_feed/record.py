"""An outage as we hold it: with what snapshots have done to it."""

from dataclasses import dataclass
from datetime import datetime

from outage_feed.outage import Outage


@dataclass(frozen=True, slots=True)
class Record:
    """
    `closed_as_of` is the `as_of` of the snapshot that no longer listed it.

    `held_as_of` is that of a snapshot that would have closed it, but closed too much at once.
    """

    outage: Outage
    closed_as_of: datetime | None = None
    held_as_of: datetime | None = None

    def open(self, now: datetime) -> bool:
        """Is it still going on, or still to come?"""
        outage = self.outage
        return self.closed_as_of is None and not (outage.over(now) or outage.expired(now))

    def holding(self, outage: Outage) -> "Record":
        """Take a version; one from after the snapshot undoes what the snapshot did."""
        return Record(
            outage,
            _unless_after(outage.updated_at, self.closed_as_of),
            _unless_after(outage.updated_at, self.held_as_of),
        )

    def listed(self, as_of: datetime) -> "Record":
        """Be listed by a snapshot: one at least as new undoes what the earlier one did."""
        closed, held = self.closed_as_of, self.held_as_of
        return Record(
            self.outage,
            None if closed and as_of >= closed else closed,
            None if held and as_of >= held else held,
        )

    def closed(self, as_of: datetime) -> "Record":
        """Be closed by a snapshot."""
        return Record(self.outage, as_of)


def _unless_after(updated_at: datetime, as_of: datetime | None) -> datetime | None:
    return None if as_of is None or updated_at > as_of else as_of

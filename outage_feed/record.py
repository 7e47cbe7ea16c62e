"""An outage as we hold it: with what snapshots, other outages and people have done to it."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from outage_feed.correction import Correction, corrected
from outage_feed.outage import Outage

NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Record:
    """
    `closed_as_of` is the `as_of` of the snapshot that no longer listed it.

    `held_as_of` is that of a snapshot that would have closed it, but closed too much at once;
    `missing_as_of` that of the first polled one in a row that did not list it. `superseded_at`
    is the latest time that the outages in `superseded_by` said to take its place. `back_from` is
    when it was closed the last time that it came back. `waiting` are the postcodes where it is
    not heard before a second person confirms it.
    """

    outage: Outage
    closed_as_of: datetime | None = None
    held_as_of: datetime | None = None
    missing_as_of: datetime | None = None
    superseded_at: datetime | None = None
    superseded_by: tuple[str, ...] = ()
    back_from: datetime | None = None
    waiting: tuple[str, ...] = ()
    correction: Correction | None = None

    @property
    def superseded(self) -> bool:
        """Has another outage taken its place, and no later version of its own come back?"""
        return self.superseded_at is not None and self.outage.updated_at <= self.superseded_at

    @property
    def closed(self) -> bool:
        """Is it put away, by a snapshot or by another outage?"""
        return self.closed_as_of is not None or self.superseded

    @property
    def told(self) -> Outage:
        """The outage as callers are told of it: where a person has spoken, their word."""
        return corrected(self.outage, self.correction) if self.correction else self.outage

    @property
    def postcodes(self) -> tuple[str, ...]:
        """Where it may be heard."""
        if self.closed or (self.correction and self.correction.silent):
            return ()
        if not self.waiting:
            return self.outage.postcodes
        waiting = set(self.waiting)
        return tuple(code for code in self.outage.postcodes if code not in waiting)

    @property
    def repaired_at(self) -> datetime | None:
        """When it was last said to be repaired, or was closed, before it went on."""
        times = [time for time in (self.outage.repaired_at, self.back_from) if time]
        return max(times, default=None)

    def open(self, now: datetime) -> bool:
        """Is it still going on, or still to come?"""
        return not (self.closed or self.outage.over(now) or self.outage.expired(now))

    def holding(self, outage: Outage) -> "Record":
        """Take a version; one from after a snapshot undoes what the snapshot did."""
        closed = _unless_after(outage.updated_at, self.closed_as_of)
        if closed is None and not (self.closed_as_of or self.held_as_of or self.missing_as_of):
            return self if outage is self.outage else replace(self, outage=outage)
        return replace(
            self,
            outage=outage,
            closed_as_of=closed,
            held_as_of=_unless_after(outage.updated_at, self.held_as_of),
            missing_as_of=_unless_after(outage.updated_at, self.missing_as_of),
            back_from=self.closed_as_of
            if closed is None and self.closed_as_of
            else self.back_from,
        )

    def listed(self, as_of: datetime) -> "Record":
        """Be listed by a snapshot: one at least as new undoes what the earlier one did."""
        closed, held, missing = self.closed_as_of, self.held_as_of, self.missing_as_of
        if not (closed or held or missing):
            return self
        return replace(
            self,
            closed_as_of=None if closed and as_of >= closed else closed,
            held_as_of=None if held and as_of >= held else held,
            missing_as_of=None if missing and as_of >= missing else missing,
        )

    def put_away(self, as_of: datetime) -> "Record":
        """Be closed by a snapshot."""
        return replace(self, closed_as_of=as_of, held_as_of=None, missing_as_of=None)

    def replaced(self, by: Outage) -> "Record":
        """Be superseded by an outage; in whatever order such messages come, the same is left."""
        at = max(by.updated_at, self.superseded_at or NEVER)
        return replace(
            self, superseded_at=at, superseded_by=tuple(sorted({*self.superseded_by, by.id}))
        )


def tombstone(source: str, id_: str) -> Record:
    """What is held of an outage that we have only heard to be superseded."""
    return Record(Outage(source, id_, status="cancelled", service="other", updated_at=NEVER))


def is_tombstone(record: Record) -> bool:
    """Is nothing known of it but its id?"""
    return record.outage.updated_at == NEVER


def _unless_after(updated_at: datetime, as_of: datetime | None) -> datetime | None:
    return None if as_of is None or updated_at > as_of else as_of

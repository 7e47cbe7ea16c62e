"""What a source sent, whichever format it used: items to keep and items refused."""

from dataclasses import dataclass
from datetime import datetime

from outage_feed.outage import Outage


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and where: `areas[0]`, `messages.fi`, or empty for the whole."""

    at: str
    problem: str


@dataclass(frozen=True, slots=True)
class Item:
    """One readable item and its place in the push."""

    index: int
    outage: Outage


@dataclass(frozen=True, slots=True)
class Refused:
    """One item that cannot be kept; `id` is None when even that could not be read."""

    index: int
    id: str | None
    errors: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Ignored:
    """One item that is not for callers, such as a test, and why."""

    index: int
    id: str
    why: str


@dataclass(frozen=True, slots=True)
class Push:
    """
    `as_of` is given when `snapshot` is true. Outages have no postcodes yet.

    `links` are addresses of documents that an index names and does not hold. `polled`: we fetched
    it, so that its source may have failed without noticing; two snapshots in a row close.
    `undated`: its source does not say when an outage changed, so that what is alike is unchanged.
    `partial`: the source says that there is more than it sent, so that it is never a snapshot.
    `unread`: names of fields that say nothing to us, and may be slips of the pen.
    """

    snapshot: bool
    as_of: datetime | None
    items: tuple[Item, ...]
    refused: tuple[Refused, ...]
    ignored: tuple[Ignored, ...] = ()
    links: tuple[str, ...] = ()
    polled: bool = False
    undated: bool = False
    partial: bool = False
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """What a source sent, or what was fetched from it. `charset` is that of its Content-Type."""

    source: str
    body: bytes
    now: datetime
    charset: str = ""


class Unreadable(Exception):
    """The push as a whole cannot be read; `problems` says why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(
            "; ".join(f"{p.at}: {p.problem}" if p.at else p.problem for p in problems)
        )
        self.problems = problems

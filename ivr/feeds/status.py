"""How each source is doing: how fresh, what became of what it sent last, what needs a person."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, select

from ivr.db.tables.outages import sources
from ivr.feeds import quarantine
from ivr.feeds.polling import Poll, poll_of
from ivr.feeds.report import iso, source_json
from ivr.feeds.settings import BadSourceSettings, SourceSettings
from ivr.feeds.settings_store import settings_of
from ivr.feeds.sources import Source, get_source
from ivr.feeds.store import source_records
from outage_feed.record import Record

OK = 200
UNREADABLE = "settings: cannot be read by this version, apply them again"


@dataclass(frozen=True, slots=True)
class Status:
    """All that there is to say of a source. `settings` is None when they cannot be read."""

    source: Source
    settings: SourceSettings | None
    records: list[Record]
    refused: list[quarantine.Kept]
    """What is in quarantine, the newest first, without bodies."""
    poll: Poll | None
    now: datetime

    @property
    def state(self) -> Literal["never", "fresh", "stale", "silent"]:
        """How fresh it is."""
        return self.source.freshness.state(self.now)

    @property
    def standing(self) -> list[Record]:
        """What is going on, to come, or left held."""
        return [r for r in self.records if r.open(self.now) or r.held_as_of]

    @property
    def last_result(self) -> dict[str, Any] | None:
        """What became of what came last: a push that was taken needs no row of its own."""
        heard = self.source.freshness.last_push_at
        if self.poll and self.poll.polled_at and (heard is None or self.poll.polled_at >= heard):
            return _result(self.poll.result or "", self.poll.polled_at, self.poll.problem)
        newest = next((one for one in self.refused if one.refusal.came_by == "push"), None)
        if newest and (heard is None or newest.last_at >= heard):
            partly = newest.refusal.status == OK
            word = "partly" if partly else f"refused {newest.refusal.status}"
            return _result(word, newest.last_at, _said(newest))
        return _result("taken", heard, "") if heard else None

    @property
    def problems(self) -> list[str]:
        """What somebody should look at."""
        found = [] if self.settings else [UNREADABLE]
        if self.state != "fresh":
            found.append({"never": "never heard"}.get(self.state, self.state))
        waiting = sum(bool(record.waiting) for record in self.standing)
        if waiting:
            name = self.source.name
            found.append(f"{waiting} wait for a second person: linja outages confirm {name}")
        last = self.last_result
        if last and last["problem"]:
            found.append(f"{last['result']}: {last['problem']}")
        return found


def status_of(connection: Connection, name: str, now: datetime) -> Status:
    """Read how a source is doing. Raises BadSource."""
    source = get_source(connection, name)
    return Status(
        source,
        _settings(connection, name),
        source_records(connection, name),
        quarantine.listed(connection, name),
        poll_of(connection, name),
        now,
    )


def names(connection: Connection) -> list[str]:
    """Every source, by name."""
    return list(connection.execute(select(sources.c.name).order_by(sources.c.name)).scalars())


def counts(status: Status) -> dict[str, int]:
    """How many outages, and how many refusals."""
    standing = status.standing
    return {
        "open": sum(record.open(status.now) for record in standing),
        "unmatched": sum(bool(record.outage.unmatched) for record in standing),
        "held": sum(record.held_as_of is not None for record in standing),
        "waiting": sum(bool(record.waiting) for record in standing),
        "quarantined": len(status.refused),
    }


def status_json(status: Status) -> dict[str, Any]:
    """What operators are told."""
    freshness = status.source.freshness
    heard = freshness.last_push_at
    return {
        "source": status.source.name,
        "format": _format(status.settings),
        "state": status.state,
        "last_push_at": iso(heard),
        "age_seconds": int((status.now - heard).total_seconds()) if heard else None,
        "last_result": status.last_result,
        **counts(status),
        "by_status": dict(Counter(record.outage.status for record in status.standing)),
        "poll": _poll_json(status),
        "problems": status.problems,
    }


def told_to_source(status: Status) -> dict[str, Any]:
    """What the source itself is told: also what it may send, and what of its was refused last."""
    settings = status.settings or SourceSettings()
    newest = status.refused[0] if status.refused else None
    return {
        **source_json(status.source, status.records, status.now),
        "format": _format(status.settings),
        "signature": settings.signature,
        "may_speak_of": {"services": list(settings.services), "areas": list(settings.areas)},
        "last_result": status.last_result,
        "waiting": [record.outage.id for record in status.standing if record.waiting],
        "quarantined": len(status.refused),
        "last_refused": _refused_json(newest) if newest else None,
        "poll": _poll_json(status),
    }


def _settings(connection: Connection, name: str) -> SourceSettings | None:
    try:
        return settings_of(connection, name)
    except BadSourceSettings:
        return None


def _format(settings: SourceSettings | None) -> str | None:
    return settings.format or None if settings else None


def _refused_json(kept: quarantine.Kept) -> dict[str, Any]:
    refusal = kept.refusal
    return {
        "id": kept.id,
        "at": iso(kept.last_at),
        "status": refusal.status,
        "reasons": list(refusal.reasons),
    }


def _poll_json(status: Status) -> dict[str, Any] | None:
    poll, settings = status.poll, status.settings
    if poll is None or settings is None or settings.poll is None:
        return None
    return {
        "every_seconds": settings.poll.every_seconds,
        "result": poll.result,
        "problem": poll.problem,
        "failures": poll.failures,
        "polled_at": iso(poll.polled_at),
        "next_in_seconds": max(0, round(poll.next_in_seconds)),
    }


def _result(word: str, at: datetime | None, problem: str) -> dict[str, Any]:
    return {"result": word, "at": iso(at), "problem": problem}


def _said(kept: quarantine.Kept) -> str:
    """The first thing that was wrong, and how much more there is."""
    reasons = kept.refusal.reasons
    more = f" (and {len(reasons) - 1} more)" if len(reasons) > 1 else ""
    return first_problem(reasons[0]) + more if reasons else ""


def first_problem(reason: Mapping[str, Any]) -> str:
    """Write a problem, or the first problem of a rejected item, in one line."""
    if "errors" not in reason:
        return f"{reason['at']}: {reason['problem']}" if reason["at"] else str(reason["problem"])
    return f"{reason['id'] or reason['index']}: {first_problem(reason['errors'][0])}"

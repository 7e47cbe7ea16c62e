"""Was a matter solved at the first contact, and who calls again after a notice? Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ivr.figures.weeks import Place, week_of

WITHIN = timedelta(days=7)
"""Whoever calls the line again in this time was not helped at once."""
AFTER_NOTICE = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Contact:
    """
    One call that came in. `person` is a key that names nobody; empty: withheld, and then never the
    same as another. `solved` is what the agent wrote; None: nothing. `notice`: they heard one.
    """

    person: str
    line: str
    at: datetime
    spoke: bool = False
    solved: bool | None = None
    notice: bool = False


@dataclass(frozen=True, slots=True)
class Resolution:
    """
    First contacts of a line and a week: conversations with nobody of theirs in the week before.

    They add up: `resolved`, `not_resolved`, `too_early` (seven days have not passed) and `unknown`
    (withheld, or the agent wrote nothing).
    """

    resolved: int = 0
    not_resolved: int = 0
    too_early: int = 0
    unknown: int = 0

    @property
    def judged(self) -> int:
        """How many the share is of."""
        return self.resolved + self.not_resolved

    @property
    def share(self) -> float | None:
        """The share that was solved at once; None without any."""
        return self.resolved / self.judged if self.judged else None


@dataclass(frozen=True, slots=True)
class AfterNotice:
    """
    Calls of a line and a week in which a notice was heard: after how many of them the same person
    called the line again within a day. Withheld callers and the last day's calls are not in it.
    """

    heard: int = 0
    again: int = 0


def first_contacts(contacts: Iterable[Contact], now: datetime) -> Mapping[Place, Resolution]:
    """Judge every first contact."""
    found: dict[Place, Resolution] = {}
    for contact, kind in judged(contacts, now):
        place = (contact.line, week_of(contact.at))
        so_far = found.get(place, Resolution())
        found[place] = replace(so_far, **{kind: getattr(so_far, kind) + 1})
    return found


def judged(contacts: Iterable[Contact], now: datetime) -> Iterator[tuple[Contact, str]]:
    """Give every first contact, and the field of `Resolution` that it counts to."""
    for history in _histories(contacts):
        for number, contact in enumerate(history):
            if contact.spoke and not _spoke_before(history[:number], contact):
                yield contact, _judge(history[number + 1 :], contact, now)


def after_notices(contacts: Iterable[Contact], now: datetime) -> Mapping[Place, AfterNotice]:
    """Count who calls again after a notice."""
    found: dict[Place, AfterNotice] = {}
    for history in _histories(contacts):
        for number, contact in enumerate(history):
            if not contact.notice or not contact.person or now - contact.at < AFTER_NOTICE:
                continue
            place = (contact.line, week_of(contact.at))
            so_far = found.get(place, AfterNotice())
            again = _calls_again(history[number + 1 :], contact, AFTER_NOTICE)
            found[place] = AfterNotice(so_far.heard + 1, so_far.again + again)
    return found


def _histories(contacts: Iterable[Contact]) -> Iterable[Sequence[Contact]]:
    """Give the calls of each person to each line, in their order; withheld ones each alone."""
    of_person: dict[tuple[str, str], list[Contact]] = {}
    for contact in sorted(contacts, key=lambda one: one.at):
        if contact.person:
            of_person.setdefault((contact.person, contact.line), []).append(contact)
        else:
            yield [contact]
    yield from of_person.values()


def _judge(later: Sequence[Contact], contact: Contact, now: datetime) -> str:
    if not contact.person or contact.solved is None:
        return "unknown"
    if not contact.solved or _calls_again(later, contact, WITHIN):
        return "not_resolved"
    return "too_early" if now - contact.at < WITHIN else "resolved"


def _spoke_before(earlier: Sequence[Contact], contact: Contact) -> bool:
    return any(one.spoke and contact.at - one.at <= WITHIN for one in earlier)


def _calls_again(later: Sequence[Contact], contact: Contact, within: timedelta) -> bool:
    return any(one.at - contact.at <= within for one in later)

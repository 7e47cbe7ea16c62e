"""How a place's notices are read aloud, in which order, and what the keys after them mean."""

from datetime import timedelta

from flows.asks import Area, Notice
from flows.changed import what_changed
from flows.danger import offer_danger
from flows.speech import Place, SlotValue, Words
from flows.state import State
from flows.step import Visit
from flows.wording import wording

Worded = list[tuple[Notice, tuple[str, dict[str, SlotValue]]]]
"""Notices, each with the key of its prompt and the values in it."""

MOST_READ = 2
MOST_KEPT = 4
LONG_OUTAGE = timedelta(hours=3)
DELIVERY = {"newspaper", "mail"}

REPAIRS = (
    "eta",
    "no_eta",
    "withdrawn",
    "overdue",
    "partial",
    "reopened",
    "several",
    "major",
)
"""What the states begin with after which a repair is to come; the end of planned work is none."""
WITHOUT_REPAIR = DELIVERY | {"water_quality"}

WAYS_ON = {
    "after": {"2": "other", "3": "next"},
    "repair": {"1": "message", "2": "other", "3": "next"},
    "restored": {"1": "still-out", "2": "other", "3": "next"},
    "none": {"1": "report"},
}
"""What the keys lead to, by what was read last."""


def places_to_ask(state: State) -> tuple[str, ...]:
    """Choose the postcodes to look up: the chosen one, the caller's own, or a shared number's."""
    if state.place:
        return (state.place,)
    return state.caller.places or state.caller.asked_places


def may_be_named(state: State, areas: tuple[Area, ...]) -> bool:
    """Is this one place, and this caller's? A shared number's places are never spoken."""
    return len(areas) == 1 and bool(state.place or state.caller.places)


def services_here(visit: Visit) -> tuple[str, ...]:
    """Name the line's services that concern the caller; a typed place may be anybody's."""
    line, caller = visit.world.line.services, visit.state.caller.services
    if visit.state.typed or not caller:
        return line
    return tuple(service for service in line if service in caller)


def read_aloud(visit: Visit, area: Area, *, messages: bool = False) -> str:
    """
    Read the notices and what the caller can do. Returns the phase, empty if there were none.

    `messages`: may a text message be offered for when it is repaired?
    """
    place = Place(area.postcode, registered=not visit.state.typed)
    worded: Worded = [
        (notice, words)
        for notice in area.notices
        if (words := wording(notice, place, visit.world.now))
    ]
    if not worded:
        return ""
    _keep_heard(visit, [notice for notice, _ in worded])
    first = worded[0][0]
    major = first.state.startswith("major")
    if major:
        offer_danger(visit, first.service)
    for one in worded[:MOST_READ]:
        _say_notice(visit, area, *one)
    phase = _phase(visit, worded[:MOST_READ], messages=messages)
    _round_off(visit, [notice for notice, _ in worded], phase)
    if not major:
        offer_danger(visit, first.service)
    return phase


def _say_notice(
    visit: Visit, area: Area, notice: Notice, words: tuple[str, dict[str, SlotValue]]
) -> None:
    """Read it, or only what is new since the caller's last call."""
    key, values = words
    before = area.before.get(notice.service)
    changed = what_changed(before, key, notice.at, visit.world.now)
    visit.note("heard", _told(area, notice, key))
    if not changed:
        visit.say(key, values)
    else:
        visit.say(f"{key.rpartition('.')[0]}.continues", values)
        visit.say(changed, values)
    if not (changed and before and before.key == notice.key):
        _say_message(visit, notice)


def _told(area: Area, notice: Notice, key: str) -> str:
    """What the application keeps of it for the caller's next call."""
    at = notice.at.isoformat() if notice.at else "-"
    return f"{area.postcode} {notice.service} {notice.key} {key.rpartition('.')[2]} {at}"


def _phase(visit: Visit, worded: Worded, *, messages: bool) -> str:
    """Tell what key 1 is for, and keep of which services it speaks."""
    restored = _services(worded, ("restored",))
    if restored:
        visit.change(about=restored)
        return "restored"
    broken = _services(worded, REPAIRS) if messages else ()
    visit.change(about=broken)
    return "repair" if broken else "after"


def _services(worded: Worded, states: tuple[str, ...]) -> tuple[str, ...]:
    """Name the services whose notice was read in one of these states."""
    return tuple(
        notice.service
        for notice, (key, _) in worded
        if key.split(".")[2].startswith(states)
        and (states == ("restored",) or key.split(".")[1] not in WITHOUT_REPAIR)
    )


def heard_already(visit: Visit, area: Area) -> bool:
    """Has all of this been read in this call? A place that was keyed in is always read."""
    keys = tuple(notice.key for notice in area.notices[:MOST_KEPT])
    return bool(keys) and not visit.state.typed and keys == visit.state.heard_keys


def say_nothing_known(visit: Visit, area: Area) -> str:
    """Say that we know of nothing, where we would know; else that we have no data."""
    if area.kind != "area" or not area.covered:
        visit.say("place.no_data")
        return ""
    place = Place(area.postcode, registered=not visit.state.typed)
    delivery = set(services_here(visit)) <= DELIVERY
    visit.say("place.none.delivery" if delivery else "place.none", {"A": place})
    return "none"


def _say_message(visit: Visit, notice: Notice) -> None:
    text = notice.message.get(visit.state.language, "")
    if text:
        visit.say("notice.message", {"message": Words(text)})


def _round_off(visit: Visit, notices: list[Notice], phase: str) -> None:
    now = visit.world.now
    if len(notices) > MOST_READ:
        visit.say("after.more")
    if any(n.since and now - n.since >= LONG_OUTAGE and _going_on(n) for n in notices):
        visit.say("after.sorry")
    visit.say("after.repair" if phase == "repair" else "after.delivery")


def _going_on(notice: Notice) -> bool:
    return not notice.state.startswith(("planned", "restored", "stale"))


def _keep_heard(visit: Visit, notices: list[Notice]) -> None:
    first = notices[0]
    ahead = first.at is not None and first.at > visit.world.now
    estimate = first.at.isoformat() if first.at and ahead else "none"
    visit.change(heard=estimate, heard_keys=tuple(notice.key for notice in notices[:MOST_KEPT]))

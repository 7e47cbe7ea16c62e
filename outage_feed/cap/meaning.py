"""What an alert means for callers, in the words of our own JSON."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from outage_feed.cap.head import REPLACING, Head
from outage_feed.cap.info import Info, pairs
from outage_feed.cap.options import Options, same
from outage_feed.cap.told import Told
from outage_feed.cap.where import tell_areas
from outage_feed.described import LONGEST_TEXT
from outage_feed.outage import OVER
from outage_feed.texts import clean
from outage_feed.times import AHEAD, BadTime, parse_time
from outage_feed.xml_tree import children, text

PLACES = {
    "id": "identifier",
    "updated_at": "sent",
    "supersedes": "references",
    "starts_at": "info.onset",
    "expires_at": "info.expires",
}


def tell(told: Told, head: Head, infos: Sequence[Info], options: Options) -> None:
    """
    Put what the infos say into `told`.

    Of an alert that is over in one area and goes on in another, only the latter counts. One
    without infos about us takes back what it refers to, and says nothing of a repair.
    """
    told.places |= PLACES
    told.given |= {"updated_at": head.sent} | ({"id": head.id} if head.id else {})
    meant = [info for info in infos if not info.clear] or list(infos)
    told.given |= _course(head, meant, _sent(head), options)
    if head.type in REPLACING or told.given["status"] in OVER:
        told.given["supersedes"] = list(head.references)
    tell_areas(told, meant, options)
    _tell_estimate(told, meant, options)
    told.given["messages"] = _messages(meant, options)


def _sent(head: Head) -> datetime | None:
    """None for one that cannot be read: that is said when the whole is checked."""
    try:
        return parse_time(head.sent)
    except BadTime:
        return None


def _course(
    head: Head, infos: Sequence[Info], sent: datetime | None, options: Options
) -> dict[str, Any]:
    """Judge by `sent` and never by the clock: the same alert must be read alike at any time."""
    start = _start(infos, sent)
    ahead = start is not None and sent is not None and start > sent + AHEAD
    course: dict[str, Any] = {"kind": "planned" if ahead else options.kind}
    if start:
        course["starts_at"] = start.isoformat()
    if head.type == "Cancel" or not infos:
        return course | {"status": "cancelled"}
    if all(info.clear for info in infos):
        return course | {"status": "restored"}
    course["status"] = "scheduled" if ahead else "active"
    expires = _expires(infos, max(filter(None, (sent, start)), default=None), options)
    return course | ({"expires_at": expires.isoformat()} if expires else {})


def _start(infos: Sequence[Info], sent: datetime | None) -> datetime | None:
    """`effective` is when the alert holds; only one that is ahead tells of a beginning."""
    onsets = [info.onset for info in infos if info.onset]
    ahead = [i.effective for i in infos if i.effective and sent and i.effective > sent + AHEAD]
    return min(onsets or ahead, default=None)


def _expires(infos: Sequence[Info], since: datetime | None, options: Options) -> datetime | None:
    """`expires` bounds how long the alert is heard; it never says when the repair is done."""
    life = since + timedelta(hours=options.life_hours) if since else None
    return max(filter(None, (info.expires or life for info in infos)), default=None)


def _tell_estimate(told: Told, infos: Sequence[Info], options: Options) -> None:
    """Where infos differ, the latest: a time that is too early is a promise broken."""
    wanted, found = same(options.estimate_parameter), []
    for info in infos:
        for number, name, value in pairs(info.element, "parameter"):
            if same(name) == wanted:
                found.append(told.time(value, f"{info.at}.parameter[{number}].value"))
    latest = max(filter(None, found), default=None)
    if latest:
        told.given["estimated_restoration"] = latest.isoformat()


def _messages(infos: Sequence[Info], options: Options) -> dict[str, str]:
    """What is too long to listen to is left out; it stands in the details."""
    messages: dict[str, str] = {}
    if options.messages == "none":
        return messages
    for info in infos:
        words = " ".join(text(each) for each in children(info.element, options.messages))
        short = clean(words) if len(words) <= 2 * LONGEST_TEXT else ""
        if 0 < len(short) <= LONGEST_TEXT and _speakable(info.language):
            messages.setdefault(info.language, short)
    return messages


def _speakable(language: str) -> bool:
    return language.isascii() and language.isalpha() and 2 <= len(language) <= 3  # noqa: PLR2004 -- ISO 639 codes

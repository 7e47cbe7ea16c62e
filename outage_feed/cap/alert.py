"""One CAP alert as an item, or why it is none."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from outage_feed.cap.details import details
from outage_feed.cap.head import Head, not_for_callers, read_head
from outage_feed.cap.info import Info, infos, is_clear
from outage_feed.cap.meaning import tell
from outage_feed.cap.options import Options
from outage_feed.cap.told import Told
from outage_feed.described import Fuller, bounded, item_of
from outage_feed.outage import Service
from outage_feed.push import Ignored, Item, Problem, Refused, Sent
from outage_feed.texts import clean
from outage_feed.xml_tree import children, text

Read = Item | Refused | Ignored


def read_alert(
    alert: Element, index: int, sent: Sent, options: Options, distribution: str
) -> Read:
    """Read one alert. `distribution` is the status of the envelope around it, if it has one."""
    told = Told()
    head = read_head(alert, options, told)
    why = not_for_callers(head, distribution, options)
    if why and head.id:
        return Ignored(index, head.id, why)
    about = infos(alert, options, told)
    service = _service(about, told) or (options.any_service if _takes_back(alert, head) else None)
    if service is None:
        return _nothing(alert, head, index, told)
    tell(told, head, [info for info, _ in about], options)
    told.given |= {"service": service, "details": details(alert)}
    return _item(told, head, index, sent)


def _service(about: Sequence[tuple[Info, Service]], told: Told) -> Service | None:
    services = sorted({service for _, service in about})
    if len(services) > 1:
        words = f"about {' and '.join(services)}: send one alert for each"
        told.problems.append(Problem("info", words))
    return services[0] if services else None


def _takes_back(alert: Element, head: Head) -> bool:
    """Does it end what it refers to, whatever event it calls that?"""
    clear = [is_clear(info) for info in children(alert, "info")]
    return head.type == "Cancel" or bool(clear and all(clear) and head.references)


def _nothing(alert: Element, head: Head, index: int, told: Told) -> Refused | Ignored:
    """Answer an alert that tells of no outage of this source's services."""
    told_of = children(alert, "info")
    if head.type == "Update" and not told_of:
        words = "required: an Update says what holds now; a Cancel takes an alert back"
        told.problems.append(Problem("info", words))
    if told.problems or head.id is None:
        return Refused(index, head.id, bounded(told.problems))
    if not told_of:
        return Ignored(index, head.id, "no info: it says neither what nor where")
    events = [clean(text(event)[:100]) for info in told_of for event in children(info, "event")]
    named = f"event {events[0]!r}" if events else "an event without a name"
    return Ignored(index, head.id, f"{named} is of no service in this source's settings")


def _item(told: Told, head: Head, index: int, sent: Sent) -> Item | Refused:
    item = item_of(sent.source, index, {"id": "?"} | told.given, sent.now, Fuller)
    errors = list(told.problems)
    if isinstance(item, Refused):
        errors += [told.placed(problem) for problem in item.errors]
    elif not errors:
        return item
    return Refused(index, head.id, bounded(errors))

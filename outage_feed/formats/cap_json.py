"""CAP 1.2 as JSON: the names of CAP, in any envelope. So do MeteoAlarm and Sveriges Radio."""

from outage_feed.cap import options as cap
from outage_feed.cap.alert import Read, read_alert
from outage_feed.cap.documents import push_of
from outage_feed.cap.from_json import Alert, alerts, element_of
from outage_feed.described import bounded
from outage_feed.push import Push, Refused, Sent
from outage_feed.strict_json import Doubled, doubled, parse

NAME = "cap-json"
CONTENT_TYPES: tuple[str, ...] = ()
Options = cap.Options

__all__ = ["CONTENT_TYPES", "NAME", "Options", "read"]


def read(sent: Sent, options: cap.Options) -> Push:
    """Read alerts; what is wrong with one is said beside it. Raises Unreadable."""
    found = alerts(parse(sent.body))
    return push_of([_read(alert, index, sent, options) for index, alert in enumerate(found)])


def _read(alert: Alert, index: int, sent: Sent, options: cap.Options) -> Read:
    if isinstance(alert, Doubled):
        return Refused(index, None, bounded(list(doubled(alert))))
    return read_alert(element_of(alert), index, sent, options, "")

"""CAP 1.2: one alert, or many in a list or an envelope."""

from outage_feed.cap.documents import read_documents
from outage_feed.cap.options import Options
from outage_feed.push import Push, Sent
from outage_feed.xml_tree import parse

NAME = "cap"
CONTENT_TYPES = ("application/cap+xml",)

__all__ = ["CONTENT_TYPES", "NAME", "Options", "read"]


def read(sent: Sent, options: Options) -> Push:
    """Read alerts; what is wrong with one is said beside it. Raises Unreadable."""
    return read_documents(parse(sent), sent, options)

"""Atom and RSS indexes of CAP alerts, and the alerts that they link to."""

from outage_feed.cap import options as cap
from outage_feed.cap.documents import read_documents
from outage_feed.cap.index import is_index, read_index
from outage_feed.push import Push, Sent
from outage_feed.xml_tree import parse

NAME = "atom"
CONTENT_TYPES = ("application/atom+xml", "application/rss+xml")


class Options(cap.Options):
    """
    How to read its alerts, as for CAP.

    `complete`: the index lists all that holds, so that what it no longer lists is closed. Most
    do not: that of FMI holds its newest publication alone.
    """

    complete: bool = False


def read(sent: Sent, options: Options) -> Push:
    """Read an index, or what one links to. Raises Unreadable."""
    root = parse(sent)
    if is_index(root):
        return read_index(root, sent, options, complete=options.complete)
    return read_documents(root, sent, options)

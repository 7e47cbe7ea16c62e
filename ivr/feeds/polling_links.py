"""What an index names and does not hold: fetched one by one, and put into one push."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin, urlsplit

from ivr.feeds.fetch import Fetched, Fetcher, NotFetched, Wanted
from outage_feed.push import Push, Unreadable

MOST_LINKS = 100
SECONDS = 20.0
"""For all documents of one index."""


@dataclass(slots=True)
class Gathered:
    """
    The push of an index with what its documents hold; `problems` of documents that are missing.

    `bad` are the bodies of documents in which an item was refused.
    """

    push: Push
    problems: list[str] = field(default_factory=list)
    bad: list[bytes] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Index:
    """Where an index was found, and how what it names is asked for and read."""

    url: str
    headers: Mapping[str, str]
    fetcher: Fetcher
    read: Callable[[Fetched], Push]


def gathered(push: Push, index: Index) -> Gathered:
    """
    Fetch what a push links to.

    Headers with secrets go only to where the settings say. What is missing makes the whole no
    list of all that there is.
    """
    found = Gathered(replace(push, links=()))
    until = time.monotonic() + SECONDS
    for url in _named(push, index.url, found):
        left = until - time.monotonic()
        if left <= 0:
            found.problems.append(f"after {SECONDS:.0f} seconds there were more to fetch")
            break
        try:
            _add(found, _fetched(index, url, left), index)
        except NotFetched as error:
            found.problems.append(str(error))
    if found.problems:
        found.push = replace(found.push, snapshot=False, as_of=None)
    return found


def _named(push: Push, url: str, found: Gathered) -> Iterator[str]:
    named = list(dict.fromkeys(urljoin(url, link) for link in push.links))
    if len(named) > MOST_LINKS:
        found.problems.append(f"names {len(named)} documents; {MOST_LINKS} are read")
    yield from named[:MOST_LINKS]


def _fetched(index: Index, url: str, seconds: float) -> Fetched:
    if urlsplit(index.url).scheme == "https" and urlsplit(url).scheme != "https":
        raise NotFetched("address", "a document is not at https:// as its index is")
    headers = index.headers if _origin(url) == _origin(index.url) else {}
    fetcher = replace(index.fetcher, seconds=min(seconds, index.fetcher.seconds))
    return fetcher.fetch(Wanted(url, headers))


def _add(found: Gathered, document: Fetched, index: Index) -> None:
    try:
        more = index.read(document)
    except Unreadable as error:
        found.problems.append(f"a document cannot be read: {error}")
        return
    if more.refused:
        found.bad.append(document.body)
    found.push = _joined(found.push, more)


def _joined(push: Push, more: Push) -> Push:
    """Put one after the other; places are counted on."""
    places = [
        *(one.index for one in push.items),
        *(one.index for one in push.refused),
        *(one.index for one in push.ignored),
    ]
    start = max(places, default=-1) + 1
    return replace(
        push,
        items=(*push.items, *(replace(one, index=one.index + start) for one in more.items)),
        refused=(*push.refused, *(replace(one, index=one.index + start) for one in more.refused)),
        ignored=(*push.ignored, *(replace(one, index=one.index + start) for one in more.ignored)),
    )


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port

"""Redis behind Sentinel: `redis+sentinel://[[user]:password@]host[:port],…/master[/database]`."""

from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from redis import Redis
from redis.sentinel import Sentinel

SPEAKS_TLS = {"redis+sentinel": False, "rediss+sentinel": True}
PORT = 26379


def is_watched(url: str) -> bool:
    """Does this address name sentinels, who know the master, instead of a server?"""
    return url.partition("://")[0] in SPEAKS_TLS


def master_at(url: str, **connection: Any) -> Redis:
    """
    Make a client of whichever server the sentinels call master when a connection is made.

    `connection`: redis-py's keywords, for sentinels and servers alike, as are the address's user
    and password. The form of the address is held by the settings.
    """
    parts = urlsplit(url)
    name, _, database = parts.path.strip("/").partition("/")
    common = connection | _who(parts) | {"ssl": SPEAKS_TLS[parts.scheme]}
    untyped: Any = Sentinel
    sentinels = untyped(_addresses(parts), sentinel_kwargs=common, **common)
    master: Redis = sentinels.master_for(name, db=int(database or 0))
    return master


def _who(parts: SplitResult) -> dict[str, str]:
    who = {"username": parts.username, "password": parts.password}
    return {name: unquote(value) for name, value in who.items() if value}


def _addresses(parts: SplitResult) -> list[tuple[str, int]]:
    hosts = parts.netloc.rpartition("@")[2].split(",")
    named = [urlsplit(f"//{host}") for host in hosts if host]
    return [(each.hostname or "", each.port or PORT) for each in named]

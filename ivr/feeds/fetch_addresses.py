"""Which addresses we may connect to when somebody else's word says where."""

from collections.abc import Iterable
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
NAT64 = IPv6Network("64:ff9b::/96")
"""RFC 6052: the last 32 bits are an IPv4 address."""

UNICAST = IPv6Network("2000::/3")
"""IANA has given out public IPv6 addresses from here alone; others may lead to an IPv4 one."""


class BadNetwork(ValueError):
    """Text that is no network."""


def read_networks(text: str) -> tuple[Network, ...]:
    """Read `10.1.0.0/16, 127.0.0.1`. Raises BadNetwork."""
    words = [word.strip() for word in text.split(",") if word.strip()]
    try:
        return tuple(ip_network(word) for word in words)
    except ValueError as error:
        raise BadNetwork(str(error)) from None


def may_reach(address: str, networks: Iterable[Network]) -> bool:
    """
    Is it a public address, or in a network that the operator has named?

    An IPv6 address that stands for an IPv4 one is worth what that one is worth.
    """
    found = ip_address(address.partition("%")[0])
    faces = [found, *_meant(found)]
    if any(face in network for face in faces[-1:] for network in networks):
        return True
    return all(face.is_global and not face.is_multicast for face in faces) and (
        isinstance(faces[-1], IPv4Address) or faces[-1] in UNICAST
    )


def _meant(found: Address) -> list[Address]:
    """The IPv4 address inside, if there is one."""
    if not isinstance(found, IPv6Address):
        return []
    if found in NAT64:
        return [IPv4Address(int(found) & 0xFFFFFFFF)]
    inside = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1]
    return [inside] if inside else []

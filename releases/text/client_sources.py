"""The sources of requests: client addresses, or networks that one subscriber has."""

from __future__ import annotations

import functools
import ipaddress


@functools.lru_cache(maxsize=1024)
def source_of(address: str) -> str:
    """Return the source that this client address belongs to, by which work is shared.

    It is the address, or for IPv6 the /64 network, all of which one subscriber has.
    """
    return _network(address, 64)


def site_network_of(address: str) -> str:
    """Return the network that one site has: for IPv6 a /48, else the address itself.

    Whoever rents a server or a line is given a /48 at most (RFC 6177), which is 65,536
    networks of /64.
    """
    return _network(address, 48)


def is_ipv6(address: str) -> bool:
    """Return whether it is an address of IPv6, and none of IPv4 in its form."""
    return ":" in source_of(address)


def _network(address: str, prefix: int) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    mapped = parsed.ipv4_mapped
    return str(mapped or ipaddress.ip_network((parsed, prefix), strict=False))

"""The sources of requests: client addresses, or networks that one subscriber has."""

from __future__ import annotations

import functools
import ipaddress


@functools.lru_cache(maxsize=1024)
def source_of(address: str) -> str:
    """Return the source that this client address belongs to, by which work is shared.

    It is the address, or for IPv6 the /64 network, all of which one subscriber has.
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    mapped = parsed.ipv4_mapped
    return str(mapped or ipaddress.ip_network((parsed, 64), strict=False))

"""The client's IP address, as the access log, the journal and the rate limits have it."""

from __future__ import annotations

import functools
import ipaddress
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http.request import split_domain_port


def client_address(environ: Mapping[str, Any]) -> str:
    """Return the client's IP address from a WSGI environ; empty where it names none.

    Behind a proxy it is the last one in X-Forwarded-For, which the proxy itself wrote:
    anybody may have sent those before it. REMOTE_ADDR where that is no address.
    """
    nearest = str(environ.get("REMOTE_ADDR", ""))
    if not settings.BEHIND_PROXY:
        return nearest
    last = environ.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    return _ip_address(last) or nearest


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


@functools.lru_cache(maxsize=1024)
def _ip_address(text: str) -> str:
    # Some proxies add the port, and put an IPv6 address in brackets to do so.
    domain, port = split_domain_port(text)
    host = domain.strip("[]") if port else text
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        return ""

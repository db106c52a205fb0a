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
def _ip_address(text: str) -> str:
    # Some proxies add the port, and put an IPv6 address in brackets to do so.
    domain, port = split_domain_port(text)
    host = domain.strip("[]") if port else text
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        return ""

"""Where a request came from, for the journal."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "an unknown address"


def origin_of(request: HttpRequest) -> str:
    """The address that asked; behind a proxy, the last one that the proxy names.

    What stands before the last anybody can have written.
    """
    told = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
        told = forwarded.rpartition(",")[2].strip() or told
    try:
        return str(ipaddress.ip_address(told))
    except ValueError:
        return UNKNOWN

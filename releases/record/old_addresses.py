"""The ways from a release's old addresses to its page."""

from __future__ import annotations

import datetime as dt
from urllib.parse import unquote, urlsplit

from django.db import transaction
from django.db.models import F

from releases.models import Edition, OldAddress

LONGEST = 500


def path_of(url: str) -> str:
    """What is kept of an old address: its path and query, without its host.

    What cannot be an address is the path of nothing, `/`.
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return "/"
    path = unquote(parts.path).rstrip("/") or "/"
    return f"{path}?{parts.query}" if parts.query else path


def remember(url: str, *, address: str) -> bool:
    """Let an old address lead to a release; whether it can be one."""
    path = path_of(url)
    if path == "/" or not path.startswith("/") or len(path) > LONGEST:
        return False
    with transaction.atomic():
        known = OldAddress.objects.filter(path=path, address=address)
        if not known.exists():
            OldAddress.objects.update_or_create(
                path=path, defaults={"address": address}
            )
            # Without an impression: no instant is waited for, it holds at once.
            Edition.objects.update(generation=F("generation") + 1)
    return True


def address_now(url: str, *, at: dt.datetime) -> str | None:
    """Where the release of an old address is, if the public may read it at `at`.

    The query may be part of the address, and may be a stray one.
    """
    path = path_of(url)
    if len(path) > LONGEST or "\x00" in path:
        return None
    bare = path.partition("?")[0]
    found = OldAddress.objects.leading([path, bare], at=at).order_by("-path").first()
    return found.address if found else None

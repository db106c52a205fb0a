"""Redirects from the paths of an earlier site to releases here."""

from __future__ import annotations

import datetime as dt
from urllib.parse import unquote, urlsplit

from django.db import transaction

from releases.models import OldPath, RecordChange, RecordState
from releases.record.clock import read_clock

MAX_LENGTH = 500


def path_of(url: str) -> str:
    """Return the path and query of an old URL, without its host.

    What is no URL has the path `/`, which leads to no release.
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return "/"
    path = unquote(parts.path).rstrip("/") or "/"
    return f"{path}?{parts.query}" if parts.query else path


def register(url: str, *, address: str) -> bool:
    """Redirect an old URL to a release; return False if it cannot be redirected."""
    path = path_of(url)
    if path == "/" or not path.startswith("/") or len(path) > MAX_LENGTH:
        return False
    with transaction.atomic():
        record_state = RecordState.objects.select_for_update().get()
        known = OldPath.objects.filter(path=path).first()
        if known is not None and known.address == address:
            return True
        generation = record_state.generation + 1
        RecordState.objects.update(generation=generation)
        if known is None:
            OldPath.objects.create(path=path, address=address)
            # No page that is cached before now depends on a path that led nowhere.
            RecordChange.objects.create(
                generation=generation, affects_from=read_clock()
            )
        else:
            # Without a RecordChange row: every cached page may be wrong at once.
            known.address = address
            known.save(update_fields=["address"])
    return True


def live_address(url: str, *, at: dt.datetime) -> str | None:
    """Return the address of an old URL's release, if the public may read it at `at`.

    The query may be part of the old path, or be ignored.
    """
    path = path_of(url)
    if len(path) > MAX_LENGTH or "\x00" in path:
        return None
    without_query = path.partition("?")[0]
    matches = OldPath.objects.to_live_releases([path, without_query], at=at)
    old_path = matches.order_by("-path").first()
    return old_path.address if old_path else None

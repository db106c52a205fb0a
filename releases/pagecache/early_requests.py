"""Requests for the paths of scheduled publications: somebody has guessed an address.

Requests are matched after they were answered, by the thread that writes the access log,
so that a right guess takes no longer than a wrong one.
"""

from __future__ import annotations

import datetime as dt
import hmac
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, connections, transaction
from django.db.models import F

from releases.models import EarlyRequest
from releases.pagecache.access_log import LogEntry
from releases.pagecache.cache import PageCache
from releases.pagecache.clock import SECOND, Microseconds, to_datetime

FLUSH_INTERVAL: Microseconds = 2 * SECOND
# How many sources are counted apart for a path; how many counts wait to be written.
MAX_SOURCES = 1000
MAX_WAITING = 5000
MAX_PATH_LENGTH = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyRequestSummary:
    """The requests for one path before it was public."""

    path: str
    requests: int
    sources: int
    first: dt.datetime
    latest: dt.datetime


class EarlyRequestRecorder:
    """Counts early requests in this worker, and adds them to the counts of all workers."""

    def __init__(self, cache: PageCache) -> None:
        self._cache = cache
        # [requests, first, latest] by (path, source).
        self._counts: dict[tuple[str, str], list[int]] = {}
        self._flushed_at: Microseconds = 0

    def record(self, not_found: Iterable[LogEntry]) -> None:
        """Count those 404s whose path is scheduled; flush the counts now and then."""
        for entry in not_found:
            path = entry.path.encode("latin-1", "replace").decode("utf-8", "replace")
            if len(path) <= MAX_PATH_LENGTH:
                for candidate in (path, f"{path}/"):
                    if self._cache.known_paths.is_scheduled(candidate, entry.at):
                        self._count(candidate, entry)
        now = self._cache.clock.boot_time()
        if self._counts and now - self._flushed_at >= FLUSH_INTERVAL:
            self._flushed_at = now
            try:
                self.flush()
            except DatabaseError:
                pass  # the counts wait until the database is there again
            finally:
                connections.close_all()

    def _count(self, path: str, entry: LogEntry) -> None:
        key = (path, source_of(entry.client))
        if key not in self._counts and len(self._counts) >= MAX_WAITING:
            key = (path, "")
        count = self._counts.setdefault(key, [0, entry.at, entry.at])
        count[0] += 1
        count[2] = entry.at

    @transaction.atomic
    def flush(self) -> None:
        """Add the counts to the database."""
        for (path, source), (requests, first, latest) in self._counts.items():
            add_requests(
                path, source, requests, to_datetime(first), to_datetime(latest)
            )
        self._counts = {}


def source_of(client: str) -> str:
    """Return a keyed hash of the client's address, which does not reveal it."""
    key = settings.SECRET_KEY.encode()
    return hmac.digest(key, client.encode(), "sha256").hex()[:16]


def add_requests(
    path: str, source: str, requests: int, first: dt.datetime, latest: dt.datetime
) -> None:
    """Add these requests to the ones that were counted before."""
    known = EarlyRequest.objects.filter(path=path)
    if not known.filter(source=source).exists() and known.count() >= MAX_SOURCES:
        source = ""
    _, created = EarlyRequest.objects.get_or_create(
        path=path,
        source=source,
        defaults={"requests": requests, "since": first, "latest": latest},
    )
    if not created:
        known.filter(source=source).update(
            requests=F("requests") + requests, latest=latest
        )


def summarize(paths: Iterable[str]) -> list[EarlyRequestSummary]:
    """Return the early requests for each of these paths that had any, most first."""
    by_path: dict[str, list[EarlyRequest]] = {}
    for early_request in EarlyRequest.objects.filter(path__in=list(paths)):
        by_path.setdefault(early_request.path, []).append(early_request)
    summaries = [
        EarlyRequestSummary(
            path=path,
            requests=sum(early_request.requests for early_request in early_requests),
            sources=len(early_requests),
            first=min(early_request.since for early_request in early_requests),
            latest=max(early_request.latest for early_request in early_requests),
        )
        for path, early_requests in by_path.items()
    ]
    return sorted(summaries, key=lambda summary: -summary.requests)

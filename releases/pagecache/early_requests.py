"""Who looks for a page before it is there: guessed addresses of what is scheduled.

Requests are matched after they were answered, by the thread that writes the access log,
so that a guess which is right is not slower than one which is not.
"""

from __future__ import annotations

import datetime as dt
import hmac
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, connections, transaction
from django.db.models import F

from releases.models import Sighting
from releases.pagecache.access_log import Line
from releases.pagecache.cache import PageCache
from releases.pagecache.clock import SECOND, Microseconds, moment

FLUSH_EVERY: Microseconds = 2 * SECOND
# So many sources are told apart for one path, and so many pairs wait to be written.
SOURCES = 1000
WAITING = 5000
LONGEST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyRequestSummary:
    """What the radar shows of one path."""

    path: str
    requests: int
    sources: int
    since: dt.datetime
    latest: dt.datetime


class EarlyRequestRecorder:
    """Counts, in this worker, and adds to what all workers have counted."""

    def __init__(self, room: PageCache) -> None:
        self._room = room
        self._counted: dict[tuple[str, str], list[int]] = {}
        self._flushed_at: Microseconds = 0

    def see(self, missed: Iterable[Line]) -> None:
        """Count those that asked for what is scheduled and not public."""
        for line in missed:
            path = line.path.encode("latin-1", "replace").decode("utf-8", "replace")
            if len(path) <= LONGEST:
                for candidate in (path, f"{path}/"):
                    if self._room.addresses.scheduled(candidate, line.at):
                        self._count(candidate, line)
        now = self._room.clock.boot()
        if self._counted and now - self._flushed_at >= FLUSH_EVERY:
            self._flushed_at = now
            try:
                self.write()
            except DatabaseError:
                pass  # the database is away; what was counted waits
            finally:
                connections.close_all()

    def _count(self, path: str, line: Line) -> None:
        key = (path, source_of(line.client))
        if key not in self._counted and len(self._counted) >= WAITING:
            key = (path, "")
        counted = self._counted.setdefault(key, [0, line.at, line.at])
        counted[0] += 1
        counted[2] = line.at

    @transaction.atomic
    def write(self) -> None:
        """Add what was counted to the table."""
        for (path, source), (requests, since, latest) in self._counted.items():
            add(path, source, requests, moment(since), moment(latest))
        self._counted = {}


def source_of(client: str) -> str:
    """The address on the network, so that it can be told apart but not read."""
    key = settings.SECRET_KEY.encode()
    return hmac.digest(key, client.encode(), "sha256").hex()[:16]


def add(
    path: str, source: str, requests: int, since: dt.datetime, latest: dt.datetime
) -> None:
    """Count these requests to those that were counted before."""
    known = Sighting.objects.filter(path=path)
    if not known.filter(source=source).exists() and known.count() >= SOURCES:
        source = ""
    _, created = Sighting.objects.get_or_create(
        path=path,
        source=source,
        defaults={"requests": requests, "since": since, "latest": latest},
    )
    if not created:
        known.filter(source=source).update(
            requests=F("requests") + requests, latest=latest
        )


def echoes(paths: Iterable[str]) -> list[EarlyRequestSummary]:
    """What was seen of these paths before their instant, the most sought first."""
    found: dict[str, list[Sighting]] = {}
    for sighting in Sighting.objects.filter(path__in=list(paths)):
        found.setdefault(sighting.path, []).append(sighting)
    seen = [
        EarlyRequestSummary(
            path=path,
            requests=sum(one.requests for one in sightings),
            sources=len(sightings),
            since=min(one.since for one in sightings),
            latest=max(one.latest for one in sightings),
        )
        for path, sightings in found.items()
    ]
    return sorted(seen, key=lambda echo: -echo.requests)

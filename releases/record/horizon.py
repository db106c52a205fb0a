"""When the public sees something else: the record's generation, and the instants ahead.

Between two instants of the horizon no public page changes by itself.
"""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Min

from releases.models import HorizonInstant, Publication, RecordChange, RecordState
from releases.models.record.publication import NEWS_PERIOD
from releases.record.consistent_read import consistent_read

BEGINNING = dt.datetime(1000, 1, 1, tzinfo=dt.UTC)
# How many instants are read at once; a reader who reaches the last one reads again.
AHEAD = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizon:
    """The generation of the record and the instants around a moment.

    `start` is the last instant at or before the moment, `instants` are those after it;
    there may be more after `known_until`, which is None where there are no others.
    `affects_from` is the earliest moment at which the record differs from the generation
    that was asked about: None if it never does, BEGINNING if that is unknown.
    """

    generation: int
    start: dt.datetime
    instants: tuple[dt.datetime, ...]
    known_until: dt.datetime | None
    affects_from: dt.datetime | None


def generation() -> int:
    """Return the number of changes that the record has had.

    On PostgreSQL each web worker asks many times a second: the query is written once.
    """
    with connection.cursor() as cursor:
        cursor.execute(generation_query())
        row = cursor.fetchone()
    if row is None:
        raise RecordState.DoesNotExist
    return int(row[0])


@functools.cache
def generation_query() -> str:
    """Return the query for the generation, in SQL."""
    return str(RecordState.objects.values_list("generation").query)


def read_horizon(*, at: dt.datetime, since: int | None = None) -> Horizon:
    """Read the generation and the instants around `at`, both of one state of the record.

    `since` is the generation to compare with.
    """
    with consistent_read():
        now = generation()
        publications = Publication.objects.not_called_off().order_by()
        changes = HorizonInstant.objects.while_live().order_by()
        opened = publications.filter(live_from__lte=at).order_by("-live_from")
        changed = changes.filter(instant__lte=at).order_by("-instant")
        news = Publication.objects.first_disclosures().order_by()
        news_since = at - NEWS_PERIOD
        ahead = {
            *publications.filter(live_from__gt=at)
            .order_by("live_from")
            .values_list("live_from", flat=True)
            .distinct()[:AHEAD],
            *changes.filter(instant__gt=at)
            .order_by("instant")
            .values_list("instant", flat=True)
            .distinct()[:AHEAD],
            *(
                dated + NEWS_PERIOD
                for dated in news.filter(dated__gt=news_since)
                .order_by("dated")
                .values_list("dated", flat=True)
                .distinct()[:AHEAD]
            ),
        }
        behind = [
            *opened.values_list("live_from", flat=True)[:1],
            *changed.values_list("instant", flat=True)[:1],
            *(
                dated + NEWS_PERIOD
                for dated in news.filter(dated__lte=news_since)
                .order_by("-dated")
                .values_list("dated", flat=True)[:1]
            ),
        ]
        different = None if since is None else affects_from(since=since, until=now)
    instants = tuple(sorted(ahead)[:AHEAD])
    return Horizon(
        generation=now,
        start=max(behind, default=BEGINNING),
        instants=instants,
        known_until=instants[-1] if len(ahead) >= AHEAD else None,
        affects_from=BEGINNING if since is None else different,
    )


def affects_from(*, since: int, until: int) -> dt.datetime | None:
    """Return the earliest moment at which the public sees a change after `since`.

    It looks at generations up to `until`. None if there is no such moment, BEGINNING if
    it is unknown.
    """
    changes = RecordChange.objects.filter(generation__gt=since, generation__lte=until)
    known = changes.aggregate(count=Count("generation"), earliest=Min("affects_from"))
    if since > until or known["count"] != until - since:
        return BEGINNING
    earliest = known["earliest"]
    assert earliest is None or isinstance(earliest, dt.datetime)
    return earliest

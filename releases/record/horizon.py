"""When the public sees something else: the record's generation, and what is ahead.

Between two instants of the horizon nothing that is rendered changes by itself.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Min

from releases.models import Edition, HorizonInstant, Impression, Publication

BEGINNING = dt.datetime(1000, 1, 1, tzinfo=dt.UTC)
# As many instants as are read at once; whoever comes to the last reads again.
AHEAD = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizon:
    """What one look at the record tells of the time around a moment.

    `start` is the last instant at or before the moment, `instants` are those after
    it; `known_until` is None where there are no others. `affects_from` is the earliest
    moment at which the record is different from the generation asked about: None where
    it is at no moment, BEGINNING where that cannot be told.
    """

    generation: int
    start: dt.datetime
    instants: tuple[dt.datetime, ...]
    known_until: dt.datetime | None
    affects_from: dt.datetime | None


def generation() -> int:
    """How many changes the record has seen."""
    return Edition.objects.values_list("generation", flat=True).get()


def read_horizon(*, at: dt.datetime, since: int | None = None) -> Horizon:
    """Look once: the generation and the instants around `at` belong together."""
    with one_look():
        now = generation()
        standing = Publication.objects.standing().order_by()
        changes = HorizonInstant.objects.while_standing().order_by()
        opened = standing.filter(live_from__lte=at).order_by("-live_from")
        changed = changes.filter(instant__lte=at).order_by("-instant")
        ahead = {
            *standing.filter(live_from__gt=at)
            .order_by("live_from")
            .values_list("live_from", flat=True)
            .distinct()[:AHEAD],
            *changes.filter(instant__gt=at)
            .order_by("instant")
            .values_list("instant", flat=True)
            .distinct()[:AHEAD],
        }
        behind = [
            *opened.values_list("live_from", flat=True)[:1],
            *changed.values_list("instant", flat=True)[:1],
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
    """The earliest moment at which a generation after `since` is seen, up to `until`.

    None where none is; BEGINNING where that cannot be told.
    """
    told = Impression.objects.filter(generation__gt=since, generation__lte=until)
    count, earliest = told.aggregate(Count("generation"), Min("affects_from")).values()
    if since > until or count != until - since:
        return BEGINNING
    assert earliest is None or isinstance(earliest, dt.datetime)
    return earliest


@contextlib.contextmanager
def one_look() -> Iterator[None]:
    """Reads inside see one state of the record, and keep nobody from writing."""
    if connection.in_atomic_block:
        yield
        return
    begin = "BEGIN"
    if connection.vendor == "postgresql":
        begin += " ISOLATION LEVEL REPEATABLE READ READ ONLY"
    with connection.cursor() as cursor:
        cursor.execute(begin)
        try:
            yield
        finally:
            cursor.execute("COMMIT")

"""What goes live next: what is on the record for later, and what is meant to be."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from releases.models import Publication, Release, State
from releases.workspace.release_context.clock import Clock

# How many are shown, and for how long a draft whose instant has passed is.
LENGTH = 12
FORGOTTEN = dt.timedelta(days=7)

UNDER_WAY = {State.SUBMITTED, State.CLEARED, State.HELD}


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """One release on its way, and its instant; without one it waits for the wire."""

    release: Release
    clock: Clock | None
    word: str
    on_record: bool


def timeline(now: dt.datetime) -> list[Coming]:
    """What comes, the next one first; what has missed its instant before it all."""
    found = [*_scheduled(now), *_meant(now)]
    found.sort(key=lambda one: one.clock.instant if one.clock else now)
    return found[:LENGTH]


def _scheduled(now: dt.datetime) -> list[Coming]:
    to_come = Publication.objects.releases().standing().filter(live_from__gt=now)
    rows = list(to_come.order_by("live_from", "pk")[:LENGTH])
    releases = {
        one.address: one
        for one in Release.objects.filter(address__in=[row.address for row in rows])
    }
    return [
        Coming(
            release=releases[row.address],
            clock=Clock(instant=row.live_from, now=now),
            word=_of_version(row),
            on_record=True,
        )
        for row in rows
        if row.address in releases
    ]


def _of_version(row: Publication) -> str:
    words = {"correction": "Correction scheduled", "withdrawal": "Notice scheduled"}
    return words.get(row.notice, "Scheduled")


def _meant(now: dt.datetime) -> list[Coming]:
    """What has an instant and is not on the record for it."""
    drafts = Q(state=State.DRAFT, go_live_at__gt=now - FORGOTTEN)
    under_way = Q(state__in=UNDER_WAY, go_live_at__isnull=False)
    for_the_wire = Q(state=State.CLEARED)
    rows = Release.objects.filter(drafts | under_way | for_the_wire)
    return [
        Coming(
            release=one,
            clock=Clock(instant=one.go_live_at, now=now) if one.go_live_at else None,
            word=one.get_state_display(),
            on_record=False,
        )
        for one in rows.order_by("go_live_at", "pk")[:LENGTH]
    ]

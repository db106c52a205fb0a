"""What goes live next: scheduled versions, and releases that have a time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from releases.models import Publication, Release, State
from releases.models.record.kinds import Notice
from releases.workspace.clock import Countdown

ROWS = 12
# How long a draft whose instant has passed is still listed.
GRACE_PERIOD = dt.timedelta(days=7)
IN_PROGRESS = {State.SUBMITTED, State.CLEARED, State.HELD}


@dataclass(frozen=True, slots=True, kw_only=True)
class UpcomingRelease:
    """One release and its instant; what is held or waits for the wire counts none down."""

    release: Release
    instant: dt.datetime | None
    countdown: Countdown | None
    status: str
    is_scheduled: bool

    @property
    def is_held(self) -> bool:
        """Whether somebody stopped it: then nothing is counted down."""
        return self.release.state == State.HELD and not self.is_scheduled


def upcoming_releases(now: dt.datetime) -> list[UpcomingRelease]:
    """Return what goes live next, the soonest first; what missed its time leads."""
    rows = [*_scheduled(now), *_intended(now)]
    rows.sort(key=lambda row: row.instant or now)
    return rows[:ROWS]


def _scheduled(now: dt.datetime) -> list[UpcomingRelease]:
    publications = list(
        Publication.objects.releases()
        .not_called_off()
        .filter(live_from__gt=now)
        .order_by("live_from", "pk")[:ROWS]
    )
    releases = {
        release.address: release
        for release in Release.objects.filter(
            address__in=[publication.address for publication in publications]
        )
    }
    return [
        UpcomingRelease(
            release=releases[publication.address],
            instant=publication.live_from,
            countdown=Countdown(instant=publication.live_from, now=now),
            status=_status(publication),
            is_scheduled=True,
        )
        for publication in publications
        if publication.address in releases
    ]


def _status(publication: Publication) -> str:
    return {
        Notice.CORRECTION: _("Correction scheduled"),
        Notice.WITHDRAWAL: _("Notice scheduled"),
    }.get(Notice(publication.notice), _("Scheduled"))


def _intended(now: dt.datetime) -> list[UpcomingRelease]:
    """Return the releases that have an instant and are not on the record for it."""
    drafts = Q(state=State.DRAFT, go_live_at__gt=now - GRACE_PERIOD)
    in_progress = Q(state__in=IN_PROGRESS, go_live_at__isnull=False)
    awaiting_wire = Q(state=State.CLEARED)
    releases = Release.objects.filter(drafts | in_progress | awaiting_wire)
    return [
        UpcomingRelease(
            release=release,
            instant=release.go_live_at,
            countdown=Countdown(instant=release.go_live_at, now=now)
            if release.go_live_at and release.state != State.HELD
            else None,
            status=release.get_state_display(),
            is_scheduled=False,
        )
        for release in releases.order_by("go_live_at", "pk")[:ROWS]
    ]

"""What goes live next: scheduled versions, and releases that have a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from releases.models import Publication, Release, State
from releases.models.record.kinds import Notice
from releases.workspace.clock import Countdown
from releases.workspace.dashboard.current_releases import (
    GRACE_PERIOD,
    IN_PROGRESS,
    CurrentReleases,
)

ROWS = 12


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


def upcoming_releases(
    current: CurrentReleases, now: dt.datetime
) -> list[UpcomingRelease]:
    """Return what goes live next, the soonest first; what missed its time leads."""
    rows = [*_scheduled(current, now), *_intended(current, now)]
    rows.sort(key=lambda row: row.instant or now)
    return rows[:ROWS]


def _scheduled(current: CurrentReleases, now: dt.datetime) -> Iterator[UpcomingRelease]:
    releases = current.by_address()
    for publication in current.scheduled:
        if publication.address in releases:
            yield UpcomingRelease(
                release=releases[publication.address],
                instant=publication.live_from,
                countdown=Countdown(instant=publication.live_from, now=now),
                status=_status(publication),
                is_scheduled=True,
            )


def _status(publication: Publication) -> str:
    return {
        Notice.CORRECTION: _("Correction scheduled"),
        Notice.WITHDRAWAL: _("Notice scheduled"),
    }.get(Notice(publication.notice), _("Scheduled"))


def _intended(current: CurrentReleases, now: dt.datetime) -> Iterator[UpcomingRelease]:
    """Yield the releases that have an instant and are not on the record for it."""
    for release in current.in_state(State.DRAFT, *IN_PROGRESS):
        instant = release.go_live_at
        is_over = instant is not None and instant <= now - GRACE_PERIOD
        if release.state == State.DRAFT and (instant is None or is_over):
            continue
        # What waits for the wire alone needs no instant.
        if instant or release.state == State.CLEARED:
            yield UpcomingRelease(
                release=release,
                instant=instant,
                countdown=Countdown(instant=instant, now=now)
                if instant and release.state != State.HELD
                else None,
                status=release.get_state_display(),
                is_scheduled=False,
            )

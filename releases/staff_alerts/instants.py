"""What the clock brings: a release goes live in an hour, in ten minutes, and now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import partial

from django.conf import settings
from django.utils.translation import gettext as _

from releases.desk.journal_subjects import subject_of_release
from releases.models import Publication, Release
from releases.models.record.kinds import Kind
from releases.readers.models import MailingKind
from releases.record.freeze import issuer_zone
from releases.record.published import published_release
from releases.staff_alerts.alert import StaffAlert, StaffMessage, release_url
from releases.staff_alerts.staff import Staff
from releases.staff_alerts.transitions import authors_of
from releases.templatetags.labels import release_title
from releases.widgets.wall_time import format_in_zone_and_utc, zone_named

# How long before its instant it is told that a release goes live, in minutes.
BEFORE = (60, 10)


def soon_alerts(*, at: dt.datetime) -> Iterator[StaffAlert]:
    """Yield the latest alert that is due of each bundle with a release that goes live soon.

    Of a release that was approved later than that, it says nothing new.
    """
    scheduled = Publication.objects.releases().not_called_off()
    horizon = at + dt.timedelta(minutes=max(BEFORE))
    soon = scheduled.filter(live_from__gt=at, live_from__lte=horizon)
    for publication, release in _with_releases(soon.order_by("live_from", "pk")):
        due = [
            (minutes, publication.live_from - dt.timedelta(minutes=minutes))
            for minutes in BEFORE
        ]
        for minutes, opens in [each for each in due if each[1] <= at][-1:]:
            if publication.recorded_at <= opens:
                yield StaffAlert(
                    key=f"soon:{publication.bundle}:{minutes}",
                    kind=MailingKind.SOON,
                    opens=opens,
                    release=release.pk,
                    find_recipients=partial(_concerned, release),
                    write_message=partial(
                        _soon, release.pk, publication.live_from, minutes
                    ),
                )


def live_alerts(*, at: dt.datetime, after: dt.datetime) -> Iterator[StaffAlert]:
    """Yield an alert for each release that went live after `after` and by `at`."""
    gone_live = Publication.objects.gone_live_here(after=after, until=at)
    for publication, release in _with_releases(gone_live.filter(kind=Kind.RELEASE)):
        yield StaffAlert(
            key=f"live:{publication.pk}",
            kind=MailingKind.WENT_LIVE,
            opens=publication.live_from,
            release=release.pk,
            publication=publication.pk,
            find_recipients=partial(_concerned, release),
            write_message=partial(_went_live, publication),
        )


def company_time(instant: dt.datetime) -> str:
    """Return the instant in the company's time zone, and in UTC."""
    return format_in_zone_and_utc(instant, zone_named(issuer_zone()))


def _with_releases(
    publications: Iterable[Publication],
) -> Iterator[tuple[Publication, Release]]:
    """Yield each publication with the release at the desk, where it is still there."""
    rows = list(publications)
    named = Release.objects.filter(address__in=[row.address for row in rows])
    releases = {release.address: release for release in named}
    for row in rows:
        if row.address in releases:
            yield row, releases[row.address]


def _concerned(release: Release, staff: Staff) -> frozenset[int]:
    """Return who wrote it, and who may hold it."""
    return authors_of(staff, subject_of_release(release)) | staff.approver_ids


def _soon(release: int, instant: dt.datetime, minutes: int) -> StaffMessage:
    return StaffMessage(
        subject=_("A release goes live within %(minutes)s minutes")
        % {"minutes": minutes},
        sentences=(
            _(
                "Release %(number)s at the desk goes live on %(time)s. To stop it, put it "
                "on hold."
            )
            % {"number": release, "time": company_time(instant)},
        ),
        url=release_url(release),
    )


def _went_live(publication: Publication) -> StaffMessage:
    """Return the message with the title, which is public by now."""
    release = published_release(publication)
    title = " ".join(release_title(release.document).split())
    return StaffMessage(
        subject=_("Live: %(title)s") % {"title": title},
        sentences=(
            _("It went live on %(time)s.")
            % {"time": company_time(publication.live_from)},
        ),
        url=settings.IRSITE_URL + release.permanent_path,
    )

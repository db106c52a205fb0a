"""The weekly mail: what goes live in the seven days from Monday, 08:00 company time.

Of what is embargoed it has the time, the kind and the desk's address. Events are there by
their titles, since they are public.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

from django.conf import settings
from django.utils.translation import gettext as _

from releases.models import Publication, Release, State
from releases.models.record.kinds import Notice
from releases.readers.models import MailingKind
from releases.record.freeze import issuer_zone
from releases.record.published import published_event
from releases.staff_alerts.alert import (
    PlannedItem,
    StaffAlert,
    StaffMessage,
    desk_url,
    release_url,
)
from releases.staff_alerts.instants import company_time
from releases.staff_alerts.staff import Staff
from releases.widgets.wall_time import zone_named

HOUR = 8
WEEK = dt.timedelta(days=7)
# After a longer down-time the mail is of no use, and is left out.
STALE_AFTER = dt.timedelta(hours=12)
MAX_ITEMS = 100
SEE_RELEASES = "releases.view_release"
# What is not on the record for its instant yet.
INTENDED = (State.DRAFT, State.SUBMITTED, State.CLEARED, State.HELD)


def weekly_alerts(*, at: dt.datetime) -> Iterator[StaffAlert]:
    """Yield the alert of this Monday if it is due, and something is coming."""
    opens = latest_monday(at)
    if at - opens < STALE_AFTER and next(_planned(opens), None):
        yield StaffAlert(
            key=f"upcoming:{opens:%Y-%m-%d}",
            kind=MailingKind.UPCOMING,
            opens=opens,
            find_recipients=_readers,
            write_message=partial(_message, opens),
        )


def latest_monday(at: dt.datetime) -> dt.datetime:
    """Return the latest Monday, 08:00 in the company's zone, at or before `at`, in UTC."""
    local = at.astimezone(zone_named(issuer_zone()))
    monday = local - dt.timedelta(days=local.weekday())
    opens = monday.replace(hour=HOUR, minute=0, second=0, microsecond=0, fold=0)
    if opens.astimezone(dt.UTC) > at:
        opens -= WEEK
    return opens.astimezone(dt.UTC)


def _readers(staff: Staff) -> frozenset[int]:
    return staff.with_permission(SEE_RELEASES)


def _message(opens: dt.datetime) -> StaffMessage:
    zone = zone_named(issuer_zone())
    rows = sorted(_planned(opens), key=lambda row: row[0])[:MAX_ITEMS]
    return StaffMessage(
        subject=_("What goes live this week"),
        sentences=(
            _("From %(day)s on, for seven days. The desk has the headlines.")
            % {"day": f"{opens.astimezone(zone):%-d %B %Y}"},
        ),
        planned=tuple(
            PlannedItem(when=company_time(instant), label=label, url=url)
            for instant, label, url in rows
        ),
        url=desk_url("index"),
    )


def _planned(opens: dt.datetime) -> Iterator[tuple[dt.datetime, str, str]]:
    """Yield the instant, the kind and the address of each, in no order."""
    scheduled = (
        Publication.objects.releases()
        .not_called_off()
        .filter(live_from__gt=opens, live_from__lte=opens + WEEK, imported=False)
    )
    numbers = dict(
        Release.objects.filter(address__in=scheduled.values("address")).values_list(
            "address", "pk"
        )
    )
    for row in scheduled.order_by("live_from")[:MAX_ITEMS]:
        if row.address in numbers:
            number = numbers[row.address]
            yield row.live_from, _scheduled_label(row, number), release_url(number)
    intended = Release.objects.filter(
        state__in=INTENDED, go_live_at__gt=opens, go_live_at__lte=opens + WEEK
    )
    for release in intended.order_by("go_live_at")[:MAX_ITEMS]:
        assert release.go_live_at is not None
        label = _("Release %(number)s, %(state)s") % {
            "number": release.pk,
            "state": release.get_state_display(),
        }
        yield release.go_live_at, label, release_url(release.pk)
    events = Publication.objects.events().live(at=opens)
    for row in events.filter(starts__gt=opens, starts__lte=opens + WEEK)[:MAX_ITEMS]:
        event = published_event(row)
        if not event.document.cancelled:
            url = settings.IRSITE_URL + event.permanent_path
            yield event.document.starts, event.document.title, url


def _scheduled_label(row: Publication, number: int) -> str:
    labels = {
        Notice.CORRECTION: _("Correction of release %(number)s, scheduled"),
        Notice.WITHDRAWAL: _("Notice on release %(number)s, scheduled"),
    }
    label = labels.get(Notice(row.notice), _("Release %(number)s, scheduled"))
    return label % {"number": number}

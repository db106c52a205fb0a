"""What stands in the calendar: releases, events, expected results and quiet periods."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases.models import Event, Publication, Release, State
from releases.models.record.kinds import EventKind, FiscalPart
from releases.record.clock import read_clock
from releases.staff_views import change_url
from releases.text.results import names_results
from releases.widgets.wall_time import zone_named
from releases.workspace.dashboard.current_releases import IN_PROGRESS

# Results come on the same day of the week a year later.
A_YEAR = dt.timedelta(weeks=52)
DAY = dt.timedelta(days=1)


class EntryKind(models.TextChoices):
    """The kinds of entry."""

    RELEASE = "release", gettext_lazy("Release")
    EVENT = "event", gettext_lazy("Event")
    EXPECTED = "expected", gettext_lazy("Expected results")
    QUIET = "quiet", gettext_lazy("Quiet period")


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """Something on one or several days of the company's calendar; `last` is included."""

    kind: EntryKind
    day: dt.date
    last: dt.date
    time: str
    title: str
    status: str
    url: str = ""

    def is_on(self, day: dt.date) -> bool:
        """Return whether it is on this day."""
        return self.day <= day <= self.last


def calendar_entries(
    first: dt.date, last: dt.date, *, with_releases: bool, with_events: bool
) -> list[CalendarEntry]:
    """Return what is on the days from `first` to `last`, in their order.

    Days and times are those of the active time zone; of events, those of their own.
    """
    entries: list[CalendarEntry] = []
    if with_releases:
        entries += _on_the_record(first, last)
        entries += _intended(first, last)
    if with_events:
        entries += _events(first, last)
    if with_releases and with_events:
        entries += _expected_and_quiet(first, last)
    entries.sort(key=lambda entry: (entry.day, entry.time, entry.title))
    return entries


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def _on_the_record(first: dt.date, last: dt.date) -> Iterator[CalendarEntry]:
    """Yield the versions that went live here, or will."""
    publications = (
        Publication.objects.releases()
        .not_called_off()
        .filter(live_from__gte=_midnight(first), live_from__lt=_midnight(last + DAY))
        .filter(imported=False)
    )
    releases = {
        release.address: release
        for release in Release.objects.filter(
            address__in=publications.values("address")
        )
    }
    now = read_clock()
    for publication in publications:
        if release := releases.get(publication.address):
            is_out = publication.live_from <= now
            yield _release_entry(
                release,
                publication.live_from,
                _("Published") if is_out else _("Scheduled"),
            )


def _intended(first: dt.date, last: dt.date) -> Iterator[CalendarEntry]:
    """Yield the releases that have a time and are not on the record for it."""
    releases = Release.objects.filter(
        state__in=[State.DRAFT, *IN_PROGRESS],
        go_live_at__gte=_midnight(first),
        go_live_at__lt=_midnight(last + DAY),
    )
    for release in releases:
        assert release.go_live_at is not None
        yield _release_entry(release, release.go_live_at, release.get_state_display())


def _release_entry(release: Release, at: dt.datetime, status: str) -> CalendarEntry:
    local = timezone.localtime(at)
    return CalendarEntry(
        kind=EntryKind.RELEASE,
        day=local.date(),
        last=local.date(),
        time=date_format(local, "H:i"),
        title=str(release),
        status=status,
        url=change_url(release),
    )


def _events(first: dt.date, last: dt.date) -> Iterator[CalendarEntry]:
    """Yield the events of these days; a zone may be a day ahead, or behind."""
    since = _midnight(first - DAY)
    events = Event.objects.filter(
        Q(starts__gte=since) | Q(ends__gte=since), starts__lt=_midnight(last + 2 * DAY)
    )
    for event in events:
        entry = _event_entry(event)
        if first <= entry.last and entry.day <= last:
            yield entry


def _event_entry(event: Event) -> CalendarEntry:
    zone = zone_named(event.timezone)
    starts = event.starts.astimezone(zone)
    ends = event.ends.astimezone(zone).date() if event.ends else starts.date()
    return CalendarEntry(
        kind=EntryKind.EVENT,
        day=starts.date(),
        last=ends,
        time="" if event.all_day else date_format(starts, "H:i T"),
        title=str(event),
        status=_("Cancelled") if event.cancelled else event.get_kind_display(),
        url=change_url(event),
    )


def _expected_and_quiet(first: dt.date, last: dt.date) -> Iterator[CalendarEntry]:
    """Yield the days on which results are expected, and the quiet periods before results.

    A day is expected where nothing announces it: that of a year before, 52 weeks on.
    """
    days = dt.timedelta(days=settings.IRSITE_QUIET_PERIOD_DAYS)
    announced = _announced_results(first, last + days)
    expected = [
        entry
        for entry in _expected_results(first, last + days)
        if not any(abs(entry.day - day) < dt.timedelta(days=30) for day in announced)
    ]
    yield from (entry for entry in expected if entry.day <= last)
    if not days:
        return
    for day in sorted({*announced, *(entry.day for entry in expected)}):
        if day - days <= last:
            yield CalendarEntry(
                kind=EntryKind.QUIET,
                day=day - days,
                last=day - DAY,
                time="",
                title=_("Quiet period"),
                status=_("Results on %(day)s") % {"day": date_format(day, "j F Y")},
            )


def _announced_results(first: dt.date, last: dt.date) -> set[dt.date]:
    """Return the days on which results are announced, by call, date or release."""
    start, end = _midnight(first), _midnight(last + DAY)
    events = Event.objects.filter(
        cancelled=False,
        starts__gte=start,
        starts__lt=end,
        kind__in=[EventKind.EARNINGS_CALL, EventKind.CALENDAR_DATE],
    )
    days = {
        event.starts.astimezone(zone_named(event.timezone)).date()
        for event in events
        if event.kind == EventKind.EARNINGS_CALL or names_results(event.title)
    }
    releases = Release.objects.filter(
        go_live_at__gte=start, go_live_at__lt=end, fiscal_year__isnull=False
    ).exclude(state=State.WITHDRAWN)
    return days | {
        timezone.localtime(release.go_live_at).date() for release in releases
    }


def _expected_results(first: dt.date, last: dt.date) -> list[CalendarEntry]:
    """Return a day for each period whose results came out a year before."""
    today = timezone.localtime(read_clock()).date()
    dated = Publication.objects.releases().filter(
        number=1,
        dated__gte=_midnight(max(first, today) - A_YEAR),
        dated__lt=_midnight(last - A_YEAR + DAY),
    )
    days = dict(dated.values_list("address", "dated"))
    releases = Release.objects.filter(address__in=days, fiscal_year__isnull=False)
    return list(_expected_entries(releases, days))


def _expected_entries(
    releases: Iterable[Release], days: dict[str, dt.datetime]
) -> Iterator[CalendarEntry]:
    for release in releases:
        assert release.fiscal_year is not None
        day = timezone.localtime(days[release.address]).date() + A_YEAR
        part = FiscalPart(release.fiscal_part).label
        yield CalendarEntry(
            kind=EntryKind.EXPECTED,
            day=day,
            last=day,
            time="",
            title=_("Results expected: %(part)s %(year)d")
            % {"part": part, "year": release.fiscal_year + 1},
            status=_("As a year before. Nothing is announced."),
        )

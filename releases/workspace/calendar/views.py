"""The pages of the calendar: a month as a grid, or the next twelve months as a list."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import View

from releases.record.clock import read_clock
from releases.workspace.calendar.entries import CalendarEntry, calendar_entries

MONTH = re.compile(r"(?P<year>20\d\d)-(?P<month>0[1-9]|1[0-2])")
LISTED_DAYS = dt.timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDay:
    """A day of the grid with its entries, and whether the day before in its row has each."""

    day: dt.date
    is_in_month: bool
    is_today: bool
    entries: tuple[tuple[CalendarEntry, bool], ...]


class CalendarView(View):
    """What of the calendar the user may see: releases, events, or both."""

    admin_site: Any = None  # as_view() takes only names that the class has

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show a month; with `?view=list`, all that comes within a year."""
        assert isinstance(self.admin_site, AdminSite)
        self.limits = {
            "with_releases": request.user.has_perm("releases.view_release"),
            "with_events": request.user.has_perm("releases.view_event"),
        }
        if not any(self.limits.values()):
            raise PermissionDenied
        today = timezone.localtime(read_clock()).date()
        context = {
            **self.admin_site.each_context(request),
            "title": _("Calendar"),
            "today": today,
        }
        if request.GET.get("view") == "list":
            entries = calendar_entries(today, today + LISTED_DAYS, **self.limits)
            return self.page({**context, "entries": entries})
        month = first_of_month(request.GET.get("month", ""), default=today)
        return self.page({**context, **self.month_context(month, today)})

    def month_context(self, month: dt.date, today: dt.date) -> dict[str, Any]:
        """Return the weeks of a month, from Monday to Sunday, with their entries."""
        weeks = calendar.Calendar().monthdatescalendar(month.year, month.month)
        entries = calendar_entries(weeks[0][0], weeks[-1][-1], **self.limits)
        return {
            "month": month,
            "previous": (month - dt.timedelta(days=1)).replace(day=1),
            "next": (month + dt.timedelta(days=31)).replace(day=1),
            "weekdays": weeks[0],
            "weeks": [
                [
                    CalendarDay(
                        day=day,
                        is_in_month=day.month == month.month,
                        is_today=day == today,
                        entries=tuple(_entries_on(day, entries)),
                    )
                    for day in week
                ]
                for week in weeks
            ],
        }

    def page(self, context: dict[str, Any]) -> TemplateResponse:
        """Return the page of the calendar."""
        template = "admin/releases/calendar/calendar.html"
        return TemplateResponse(self.request, template, context)


def _entries_on(
    day: dt.date, entries: list[CalendarEntry]
) -> Iterator[tuple[CalendarEntry, bool]]:
    for entry in entries:
        if entry.is_on(day):
            yield entry, entry.day < day and day.isoweekday() > 1


def first_of_month(text: str, *, default: dt.date) -> dt.date:
    """Return the first day of a month such as 2026-03; of the default's where it is none."""
    match = MONTH.fullmatch(text)
    if match is None:
        return default.replace(day=1)
    return dt.date(int(match["year"]), int(match["month"]), 1)

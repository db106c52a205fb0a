"""The page of how many subscribers there were over time, by state and by choice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from releases.admin.alert_pages import ReadersView
from releases.admin.charts import BarChart, bar_chart
from releases.alerts.subjects import labels_by_subject
from releases.alerts.subscriber_history import HistoryPoint, subscriber_history
from releases.readers.models import Status
from releases.record.published import profile


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberTable:
    """Numbers over time, with a chart of some of the columns; the latest line is first."""

    title: str
    columns: tuple[str, ...]
    lines: list[tuple[str, list[int]]]
    charts: list[BarChart]


class HistoryView(ReadersView):
    """Counts alone, for all staff."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show them, from the first consent to now."""
        points = subscriber_history(until=self.at)
        chosen = {subject for point in points for subject in point.by_subject}
        labels = labels_by_subject(chosen, profile(at=self.at))
        tables = [
            number_table(
                _("By state"),
                points,
                {str(status.label): status.value for status in Status},
                lambda point: point.by_status,
                charted={Status.ACTIVE.value},
            ),
            number_table(
                _("By choice, of readers who get mail or have paused"),
                points,
                {label: subject for subject, label in labels.items()},
                lambda point: point.by_subject,
                charted=chosen,
            ),
        ]
        return self.page(
            "admin/alerts/history.html",
            title=_("Subscribers over time"),
            tables=tables if points else [],
        )


def number_table(
    title: str,
    points: list[HistoryPoint],
    columns: dict[str, str],
    numbers_of: Callable[[HistoryPoint], dict[str, int]],
    *,
    charted: set[str],
) -> NumberTable:
    """Return the table; `columns` are names of the numbers by their labels."""
    days = [date_format(point.day, "j F Y") for point in points]
    numbers = [numbers_of(point) for point in points]
    lines = [
        (day, [each.get(name, 0) for name in columns.values()])
        for day, each in zip(days, numbers, strict=True)
    ]
    # One bar would say nothing that the table does not.
    charts = [
        bar_chart(
            label,
            [(day, each.get(name, 0)) for day, each in zip(days, numbers, strict=True)],
        )
        for label, name in columns.items()
        if name in charted and len(points) > 1
    ]
    return NumberTable(
        title=title,
        columns=(_("Day"), *map(str, columns)),
        lines=lines[::-1],
        charts=charts,
    )

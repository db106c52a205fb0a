"""Dates that contradict the calendar or the instant."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from releases.desk.checks.checked_release import CheckedRelease
from releases.desk.checks.registry import Level, Problem, check
from releases.text.translatable import Message
from releases.text.typos import impossible_dates, wrong_weekdays

CONTRADICTION = _("A reader who finds two dates for one thing can rely on neither.")


@check(
    "dates.weekday",
    Level.ERROR,
    title=_("Weekdays match their dates"),
    rule=CONTRADICTION,
)
def wrong_weekday(checked: CheckedRelease) -> Iterator[Problem]:
    """Find weekdays that are not their date's: Tuesday, March 4, 2026 was a Wednesday."""
    if not checked.is_english:
        return
    near = checked.document.dateline.date or checked.day
    for piece in checked.own_text:
        for wrong in wrong_weekdays(piece.text, near=near):
            yield Problem(
                message=Message(
                    gettext_noop(
                        "“%(text)s”: %(date)s is a %(weekday)s. Correct the day or the "
                        "date."
                    ),
                    {
                        "text": wrong.text,
                        "date": wrong.date,
                        "weekday": Message(wrong.actual),
                    },
                ),
                passage=wrong.text,
                field=piece.field,
            )


@check(
    "dates.impossible",
    Level.ERROR,
    title=_("Dates exist"),
    rule=CONTRADICTION,
)
def impossible_date(checked: CheckedRelease) -> Iterator[Problem]:
    """Find June 31, and February 29 of a year that has none."""
    for piece in checked.own_text:
        for date in impossible_dates(piece.text):
            yield Problem(
                message=Message(
                    gettext_noop("There is no %(date)s. Correct the date."),
                    {"date": date},
                ),
                passage=date,
                field=piece.field,
            )


@check(
    "dates.dateline",
    Level.ERROR,
    title=_("The dateline has the day of publication"),
    rule=_(
        "A dateline of another day tells readers that the news was known before, or "
        "isn't known yet."
    ),
    source="https://service.betterregulation.com/document/367219",
)
def wrong_dateline(checked: CheckedRelease) -> Iterator[Problem]:
    """Find a dateline whose date isn't the day of publication, by the company's clock."""
    date = checked.document.dateline.date
    if date is None:
        return
    days = {checked.day}
    if checked.disclosed_at:
        days.add(checked.disclosed_at.astimezone(checked.zone).date())
    if checked.release.translation_of_id:
        days |= {
            other.goes_live_at.astimezone(checked.zone).date()
            for other in checked.translations
            if other.goes_live_at
        }
    if date not in days:
        yield Problem(
            message=Message(
                gettext_noop(
                    "The dateline says %(date)s, but the release is published on "
                    "%(day)s by the company's clock. Change one of them."
                ),
                {"date": date, "day": checked.day},
            ),
            passage=f"{date:%B} {date.day}, {date.year}",
            field="dateline_date",
        )

"""Dates that disagree: with the calendar, and with the instant."""

from __future__ import annotations

from collections.abc import Iterator

from releases.desk.checks.checked_release import CheckedRelease
from releases.desk.checks.registry import Level, Mark, check
from releases.text.typos import impossible_dates, wrong_weekdays

CALENDAR = "A reader who finds two dates for one thing can rely on neither."


@check(
    "dates.weekday",
    Level.ERROR,
    title="Each weekday is the date's own",
    rule=CALENDAR,
)
def weekday(checked: CheckedRelease) -> Iterator[Mark]:
    """Tuesday, March 4, 2026 was a Wednesday."""
    if not checked.is_english:
        return
    near = checked.document.dateline.date or checked.day
    for words in checked.own_text:
        for wrong in wrong_weekdays(words.text, near=near):
            yield Mark(
                message=f"“{wrong.text}”: {wrong.date.day} {wrong.date:%B %Y} is a "
                f"{wrong.actual}. Put the day or the date right.",
                passage=wrong.text,
                field=words.field,
            )


@check(
    "dates.impossible",
    Level.ERROR,
    title="Each date is in the calendar",
    rule=CALENDAR,
)
def impossible(checked: CheckedRelease) -> Iterator[Mark]:
    """June 31, and February 29 of a year that has none."""
    for words in checked.own_text:
        for date in impossible_dates(words.text):
            yield Mark(
                message=f"There is no {date}: put the date right.",
                passage=date,
                field=words.field,
            )


@check(
    "dates.dateline",
    Level.ERROR,
    title="The dateline says the day on which it opens",
    rule="News is public when it opens: a dateline of another day tells readers that "
    "it was known before, or that it is not known yet.",
    source="https://service.betterregulation.com/document/367219",
)
def dateline(checked: CheckedRelease) -> Iterator[Mark]:
    """The dateline's date, and the day by the company's clock."""
    date = checked.document.dateline.date
    if date is None:
        return
    days = {checked.day}
    if checked.disclosed_at:
        days.add(checked.disclosed_at.astimezone(checked.zone).date())
    if checked.release.translation_of_id:
        days |= {
            one.goes_live_at.astimezone(checked.zone).date()
            for one in checked.translations
            if one.goes_live_at
        }
    if date not in days:
        yield Mark(
            message=f"The dateline says {date.day} {date:%B %Y}, and by the company's "
            f"clock it opens on {checked.day.day} {checked.day:%B %Y}: change one of them.",
            passage=f"{date:%B} {date.day}, {date.year}",
            field="dateline_date",
        )

"""Resolve printed dates, and words like “today”, in a release."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from releases.intake.parser import vocabulary
from releases.intake.parser.dates.day_order import DayOrder, order_doubt, ordered
from releases.intake.parser.mentions import dates_in, times_in
from releases.intake.parser.reading import Doubt
from releases.text.dates import WEEKDAYS, PrintedDate
from releases.text.times import PrintedTime
from releases.text.translatable import Message, gettext_noop

_TODAY_SAID = re.compile(
    r"(?i)\btoday(?:,|\s)\s?(?:\w+ly\s)?(?:announce|report|said|present(?:s|ed) its|publish|release|provid|confirm|issued)\w*|\b(?:announced|reported|said|confirmed|published|released|issued|filed|declared)[^.;]{0,40}?\s(?:earlier )?today"
)
_TODAY, _SAME_DAY, _TOMORROW = (
    re.compile(rf"(?i)\b(?:{vocabulary.patterns('events', part)})\b")
    for part in ("today", "same_day", "tomorrow")
)


def weekday_name(date: dt.date) -> Message:
    """Return the weekday's name, to be translated."""
    return Message(WEEKDAYS[date.weekday()])


def weekday_doubt(printed: PrintedDate, date: dt.date, line: int) -> Doubt:
    """Return the doubt about a date that is printed with another day's weekday."""
    assumed = Message(
        gettext_noop("The date counts. %(date)s is a %(weekday)s."),
        {"date": date, "weekday": weekday_name(date)},
    )
    return Doubt(line=line, saw=printed.text, assumed=assumed)


class ReleaseCalendar:
    """Resolves dates by the release's own date; collects doubts about them."""

    def __init__(self, dated: dt.date | None, order: DayOrder = "unknown") -> None:
        self.dated = dated
        self.order = order
        self.doubts: list[Doubt] = []
        self.year: int | None = None
        self.same_day: dt.date | None = None
        self.full_dates: set[dt.date | None] = set()

    def read(self, texts: Iterable[str]) -> None:
        """Note the dates that are printed in full: they are certain everywhere."""
        for text in texts:
            dates = (d.in_year(d.year) for d in dates_in(text) if d.year is not None)
            self.full_dates.update(dates)

    def day(self, printed: PrintedDate, line: int) -> dt.date | None:
        """Return the day that a printed date means; a doubt if its year was inferred."""
        printed = ordered(printed, self.order)
        if printed.year is not None:
            return self._checked(printed, printed.in_year(printed.year), line)
        if self.year is not None:
            date = printed.in_year(self.year)
        elif self.dated is not None:
            date = printed.nearest_to(self.dated)
        elif len(years := {day.year for day in self.full_dates if day}) == 1:
            date = printed.in_year(years.pop())
        else:
            return None
        if date is not None and not self._is_certain(printed, date):
            assumed = Message(
                gettext_noop("No year is printed. Read as %(weekday)s, %(date)s."),
                {"weekday": weekday_name(date), "date": date},
            )
            self.doubts.append(Doubt(line=line, saw=printed.text, assumed=assumed))
        return self._checked(printed, date, line)

    def _is_certain(self, printed: PrintedDate, date: dt.date) -> bool:
        """Return whether a weekday or the same day in full confirms the year."""
        agrees = printed.weekday is not None and printed.weekday == date.weekday()
        return agrees or date in self.full_dates

    def note_same_day(self, printed: PrintedDate) -> None:
        """Note the date that “the same day” means in what follows."""
        if self.dated:
            self.same_day = printed.nearest_to(self.dated)
        else:
            self.same_day = printed.in_year(printed.year) if printed.year else None

    def last(self, printed: PrintedDate, first: dt.date | None) -> dt.date | None:
        """Return the last day of a printed range."""
        if first is None or printed.until is None:
            return None
        last = printed.last_in_year(first.year)
        return last if last and last >= first else None

    def _checked(
        self, printed: PrintedDate, date: dt.date | None, line: int
    ) -> dt.date | None:
        if date and printed.weekday is not None and date.weekday() != printed.weekday:
            self.doubts.append(weekday_doubt(printed, date, line))
        if date and printed.ambiguous:
            self.doubts.append(order_doubt(printed, self.order, line))
        return date

    def relative_day(self, text: str) -> dt.date | None:
        """Return the day that “today”, “tomorrow” or “the same day” means."""
        if self.same_day is not None and _SAME_DAY.search(text):
            return self.same_day
        if self.dated is None:
            return None
        rest = _TODAY_SAID.sub(" ", text)
        if _TOMORROW.search(rest):
            return self.dated + dt.timedelta(days=1)
        return self.dated if _TODAY.search(rest) else None

    def is_future(self, printed: PrintedDate) -> bool:
        """Return whether a printed date is after the release's own."""
        date = printed.nearest_to(self.dated) if self.dated else None
        return date is not None and self.dated is not None and date > self.dated

    def is_past(self, date: dt.date | None) -> bool:
        """Return whether a day is before the release's own."""
        return date is not None and self.dated is not None and date < self.dated


_OPENING = re.compile(
    r"(?i)\b(?:registration|doors?|check-?in|log-?in|accreditation|einlass|accueil|coffee|breakfast|(?:tele)?phone lines?)\b[^.;]{0,30}$"
)


def first_time(text: str) -> PrintedTime | None:
    """Return the first certain time in a text; the opening of doors only if it is alone."""
    opening = None
    for time in times_in(text):
        if not time.certain:
            continue
        if not _OPENING.search(text[max(0, time.start - 60) : time.start]):
            return time
        opening = opening or time
    return opening


def without_dates(text: str) -> str:
    """Return a text with a mark in place of each date and time."""
    spans = [(d.start, d.end) for d in dates_in(text)]
    spans += [(t.start, t.end) for t in times_in(text) if t.certain]
    out, last = [], 0
    for start, end in sorted(spans):
        if start >= last:
            out += [text[last:start], "¦"]
            last = end
    return "".join([*out, text[last:]])

"""Financial calendars and lists of conferences: rows of a date and its event."""

from __future__ import annotations

import re
from collections.abc import Sequence

from releases.intake.parser.blocks import Block
from releases.intake.parser.dates.dating import (
    ReleaseCalendar,
    first_time,
    without_dates,
)
from releases.intake.parser.events.event_draft import EventDraft
from releases.intake.parser.events.event_kinds import OCCASIONS, event_kind_in
from releases.intake.parser.events.periods import (
    is_period,
    results_title,
)
from releases.intake.parser.events.rows import (
    INTRODUCED,
    NO_ROW,
    calendar_rows,
    is_dated,
    is_only_date,
)
from releases.intake.parser.events.sessions import session_kind
from releases.intake.parser.front.dateline import is_known_place
from releases.intake.parser.mentions import dates_in, urls_in
from releases.intake.parser.reading import Doubt, EventKind
from releases.intake.parser.tables.values import is_value
from releases.text.links import strip_markdown
from releases.text.results import names_results
from releases.text.translatable import Message, gettext_noop

_VENUE = re.compile(
    rf"^(?P<title>.*?\b(?:{OCCASIONS}|[Mm]eeting|Chat|Event|Show|Results|Report|Conversation|Bus Tour|[Pp]resentation|[Bb]riefing|[Hh]auptversammlung|[Kk]onferenz|[Aa]ssembl[ée]e [Gg][ée]n[ée]rale|[Jj]unta [Gg]eneral)\b(?:\s\d{{4}})?)(?:[,;]\s|\s[-–—]\s|\sin\s|\sat\s|\s\()(?P<place>(?:the\s)?[A-Z].{{2,80}})$"
)
_INTRODUCTION = 14  # lines from a calendar's heading to its rows
_REPORTING = re.compile(
    r"(?i)\b(?:report(?:s|ing)?|results|earnings|financial calendar)\b"
)
_PAYING = re.compile(r"(?i)\b(?:dividends?|payments?|distributions?|coupons?)\b")
_ALL_WEBCASTS = re.compile(
    r"(?i)\bweb ?casts? of (?:both|all|each|the|these)\b[^.]{0,60}\b(?:presentations?|sessions|talks|events|conversations|chats)\b"
)
_ASIDE = re.compile(r"\s\([^()]{20,300}\)$")
_IN_TOWN = re.compile(
    r"in\s(?P<town>[A-ZÀ-Þ][\w.’'-]+(?:[ ,-]{1,2}[A-ZÀ-Þ][\w.’'-]+){0,3})"
)


class CalendarReader:
    """Reads rows of a date and a title as events."""

    def __init__(self, calendar: ReleaseCalendar, headline: str) -> None:
        self.calendar = calendar
        self.headline = headline
        self.events: list[EventDraft] = []
        self.doubts: list[Doubt] = []
        self.blocks: Sequence[Block] = ()

    def read(self, blocks: Sequence[Block]) -> None:
        """Read the rows of every calendar and list into `events`."""
        self.blocks = blocks
        self._find_year(blocks)
        for block in blocks:
            if block.kind == "table":
                self._table(block)
        texts = [block for block in blocks if block.kind in {"text", "item"}]
        for row in calendar_rows(texts, self.headline):
            self._add(row.title, cell=row.cell, number=row.line, place=row.place)
        self.calendar.year = None
        self._webcasts(texts)

    def _webcasts(self, texts: Sequence[Block]) -> None:
        """Give the rows the address that one sentence promises for all of them."""
        for block in texts:
            if _ALL_WEBCASTS.search(block.flat):
                for event in self.events:
                    event.links = event.links or list(urls_in(block.flat))

    def _find_year(self, blocks: Sequence[Block]) -> None:
        """Take the year that a calendar's heading names, if it names only one."""
        words = [self.headline, *(strip_markdown(b.flat) for b in blocks[:4])]
        for text in words:
            if INTRODUCED.search(text) or "calendar" in text.lower():
                years = set(
                    re.findall(r"(?:in|for|of|calendar|year)\s(20\d\d)\b", text)
                )
                if len(years) == 1:
                    self.calendar.year = int(years.pop())
                    return

    def _table(self, block: Block) -> None:
        dated = [row for row in block.rows if any(is_dated(cell) for cell in row)]
        figures = [
            row
            for row in block.rows
            if any(is_value(cell) and len(cell) > 4 for cell in row[1:])
        ]
        if len(dated) < 2 or len(dated) * 2 < len(block.rows) or figures:
            return
        head = (
            block.rows[0] if not any(is_dated(cell) for cell in block.rows[0]) else ()
        )
        for number, row in zip(block.row_lines, block.rows, strict=True):
            only = [is_only_date(cell) for cell in row]
            for column, cell in enumerate(row):
                if only[column] if any(only) else is_dated(cell):
                    self._cell(number, row, column, head)

    def _cell(
        self,
        number: int,
        row: tuple[str, ...],
        column: int,
        head: tuple[str, ...],
    ) -> None:
        others = [
            c for i, c in enumerate(row) if c and i != column and not is_only_date(c)
        ]
        title = others[0] if others else ""
        above = head[column] if head and column else ""
        if (
            re.search(r"(?i)call|webcast|presentation|meeting", above)
            and above.lower() not in title.lower()
        ):
            title = f"{title} {above}".strip()
        if title and not NO_ROW.search(title):
            beside = [c for c in others[1:] if first_time(c)]
            places = (c for c in others[1:] if is_known_place(c))
            cell = ", ".join([row[column], *beside])
            self._add(title, cell=cell, number=number, place=next(places, None))

    def _reports(self, number: int) -> bool:
        """Return whether what introduces a row is about reports, not about payments."""
        above = [self.headline]
        above += [
            strip_markdown(block.flat)
            for block in self.blocks
            if number - _INTRODUCTION <= block.first <= number
        ]
        words = " ".join(above)
        return bool(_REPORTING.search(words)) and not _PAYING.search(words)

    def _leave_out(self, period: str, number: int) -> None:
        """Doubt a row that names a period and does not say what happens."""
        assumed = Message(
            gettext_noop(
                "This names a period, and the text doesn't say what happens. It was left "
                "out: add the event by hand if there is one."
            )
        )
        self.doubts.append(Doubt(line=number, saw=period, assumed=assumed))

    def _add(
        self, title: str, *, cell: str, number: int, place: str | None = None
    ) -> None:
        printed = next(dates_in(cell), None)
        date = self.calendar.day(printed, number) if printed else None
        if date is None or self.calendar.is_past(date):
            return
        if is_period(title):
            results = results_title(title, date) if self._reports(number) else None
            if results is None:
                self._leave_out(title, number)
                return
            title = results
        first, aside = _same_date(title)
        if aside:
            self._add(first, cell=printed.text if printed else cell, number=number)
            title = aside
        event = EventDraft(
            kind=_row_kind(title), title=title, first=number, last=number
        )
        event.about_results = event.kind == "other" and names_results(title)
        event.date = date
        event.ends_on = self.calendar.last(printed, date) if printed else None
        event.set_time(first_time(cell) or (first_time(title) if aside else None))
        event.links = list(urls_in(cell))
        event.location, event.title = _venue(_ASIDE.sub("", title))
        event.location = place or event.location or _town(cell)
        self.events.append(event)


def _same_date(title: str) -> tuple[str, str]:
    """Return a row's title, and the second event that it holds on the same day."""
    match = re.search(r"(?i)\s[-–—;,]\s?(?=[^-–—;]{4,80}\bsame (?:date|day)\b)", title)
    return (title[: match.start()], title[match.end() :]) if match else (title, "")


def _row_kind(title: str) -> EventKind:
    meeting = event_kind_in(title) == "annual_meeting"
    kind = session_kind(title, "annual_meeting" if meeting else "other")
    if kind == "other" and re.search(
        r"(?i)conference|forum|summit|fireside|investor day|capital markets day|present|\bweek\b",
        title,
    ):
        return "presentation"
    return kind


def _town(cell: str) -> str | None:
    """Return the town after the date: April 26, 2022 in Zug."""
    pieces = (piece.strip(" ,.") for piece in without_dates(cell).split("¦"))
    towns = (_IN_TOWN.match(piece) for piece in pieces)
    return next((town["town"] for town in towns if town), None)


def _venue(title: str) -> tuple[str | None, str]:
    match = _VENUE.match(title)
    if match and not re.search(
        r"(?i)\b(?:for|of|and|quarter|results|report|20\d\d)\b", match["place"]
    ):
        return match["place"].strip(" ().,"), match["title"]
    return None, title

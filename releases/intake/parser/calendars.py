"""Financial calendars and lists of conferences: a date and what happens on it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from releases.intake.parser.announced import Row, announced_in
from releases.intake.parser.blocks import Block
from releases.intake.parser.cells import is_figure
from releases.intake.parser.dating import Calendar, first_time, without
from releases.intake.parser.happenings import Happening
from releases.intake.parser.reading import EventKind
from releases.intake.parser.sessions import kind_of
from releases.text.dates import PrintedDate, dates_in
from releases.text.links import plain, urls_in
from releases.text.times import PrintedTime, times_in

_INTRODUCED = re.compile(
    r"(?i)\b(?:financial|corporate|reporting|event|investor) calendar|following (?:dates|events|conferences|investor conferences|upcoming|presentations|financial)|(?:upcoming|investor|healthcare|financial) (?:\w+ ){0,3}conferences?|will (?:be )?(?:present|participat|attend|host)\w*[^.]{0,100}following|dates (?:for|of|are|as follows)|reporting dates|scheduled (?:as follows|dates)|key dates|important dates|upcoming events|save the date"
)
_NOT_ONE = re.compile(
    r"(?i)\b(?:ended|as of|dated|announced on|record date|pay(?:ment|able) date|date of (?:payment|record)|distribution date|declaration date|payable|ex-(?:dividend|date)|maturity|(?:first|last) day of (?:trading|the)|subscription|deadline|allocation|prospectus|registration of|settlement|payment (?:of|for) |delivery of|closing date|compared|since|from)\b"
)
_VENUE = re.compile(
    r"^(?P<title>.*?\b(?:Conference|Summit|Forum|Symposium|Congress|Day|Meeting|Expo|Chat|Seminar|Event|Show|Results|Report|Conversation|Bus Tour|Series)\b(?:\s\d{4})?)(?:[,;]\s|\s[-–—]\s|\sin\s|\sat\s|\s\()(?P<place>(?:the\s)?[A-Z].{2,80})$"
)
_ASIDE = re.compile(r"\s\([^()]{20,300}\)$")
_IN_TOWN = re.compile(
    r"in\s(?P<town>[A-ZÀ-Þ][\w.’'-]+(?:[ ,-]{1,2}[A-ZÀ-Þ][\w.’'-]+){0,3})"
)
_GENERIC = re.compile(
    r"(?i)(?:corporate |company |virtual |oral |live )*(?:presentation|fireside chat|panel|webcast|date|time|when|date/time|1x1 meetings?)(?: time| date)?"
)
_PERIOD = re.compile(
    r"(?i)(?:period|quarter|months|year|half)\b[^.:]{0,20}$|\b(?:for|of|ended|ending) the\b[^.]{0,24}$"
)


class Calendars:
    """Reads rows that are a date and a title."""

    def __init__(self, calendar: Calendar, headline: str) -> None:
        self.calendar = calendar
        self.headline = headline
        self.found: list[Happening] = []
        self.introduced = _INTRODUCED.search(headline) is not None

    def read(self, blocks: Sequence[Block]) -> None:
        """Find the rows of every calendar and list."""
        self._find_year(blocks)
        for block in blocks:
            if block.kind == "table":
                self._table(block)
        self._rows([b for b in blocks if b.kind in {"text", "item"}])
        self.calendar.year = None

    def _find_year(self, blocks: Sequence[Block]) -> None:
        """The one year that a calendar says it is for."""
        words = [self.headline, *(plain(b.flat) for b in blocks[:4])]
        for text in words:
            if _INTRODUCED.search(text) or "calendar" in text.lower():
                years = set(
                    re.findall(r"(?:in|for|of|calendar|year)\s(20\d\d)\b", text)
                )
                if len(years) == 1:
                    self.calendar.year = int(years.pop())
                    return

    def _table(self, block: Block) -> None:
        dated = [row for row in block.rows if any(_is_dated(cell) for cell in row)]
        figures = [
            row
            for row in block.rows
            if any(is_figure(cell) and len(cell) > 4 for cell in row[1:])
        ]
        if len(dated) < 2 or len(dated) * 2 < len(block.rows) or figures:
            return
        head = (
            block.rows[0] if not any(_is_dated(cell) for cell in block.rows[0]) else ()
        )
        for number, row in zip(block.row_lines, block.rows, strict=True):
            for column, cell in enumerate(row):
                if _is_dated(cell):
                    self._cell(block, number, row, column, head)

    def _cell(
        self,
        block: Block,
        number: int,
        row: tuple[str, ...],
        column: int,
        head: tuple[str, ...],
    ) -> None:
        others = [
            c for i, c in enumerate(row) if c and i != column and not _is_dated(c)
        ]
        title = others[0] if others else ""
        above = head[column] if head and column else ""
        if (
            re.search(r"(?i)call|webcast|presentation|meeting", above)
            and above.lower() not in title.lower()
        ):
            title = f"{title} {above}".strip()
        if title:
            self._add(title, cell=row[column], number=number)
        del block

    def _add(self, title: str, *, cell: str, number: int) -> None:
        printed = next(dates_in(cell), None)
        date = self.calendar.day(printed, number) if printed else None
        if date is None or self.calendar.is_over(date):
            return
        event = Happening(kind=_kind(title), title=title, first=number, last=number)
        event.date = date
        event.ends_on = self.calendar.last(printed, date) if printed else None
        event.set_time(_time(cell))
        event.links = list(urls_in(cell))
        event.location, event.title = _venue(_ASIDE.sub("", title))
        event.location = event.location or _town(cell)
        self.found.append(event)

    def _rows(self, blocks: Sequence[Block]) -> None:
        run: list[Row] = []
        introduced, before = self.introduced, ""
        day: Row | None = None
        for block in blocks:
            text = plain(block.flat)
            if introduced and (told := announced_in(block)):
                run += told
                continue
            row = _row(block)
            if row and _GENERIC.fullmatch(row[0]):
                row = (_occasion_above(run) or before or row[0], *row[1:])
            if row is None and day and _is_title_line(block):
                row, day = (text, *day[1:]), None
            elif row is None and (day := _bare_day(block)):
                continue
            before = text if row is None and len(text) < 100 else ""
            if row is not None:
                run.append(row)
                continue
            if not before:
                self._close(run, introduced=introduced)
                run = []
                introduced = self.introduced
            introduced = introduced or _INTRODUCED.search(text) is not None
        self._close(run, introduced=introduced)

    def _close(self, run: Sequence[Row], *, introduced: bool) -> None:
        if introduced or len(run) >= 3:
            for title, cell, number in run:
                self._add(title, cell=cell, number=number)


def _occasion_above(run: list[Row]) -> str | None:
    """The conference whose days the row above gave: this row is the talk given there."""
    dates = list(dates_in(run[-1][1])) if run else []
    if not dates or dates[0].until is None or first_time(run[-1][1]):
        return None
    return run.pop()[0]


def _kind(title: str) -> EventKind:
    kind = kind_of(title, "other")
    if kind in {"poster", "oral"}:
        return kind
    if kind == "other" and re.search(
        r"(?i)conference|forum|summit|fireside|investor day|capital markets day|present",
        title,
    ):
        return "presentation"
    return kind


def _time(cell: str) -> PrintedTime | None:
    return first_time(cell) or next(
        (
            t
            for t in times_in(cell)
            if re.search(r"(?i)\bat\s*$|,\s*$|/\s*$", cell[: t.start])
        ),
        None,
    )


def _is_dated(cell: str) -> bool:
    date = next(dates_in(cell), None)
    if date is None or len(cell) > 160 or (date.until is not None and date.start > 40):
        return False
    rest = without(cell)
    return len(re.findall(r"[A-Za-z]{3,}", rest)) <= 4 and not _NOT_ONE.search(cell)


def _bare_day(block: Block) -> Row | None:
    """A line that is a day, perhaps with a clock, and nothing else."""
    text = plain(block.flat)
    if len(text) > 70 or block.kind != "text" or not _is_dated(text):
        return None
    words = re.sub(r"(?i)\b(?:at|on|from)\b", " ", without(text))
    return None if re.search(r"[A-Za-z]{2}", words) else ("", text, block.first)


def _is_title_line(block: Block) -> bool:
    return (
        block.kind == "text"
        and 8 < len(block.flat) < 180
        and not block.flat.endswith(".")
    )


def _row(block: Block) -> Row | None:
    """Title, words with the date, line: of one short line that has both."""
    text = plain(block.flat)
    if (
        len(text) > 260
        or _NOT_ONE.search(text)
        or (text.endswith(".") and len(text) > 120)
    ):
        return None
    dates = [d for d in dates_in(text) if not _PERIOD.search(text[: d.start])]
    if len(dates) != 1:
        dates = [d for d in dates if d.start < 3] or dates[-1:]
    if not dates:
        return None
    title = _title(text, dates[0])
    if len(title) < 4 or not re.search(r"[A-Za-z]{3}", title):
        return None
    return (
        title,
        text[dates[0].start :]
        if dates[0].start < 3 or first_time(text[dates[0].start :])
        else text,
        block.first,
    )


def _title(text: str, date: PrintedDate) -> str:
    """What stands before or after the date, without clock and separators."""
    before, after = text[: date.start], text[date.end :]
    if date.start < 3 and first_time(after) is None:
        return re.sub(r"(?i)^[\s:;,.|()–—-]+", "", after).strip(" .")
    words = before if len(before.strip(" :-–—,(")) > 3 else after
    longest = max(without(words).split("¦"), key=len)
    return re.sub(
        r"(?i)^[\s:;,.|()–—-]+|[\s:;,|(–—-]+$|\s?(?:,|\b)(?:on|at|from)\s*$",
        "",
        longest,
    ).strip(" :-–—,|")


def _town(cell: str) -> str | None:
    """The town that follows the day: April 26, 2022 in Zug."""
    match = _IN_TOWN.fullmatch(without(cell).rpartition("¦")[2].strip(" ,."))
    return match["town"] if match else None


def _venue(title: str) -> tuple[str | None, str]:
    match = _VENUE.match(title)
    if match and not re.search(
        r"(?i)\b(?:for|of|and|quarter|results|report|20\d\d)\b", match["place"]
    ):
        return match["place"].strip(" ().,"), match["title"]
    return None, title


def unique(found: Sequence[Happening]) -> Iterator[Happening]:
    """Events without those that repeat the day and the clock of an earlier one."""
    seen: list[Happening] = []
    for event in found:
        if not any(_is_twin(event, other) for other in seen):
            seen.append(event)
            yield event


def _is_twin(event: Happening, other: Happening) -> bool:
    """Whether two that were told of on one day are one event."""
    if event.date != other.date:
        return False
    if event.time is None or other.time is None:
        return _alike(event, other)
    if event.time.begins != other.time.begins:
        return False
    return event.first == other.first or _alike(event, other)


def _alike(a: Happening, b: Happening) -> bool:
    one, two = set(a.title.lower().split()), set(b.title.lower().split())
    shared = {w for w in one & two if len(w) > 3}
    return a.kind == b.kind or len(shared) >= 2

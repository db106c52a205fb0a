"""Rows of a calendar in running lines: a title and its day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from releases.intake.parser.announced import Row, announced_dates
from releases.intake.parser.blocks import Block
from releases.intake.parser.dateline import is_known_place
from releases.intake.parser.dating import first_time, without_dates
from releases.intake.parser.event_kinds import OCCASION
from releases.intake.parser.mentions import dates_in
from releases.intake.parser.periods import is_period
from releases.text.dates import PrintedDate
from releases.text.links import strip_markdown

INTRODUCED = re.compile(
    r"(?i)\b(?:financial|corporate|reporting|event|investor) calendar|following (?:dates|events|conferences|investor conferences|upcoming|presentations|financial)|(?:upcoming|investor|healthcare|financial) (?:\w+ ){0,3}conferences?|will (?:be )?(?:present|participat|attend|host)\w*[^.]{0,100}following|dates (?:for|of|are|as follows)|reporting dates|scheduled (?:as follows|dates)|key dates|important dates|upcoming events|(?:these|several|two|three|four|five) (?:[\w-]+ ){0,3}(?:conferences|events)\b|save the date|on (?:these|the following) dates"
)
_NOT_ONE = re.compile(
    r"(?i)\b(?:ended|as of|dated|announced on|record date|pay(?:ment|able) date|date of (?:payment|record)|distribution date|declaration date|payable|ex-(?:dividend|date)|maturity|(?:first|last) day of (?:trading|the)|subscription|deadline|allocation|prospectus|registration of|settlement|payment (?:of|for) |delivery of|closing date|compared|since|from)\b"
)
_GENERIC = re.compile(
    r"(?i)(?:corporate |company |virtual |oral |live )*(?:presentation|fireside chat|panel|webcast|date|time|when|date/time|1x1 meetings?)(?: time| date)?"
)
_HEADING_OF_A_COLUMN = re.compile(
    r"(?i)(?:description|event|subject|publication|activity|topic|date(?: and time)?|day|time|title|type|location|ereignis|termin|[ée]v[ée]nement|fecha|evento)"
)
_PERIOD = re.compile(
    r"(?i)(?:period|quarter|months|year|half)\b[^.:]{0,20}$|\b(?:for|of|ended|ending) the\b[^.]{0,24}$"
)


def calendar_rows(blocks: Sequence[Block], headline: str) -> list[Row]:
    """Return title, words with the day, and line of each row of calendars and lists."""
    reader = _Rows(introduced=INTRODUCED.search(headline) is not None)
    for block in blocks:
        reader.read(block)
    reader.close()
    return reader.rows


class _Rows:
    """Collects rows; a run of them counts if it is introduced or long."""

    def __init__(self, *, introduced: bool) -> None:
        self.always = self.introduced = introduced
        self.rows: list[Row] = []
        self.run: list[Row] = []
        self.before = ""
        self.day: Row | None = None

    def read(self, block: Block) -> None:
        text = strip_markdown(block.flat)
        following = _NEXT.match(text)
        if following and (row := _row(replace(block, text=text[following.end() :]))):
            self.rows.append(row)
            return
        if self.introduced and (announced := announced_dates(block)):
            self.run += announced
            return
        row = self._named(_row(block)) or self._below_its_day(block, text)
        if row is None and (day := _bare_day(block, self.before)):
            self.day = day
            return
        if row is None and self._is_its_place(text):
            title, cell, line = self.run[-1]
            self.run[-1] = (title, f"{cell} in {text}", line)
            self.before = ""
            return
        if row is not None:
            self.before = ""
            self.run.append(row)
            return
        self.day = None
        self.before = text if len(text) < 100 else ""
        if _HEADING_OF_A_COLUMN.fullmatch(text):
            self.before = ""
            return
        if not self.before:
            self.close()
        self.introduced = self.introduced or INTRODUCED.search(text) is not None

    def _is_its_place(self, text: str) -> bool:
        """Return whether a line is the town of the row above, which has its hour."""
        town = text.split(",", maxsplit=1)[0].split()
        if not self.run or "," not in text or len(town) > 3 or text.count(",") > 2:
            return False
        return is_known_place(text) and first_time(self.run[-1][1]) is not None

    def close(self) -> None:
        """End the run of rows."""
        if self.introduced or len(self.run) >= 3:
            self.rows += self.run
        self.run = []
        self.introduced = self.always

    def _named(self, row: Row | None) -> Row | None:
        """Return a row like “fireside chat” with its conference's name from above."""
        if row is None or not _GENERIC.fullmatch(row[0]):
            return row
        return (_occasion_above(self.run) or self.before or row[0], *row[1:])

    def _below_its_day(self, block: Block, text: str) -> Row | None:
        """Read a title below its day, or a time below the day of what is above."""
        if self.day is None:
            return None
        (name, cell, line), self.day = self.day, None
        if name and first_time(text):
            return (name, f"{cell}, {text}", line)
        return (text, cell, line) if _is_title_line(block) else None


def _occasion_above(run: list[Row]) -> str | None:
    """Return the conference whose days the row above gave, if this is a talk there."""
    dates = list(dates_in(run[-1][1])) if run else []
    if not dates or dates[0].until is None or first_time(run[-1][1]):
        return None
    return run.pop()[0]


# One line of a calendar: “Next publication: half-year report, 12 August 2026”.
_NEXT = re.compile(
    r"(?i)(?:next|prochain[es]?|n[äa]chste[rs]?|pr[óo]xim[oa]s?)\s(?:financial\s|upcoming\s)?(?:events?|dates?|publications?|reports?|releases?|rendez-vous|communications?|termine?|veröffentlichung|citas?|publicaci[óo]n|eventos?)\s?:\s"
)


def is_dated(cell: str) -> bool:
    date = next(dates_in(cell), None)
    if date is None or len(cell) > 160 or (date.until is not None and date.start > 40):
        return False
    rest = without_dates(cell)
    return len(re.findall(r"[A-Za-z]{3,}", rest)) <= 4 and not _NOT_ONE.search(cell)


def is_only_date(cell: str) -> bool:
    """Return whether a cell has a day, perhaps with a time, and no other words."""
    words = re.sub(r"(?i)\b(?:at|on|from)\b", " ", without_dates(cell))
    return is_dated(cell) and not re.search(r"[A-Za-z]{3}", words)


def _bare_day(block: Block, before: str) -> Row | None:
    """Read a line that is only a day, perhaps with a time, after its title."""
    text = strip_markdown(block.flat)
    if len(text) > 70 or block.kind != "text" or not is_dated(text):
        return None
    words = re.sub(r"(?i)\b(?:at|on|from)\b", " ", without_dates(text))
    return None if re.search(r"[A-Za-z]{2}", words) else (before, text, block.first)


def _is_title_line(block: Block) -> bool:
    return (
        block.kind == "text"
        and 8 < len(block.flat) < 180
        and not block.flat.endswith(".")
    )


def _row(block: Block) -> Row | None:
    """Return title, words with the date, and line of a short line that has both."""
    above, _, below = strip_markdown(block.text).partition("\n")
    if below and _is_name_above(above, below):
        return above.strip(), below.replace("\n", " "), block.first
    text = strip_markdown(block.flat)
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
    if not is_period(title) and (
        len(title) < 4 or not re.search(r"[A-Za-z]{3}", title)
    ):
        return None
    return (
        title,
        text[dates[0].start :]
        if dates[0].start < 3 or first_time(text[dates[0].start :])
        else text,
        block.first,
    )


def _is_name_above(above: str, below: str) -> bool:
    """Return whether an item's first line names a conference, and the next gives its day."""
    named = OCCASION.match(above) is not None and len(above) < 120
    return named and next(dates_in(above), None) is None and is_dated(below)


def _title(text: str, date: PrintedDate) -> str:
    """Return the words before or after the date, without times and separators."""
    before, after = text[: date.start], text[date.end :]
    if date.start < 3 and first_time(after) is None:
        return re.sub(r"(?i)^[\s:;,.|()–—-]+", "", after).strip(" .")
    bare = before.strip(" :-–—,(")
    words = before if len(bare) > 3 or is_period(bare) else after
    longest = max(without_dates(words).split("¦"), key=len)
    return re.sub(
        r"(?i)^[\s:;,.|()–—-]+|[\s:;,|(–—-]+$|\s?(?:,|\b)(?:on|at|from|le|am|el|den|du)\s*$",
        "",
        longest,
    ).strip(" :-–—,|")

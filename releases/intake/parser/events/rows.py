"""Rows of a calendar in running lines: a title and its day, weighed by points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from releases.intake.parser import vocabulary
from releases.intake.parser.blocks import Block
from releases.intake.parser.dates.dating import first_time, without_dates
from releases.intake.parser.events.clauses import split_clauses
from releases.intake.parser.events.event_kinds import (
    OCCASION,
    event_kind_in,
    is_presentation,
)
from releases.intake.parser.events.periods import is_period
from releases.intake.parser.events.records import fields_in, key_of
from releases.intake.parser.mentions import dates_in
from releases.intake.parser.sentences import sentences
from releases.intake.parser.weights import ROW
from releases.text.dates import PrintedDate
from releases.text.links import strip_markdown
from releases.text.results import names_results


def _words(part: str) -> re.Pattern[str]:
    return re.compile(f"(?i){vocabulary.patterns('events', part)}")


INTRODUCED = _words("introduces")
NO_ROW, _GENERIC, _COLUMN, _NEXT = (
    _words(part) for part in ("no_row", "generic_rows", "columns", "next")
)
_PERIOD = re.compile(
    rf"(?i)\b(?:{vocabulary.patterns('events', 'not_before_row')})\s(?:the\s)?$|(?:period|quarter|months|year|half)\b[^.:]{0, 20}$|\b(?:for|of|ended|ending) the\b[^.]{0, 24}$"
)
# “The first report will be published on” before a day.
_TOLD = re.compile(
    r"(?P<title>[A-Z0-9a-z][^.;]{3,140}?)\s(?P<verb>(?:will|is|are)\s(?:to\s)?(?:be\s)?(?:(?:planned|scheduled)\s(?:to be|for)\s?)?"
    r"(?:published|released|reported|announced|issued|disclosed|available|held|take place|planned|scheduled)?\s?(?:in\s[A-Z]\w+\s)?)?(?:on|for)\s$"
)
_NOT_TOLD = re.compile(
    rf"(?i)\b(?:will|to|has|have|was|were|dividend|today|announced)\b|^(?:these|this|such|that|which|it)\b|{vocabulary.patterns('events', 'no_row')}"
)
_ARTICLE = re.compile(r"(?i)^(?:and\s)?(?:the|its|our|an?)\s")
_SET_APART = re.compile(r"(?:[:|–—-]|\.{3,}|\s{2,}|\t)\s?$")
_AMOUNT = re.compile(r"[$€£¥]\s?\d|\d\s?%")
_LEADERS = re.compile(r"\s?\.{3,}\s?|(?:\s\.){3,}\s?")
_WORD = re.compile(r"[^\W\d]{4}")
_LONGEST, _LONGEST_SENTENCE, _LONGEST_TITLE = 260, 120, 100
_LONGEST_DAY, _SHORTEST, _LONGEST_BESIDE = 70, 7, 180


@dataclass(slots=True)
class Row:
    """A title, the words with its day, their line, and what speaks for an event."""

    title: str
    cell: str
    line: int
    points: float = 0.0
    place: str | None = None


def calendar_rows(blocks: Sequence[Block], headline: str) -> list[Row]:
    """Return the rows of calendars and lists, and days told of reports to come."""
    reader = _Rows(introduced=INTRODUCED.search(headline) is not None)
    blocks = [row for block in blocks for row in _dated_lines(block)]
    at = 0
    while at < len(blocks):
        rows, size = _alternating(blocks, at)
        reader.run += rows
        if not rows:
            reader.read(blocks[at])
        at += size
    reader.close()
    return reader.rows


def _dated_lines(block: Block) -> list[Block]:
    """Return the lines of a paragraph as blocks, if each has a day of its own."""
    lines = block.text.split("\n")
    if block.kind != "text" or len(lines) < 2 or not all(map(_has_day, lines)):
        return [block]
    return [replace(block, text=line) for line in lines]


def _has_day(line: str) -> bool:
    return next(dates_in(line), None) is not None


def _alternating(blocks: Sequence[Block], at: int) -> tuple[list[Row], int]:
    """Return the rows of lines that are by turns titles and days, and how many lines.

    The first title is above its day if it reads more as an event than the line after the
    last day does; else each is below its day.
    """
    days: list[int] = []
    first = at if is_bare_day(blocks[at]) else at + 1
    for index in range(first, len(blocks), 2):
        if not is_bare_day(blocks[index]):
            break
        if days and not _is_title(blocks[index - 1]):
            break
        days.append(index)
    if len(days) < 2:
        return [], 1
    below = blocks[days[-1] + 1 : days[-1] + 2]
    if first > at and _likeness([blocks[at]]) > _likeness(below):
        step = -1
    elif first == at and below and _is_title(below[0]):
        step = 1
    else:
        return [], 1
    rows = [_beside(blocks[day], blocks[day + step]) for day in days]
    return rows, days[-1] + max(step, 0) + 1 - at


def _beside(day: Block, title: Block) -> Row:
    """Return the row of a line that is only a day, and of the title above or below it."""
    words = strip_markdown(title.flat).rstrip(":")
    points = max(_likeness([title]), 0.0)
    return Row(words, strip_markdown(day.flat), min(day.first, title.first), points)


def is_only_when(text: str) -> bool:
    """Return whether a line has a day or an hour, perhaps in two zones, and no words."""
    if len(text) > _LONGEST_DAY or first_time(text) is None:
        return len(text) <= _LONGEST_DAY and is_only_date(text)
    return not re.search(
        r"[^\W\d]{2}", re.sub(r"(?i)\b(?:at|on)\b", "", without_dates(text))
    )


def is_bare_day(block: Block) -> bool:
    """Return whether a line is only a day, perhaps with an hour."""
    text = strip_markdown(block.flat)
    return block.kind == "text" and len(text) <= _LONGEST_DAY and is_only_date(text)


def _is_title(block: Block) -> bool:
    """Return whether a short line could be the title beside a day on its own line."""
    text = strip_markdown(block.flat)
    if block.kind != "text" or not _SHORTEST < len(text) < _LONGEST_BESIDE:
        return False
    return not text.endswith(".") and _WORD.search(without_dates(text)) is not None


def _likeness(blocks: Sequence[Block]) -> float:
    """Return how much a line reads as an event's title; -1 for a heading or no line."""
    text = strip_markdown(blocks[0].flat) if blocks else ""
    if not blocks or not _is_title(blocks[0]) or NO_ROW.search(text):
        return -1.0
    named = OCCASION.match(text) is not None
    heads = INTRODUCED.search(text) and not named
    if heads or _COLUMN.fullmatch(text) or text.endswith(":"):
        return -1.0
    if named or event_kind_in(text):
        return ROW["kind"]
    return ROW["report"] if names_results(text) or is_period(text) else 0.0


class _Rows:
    """Collects rows; each that another follows gains by it, and by what introduces them."""

    def __init__(self, *, introduced: bool) -> None:
        self.always = self.introduced = introduced
        self.rows: list[Row] = []
        self.run: list[Row] = []
        self.before = ""
        self.day: Row | None = None

    def read(self, block: Block) -> None:
        text = _LEADERS.sub(": ", strip_markdown(block.flat))
        if announced := _told_rows(text, block.first, introduced=self.introduced):
            self.run += announced
            return
        row = self._named(_row(block, text)) or self._below_its_day(block, text)
        if row is None and (day := _bare_day(block, self.before)):
            self.day = day
        elif row is not None:
            self.before, self.day = "", None
            self.run.append(row)
        elif self.run and self._is_its_hour(text):
            self.run[-1].cell += f", {text}"
            self.run[-1].points += ROW["time"]
        elif self.run and (place := _labelled_place(text)):
            self.run[-1].place = place
            self.before = ""
        else:
            self._between(text)

    def _is_its_hour(self, text: str) -> bool:
        """Return whether a line has the hour of a talk, or who gives it then, at a row's event."""
        time = first_time(text)
        directly = not self.before and OCCASION.search(self.run[-1].title)
        speaks = directly and not _has_day(text) and is_presentation(text, time)
        return time is not None and (_is_generic(text) or bool(speaks))

    def _between(self, text: str) -> None:
        """Note a line that is no row: a title, an introduction, or the end of a run."""
        self.day = None
        self.before = text if len(text) < _LONGEST_TITLE else ""
        if _COLUMN.fullmatch(text):
            self.before = ""
            return
        if not self.before:
            self.close()
        self.introduced = self.introduced or INTRODUCED.search(text) is not None

    def close(self) -> None:
        """End the run of rows: keep those with points enough."""
        together = ("alone", "two", "several")[min(len(self.run), 3) - 1]
        for row in self.run:
            row.points += ROW[together] + self.introduced * ROW["introduced"]
        self.rows += [row for row in self.run if row.points >= ROW["enough"]]
        self.run = []
        self.introduced = self.always

    def _named(self, row: Row | None) -> Row | None:
        """Return a row like “fireside chat” with its conference's name from above."""
        if row is not None and _GENERIC.fullmatch(row.title):
            above = self.run[-1].title if self.run else ""
            row.title = self.before or above or row.title
        return row

    def _below_its_day(self, block: Block, text: str) -> Row | None:
        """Read a title below its day, or a time below the day of what is above."""
        row, self.day = self.day, None
        if row is None:
            return None
        if row.title and first_time(text):
            row.cell += f", {text}"
            return row
        if not _is_title(block):
            return None
        if OCCASION.match(row.title) and not OCCASION.match(text):
            row.points += ROW["kind"]  # the line below only tells of this conference
            return row
        row.title = text
        row.points += max(_likeness([block]), 0.0)
        return row


def _told_rows(text: str, line: int, *, introduced: bool) -> list[Row]:
    """Return the days that sentences tell of reports, and of what else is with them."""
    following = _NEXT.match(text)
    if following and (row := _row_in(text[following.end() :], line)):
        row.points += ROW["introduced"]
        return [row]
    rows = []
    for sentence in sentences(text):
        for part in split_clauses(sentence):
            titles = ((d, _TOLD.fullmatch(part[: d.start])) for d in dates_in(part))
            date, match = next(((d, m) for d, m in titles if m), (None, None))
            if date is None or match is None or not (introduced or match["verb"]):
                continue
            if not _NOT_TOLD.search(match["title"]):
                title = _ARTICLE.sub("", match["title"])
                title = title[:1].upper() + title[1:]
                report = names_results(title) and match["verb"] is not None
                points = ROW["told"] + report * ROW["report"]
                rows.append(Row(title, part[date.start :], line, points))
    enough = any(row.points >= ROW["enough"] for row in rows)
    return rows if enough or len(rows) > 1 else []


def _is_generic(text: str) -> bool:
    """Return whether a line with an hour says only what kind of talk is at it."""
    words = re.sub(r"(?i)\s?\bat\b|[¦:,]", "", without_dates(text)).strip()
    return _GENERIC.fullmatch(words) is not None


def _labelled_place(text: str) -> str | None:
    """Return the place that a label below a row gives."""
    return next((f.value for f in fields_in(text, 0) if f.key == "place"), None)


def is_dated(cell: str) -> bool:
    """Return whether a cell has a day and hardly any other words."""
    date = next(dates_in(cell), None)
    if date is None or len(cell) > 160:
        return False
    rest = without_dates(cell)
    return len(re.findall(r"[A-Za-z]{3,}", rest)) <= 4 and not NO_ROW.search(cell)


def is_only_date(cell: str) -> bool:
    """Return whether a cell has a day, perhaps with a time, and no other words."""
    words = re.sub(r"(?i)\b(?:at|on|from)\b", " ", without_dates(cell))
    return is_dated(cell) and not re.search(r"[A-Za-z]{3}", words)


def _bare_day(block: Block, before: str) -> Row | None:
    """Read a line that is only a day, perhaps with a time, after its title."""
    text = strip_markdown(block.flat)
    return Row(before, text, block.first) if is_bare_day(block) else None


def _row(block: Block, text: str) -> Row | None:
    """Return the row of a short block that has a title and a day."""
    above, _, below = strip_markdown(block.text).partition("\n")
    if below and _is_name_above(above, below):
        return Row(above.strip(), below.replace("\n", " "), block.first, ROW["kind"])
    row = _row_in(text, block.first)
    if row is not None and block.kind == "item":
        row.points += ROW["item"]
    return row


def _row_in(text: str, line: int) -> Row | None:
    """Return title, words with the day, and points of a line that has both."""
    if len(text) > _LONGEST:
        return None
    dates = [d for d in dates_in(text) if not _PERIOD.search(text[: d.start])]
    if len(dates) != 1:
        dates = [d for d in dates if d.start < 3] or dates[-1:]
    if not dates:
        return None
    date = dates[0]
    title = _title(text, date)
    named = is_period(title)
    # The label of an event that is named elsewhere; or a deadline, as in “report by”.
    labels = key_of(title) == "date" and first_time(text) is None
    if labels or title.endswith(" by"):
        return None
    short = len(title) < 4 and event_kind_in(title) is None
    if not named and (short or not re.search(r"[A-Za-z]{3}", title)):
        return None
    if is_only_date(title):
        return None  # a day in two languages
    others = any(d.end <= date.start for d in dates_in(text))
    after = date.start < 3 or others or first_time(text[date.start :])
    points = sum(ROW[feature] for feature in _features(text, title, date))
    row = Row(title, text[date.start :] if after else text, line, points)
    return row if points > ROW["none"] else None


def _features(text: str, title: str, date: PrintedDate) -> Iterator[str]:
    """Yield what speaks for and against an event that a line's title and day make."""
    if event_kind_in(title) or OCCASION.search(title):
        yield "kind"
    elif names_results(title) or is_period(title):
        yield "report"
    if date.start < 3 or _SET_APART.search(text[: date.start]):
        yield "set_apart"
    if first_time(text[date.start :]):
        yield "time"
    if text.endswith(".") and len(text) > _LONGEST_SENTENCE:
        yield "sentence"
    if NO_ROW.search(text):
        yield "no_row"
    if _AMOUNT.search(text):
        yield "amount"


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

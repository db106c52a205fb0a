"""The date of issue of a release whose dateline has none, where its text gives it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from releases.intake.parser import vocabulary
from releases.intake.parser.blocks import Block
from releases.intake.parser.mentions import dates_in
from releases.intake.parser.names import is_company
from releases.intake.parser.reading import Doubt
from releases.text.dates import PrintedDate
from releases.text.links import strip_markdown
from releases.text.translatable import Message, gettext_noop

_DATE_AT_END = Message(gettext_noop("Read as the date of the release."))

_YEAR = re.compile(r"(?<![\w.,/$€£-])(?:19|20)\d\d(?![\d%,-])")
_PUBLISHED = re.compile(
    r"(?i)\b(?:information|announcement|release|message)\b[^.]{0,60}\b(?:was|is|has been|were)\s(?:provided|submitted|published|released|issued|sent|made public)\b"
)
# Sure wherever it stands: when a service had the text, or where a site copied it from.
_SUBMITTED = re.compile(
    r"(?i)\binformation\b[^.]{0,60}\b(?:was|is|has been) (?:submitted|provided|released|made public|published)\b[^.]{0,60}\b(?:publication|agency|through|contact)\b"
    r"|\binformationen lämnades\b[^.]{0,60}\bför offentliggörande\b|\((?:press|news|media) release,[^()]{2,60},\s"
)
_SIGNED = re.compile(
    r"(?P<place>[A-ZÀ-Þ][\w.’'-]{1,20}(?:[ -][A-ZÀ-Þ][\w.’'-]{1,20}){0,2}(?:, [A-Z][\w.]{1,16}(?: [A-Z]\w{1,16})?)?),?(?: on| the)?\s"
)
_TODAY = re.compile(
    r"(?i)\b(?:today|this (?:morning|afternoon)|heute),?\s(?:on\s)?\(?$"
)
_REPORTED = re.compile(
    r",?\s[A-Z][^.]{2,60}(?:\.[^.]{0,160}){0,4}?\b(?:reported|announced|said|published|released|provided)\b"
)
_DEAR = re.compile(r"(?i)(?:dear|to (?:our|the|all) (?:share|stock)holders)\b")
_BY_ORDER = re.compile(
    r"(?i)(?:by (?:the )?order of|(?:for and )?on behalf of) (?:the )?(?:board|directors|company)\b|(?:yours (?:faithfully|sincerely|truly)|der vorstand|le (?:conseil|pr[ée]sident)|por el consejo)\b"
)
_KINDS = frozenset(vocabulary.words("masthead", "kinds"))
_TAIL, _SIGNATURE = 14, 5
_NEAR = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueDate:
    """The day of issue that a release's text gives, and the place."""

    date: dt.date
    place: str | None
    block: Block


def find_issue_date(blocks: Sequence[Block]) -> IssueDate | None:
    """Return the day that is called today, heads a letter, or closes the text.

    Or that on which an aggregator's first words say that a company announced its news.
    """
    return (
        _called_today(blocks)
        or _over_a_letter(blocks)
        or _retold(blocks)
        or _submitted(blocks)
        or _at_the_end(blocks)
    )


def _called_today(blocks: Sequence[Block]) -> IssueDate | None:
    """Return the day of “today, Thursday, June 16, 2022”."""
    for block in blocks[:_NEAR]:
        text = strip_markdown(block.flat)
        for day in dates_in(text):
            if _TODAY.search(text[: day.start]) and (date := _full_date(day)):
                return IssueDate(date=date, place=None, block=block)
    return None


def _retold(blocks: Sequence[Block]) -> IssueDate | None:
    """Return the day of “On May 3, 2022 Tarn Ridge Corp. (NYSE: TARN) reported that”."""
    for block in blocks[:_TAIL]:
        text = strip_markdown(block.flat)
        day = next(dates_in(text[:_NEAR]), None)
        if day and text[: day.start] == "On " and _REPORTED.match(text, day.end):
            date = _full_date(day)
            return IssueDate(date=date, place=None, block=block) if date else None
    return None


def _over_a_letter(blocks: Sequence[Block]) -> IssueDate | None:
    """Return the day on a line of its own above “Dear Shareholders”."""
    for block, following in pairwise(blocks[:_TAIL]):
        text = strip_markdown(block.flat).strip(" .")
        day = next(dates_in(text), None)
        if day and day.text == text and _DEAR.match(following.flat):
            date = _full_date(day)
            return IssueDate(date=date, place=None, block=block) if date else None
    return None


def _submitted(blocks: Sequence[Block]) -> IssueDate | None:
    """Return the day on which a statement says that the text was handed to a service."""
    for block in reversed(blocks):
        text = strip_markdown(block.flat)
        statement = _SUBMITTED.search(text) if block.kind == "text" else None
        later = dates_in(text[statement.start() :]) if statement else ()
        if date := _full_date(next((day for day in later if day.year), None)):
            return IssueDate(date=date, place=None, block=block)
    return None


def _at_the_end(blocks: Sequence[Block]) -> IssueDate | None:
    """Return the day in a closing statement or beside a signature."""
    for block in blocks[: max(-_TAIL - 1, -len(blocks) // 2) : -1]:
        text = strip_markdown(block.flat)
        if block.kind not in {"text", "item"} or len(text) > 700:
            continue
        statement = _PUBLISHED.search(text)
        dates = [day for day in dates_in(text) if day.year is not None]
        if statement and dates:
            day = next((d for d in dates if d.start > statement.start()), None)
            if date := _full_date(day):
                return IssueDate(date=date, place=None, block=block)
        elif (signed := signature_of(text)) and (date := _full_date(dates[0])):
            return IssueDate(date=date, place=signed, block=block)
        elif dates and dates[0].text == text.strip(" ."):
            place = _town_above(blocks, block)
            date = _full_date(dates[0])
            if date and (place or block is blocks[-1] or _is_signed(blocks, block)):
                return IssueDate(date=date, place=place, block=block)
    return None


def _is_signed(blocks: Sequence[Block], block: Block) -> bool:
    """Return whether the board, or who signed for it, stands on the lines above."""
    at = blocks.index(block)
    above = (strip_markdown(b.flat) for b in blocks[max(0, at - _SIGNATURE) : at])
    return any(_BY_ORDER.match(text) for text in above)


def _town_above(blocks: Sequence[Block], block: Block) -> str | None:
    """Return the town on the line above a line that is only a day."""
    above = blocks[max(0, blocks.index(block) - 1)]
    town = _SIGNED.fullmatch(f"{strip_markdown(above.flat)} ")
    text = strip_markdown(above.flat)
    named = is_company(text) or not _KINDS.isdisjoint(text.lower().split())
    return town["place"] if town and above is not block and not named else None


def _full_date(day: PrintedDate | None) -> dt.date | None:
    return day.in_year(day.year) if day and day.year else None


def signature_of(text: str) -> str | None:
    """Return the place of a line that has a place, a day and perhaps a company."""
    day = next(dates_in(text), None) if len(text) < 120 else None
    if day is None or day.year is None:
        return None
    match = _SIGNED.fullmatch(text[: day.start])
    rest = text[day.end :].strip(" .,")
    return match["place"] if match and (not rest or is_company(rest)) else None


def infer_year(printed: PrintedDate, blocks: Sequence[Block]) -> int | None:
    """Return the only year in which the rest of the text lets a date fall."""
    for block in blocks[:_NEAR]:
        for other in dates_in(block.flat):
            if other.year is None or (
                other.start == printed.start and other.text == printed.text
            ):
                continue
            near = other.in_year(other.year)
            for year in (other.year, other.year + 1, other.year - 1):
                date = printed.in_year(year)
                if date and near and abs((date - near).days) <= 120:
                    return year
    years = {int(year) for block in blocks for year in _YEAR.findall(block.text)}
    if len(years) > 1 and (weekday := _weekday_of(printed, blocks)) is not None:
        dates = {year: printed.in_year(year) for year in years}
        years = {y for y, date in dates.items() if date and date.weekday() == weekday}
    return years.pop() if len(years) == 1 else None


def _weekday_of(printed: PrintedDate, blocks: Sequence[Block]) -> int | None:
    """Return the weekday that the text gives a day, there or elsewhere; None if none."""
    days = (printed, *(day for block in blocks[:_NEAR] for day in dates_in(block.flat)))
    known = (d for d in days if (d.month, d.day) == (printed.month, printed.day))
    return next((d.weekday for d in known if d.weekday is not None), None)


def issue_doubts(issue: IssueDate | None) -> Iterator[Doubt]:
    """Yield a doubt that the date was read in the text."""
    if issue is not None:
        saw = Message(
            gettext_noop("no date at the top, %(date)s in the text"),
            {"date": issue.date},
        )
        yield Doubt(line=issue.block.first, saw=saw, assumed=_DATE_AT_END)

"""Dates announced in running text: The first report will be published on 8 May."""

from __future__ import annotations

import re
from collections.abc import Iterator

from releases.intake.parser.blocks import Block
from releases.intake.parser.clauses import split_clauses
from releases.intake.parser.mentions import dates_in
from releases.intake.parser.sentences import sentences
from releases.text.links import strip_markdown

_ANNOUNCED = re.compile(
    r"(?P<title>[A-Z0-9a-z][^.;]{3,140}?)\s(?:(?:will|is|are)\s(?:to\s)?(?:be\s)?(?:(?:planned|scheduled)\s(?:to be|for)\s?)?"
    r"(?:published|released|reported|announced|issued|disclosed|available|held|take place|planned|scheduled)?\s?)?(?:on|for)\s$"
)
_ARTICLE = re.compile(r"(?i)^(?:and\s)?(?:the|its|our|an?)\s")
_NO_NEWS = re.compile(
    r"(?i)\b(?:dividend|record date|ended|ex-date|as of|dated|today|announced|published on|deadline|registration)\b"
)
Row = tuple[str, str, int]


def announced_dates(block: Block) -> list[Row]:
    """Return title, words from the date on, and line of each date a paragraph announces.

    A single date is no list: then the result is empty.
    """
    if block.kind != "text":
        return []
    rows = list(_rows(block))
    return rows if len(rows) > 1 else []


def _rows(block: Block) -> Iterator[Row]:
    for sentence in sentences(strip_markdown(block.flat)):
        for part in split_clauses(sentence):
            date = next(dates_in(part), None)
            announcement = _ANNOUNCED.fullmatch(part[: date.start]) if date else None
            if date and announcement and not _NO_NEWS.search(announcement["title"]):
                title = _ARTICLE.sub("", announcement["title"])
                yield title[:1].upper() + title[1:], part[date.start :], block.first

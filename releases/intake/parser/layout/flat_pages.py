"""A file whose pages came as one line each: where its numbered parts and its end begin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from releases.intake.parser.lines import Line
from releases.intake.parser.mentions import dates_in

_PAGE = re.compile(r"(\d{1,3})\s(?=\S)")
_SHORTEST = 200
_HEAD = re.compile(
    r"(?<!\S)(?P<number>\d{1,2})\.\s[A-Z][A-Z&,’'/ -]{3,90}?(?=\s(?:\d|[A-Z]?[a-z“(]|A\s[a-z]|[A-Z][a-z]))"
)
_ITEM = re.compile(r"(?<=[.:;]\s)\(?\d{1,2}\.\d{1,2}\)?\s(?=[A-Z])")
# Below the name of the company: “(Incorporated in Bermuda)”.
_FORMED = re.compile(
    r"\((?:Incorporated|INCORPORATED|(?:Company |SA company )?[Rr]eg(?:istration|\.)?\s|Stock [Cc]ode|STOCK CODE|Co\. Reg)[^()]{2,120}\)"
)
_SIGNED = re.compile(
    r"(?i)(?<=[.)]\s)(?:by order of the board|(?:for and )?on behalf of the board)\b"
)
_SIGNATURE = 160


def join_pages(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, pages that are one line each joined without their numbers."""
    pages = [line for line in lines if len(line.text) >= _SHORTEST]
    numbers = [_PAGE.match(page.text) for page in pages]
    counted = [int(number[1]) for number in numbers if number]
    if len(counted) != len(pages) or len(pages) <= 1:
        return list(lines)
    if any(after != before + 1 for before, after in pairwise(counted)):
        return list(lines)
    text = " ".join(_PAGE.sub("", page.text, count=1) for page in pages)
    first = replace(pages[0], text=text, raw=text)
    return [first if line is pages[0] else line for line in lines if line is pages[0] or line not in pages]  # fmt: skip


def first_head(text: str) -> int:
    """Return where the first of a text's numbered parts begins; 0 if it has none."""
    heads = list(_HEAD.finditer(text))
    numbers = [int(head["number"]) for head in heads[:2]]
    return heads[0].start() if numbers == [1, 2] else 0


def page_cuts(text: str, start: int) -> Iterator[int]:
    """Yield where lines of the letterhead, numbered parts and the signature begin and end."""
    for match in _FORMED.finditer(text, 0, start or _SHORTEST):
        yield from match.span()
    if not first_head(text):
        return
    for match in _HEAD.finditer(text):
        yield from match.span()
    yield from (match.start() for match in _ITEM.finditer(text))
    for match in _SIGNED.finditer(text):
        yield match.start()
        day = next(dates_in(text[match.end() : match.end() + _SIGNATURE]), None)
        if day and day.year:
            yield match.end() + day.start
            yield match.end() + day.end

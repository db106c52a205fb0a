"""Split a release that lost all its line breaks, by how its parts begin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from releases.intake.parser.dateline import dateline_within
from releases.intake.parser.lines import Line
from releases.intake.parser.reading import Doubt
from releases.text.translatable import Message, gettext_noop

_NO_BREAKS = Message(gettext_noop("a release without line breaks"))
_GUESSED = Message(gettext_noop("Where its parts begin was guessed."))
_SHORTEST = 900
_ABOUT = re.compile(r"(?<=[\w.)”’\"]\s)(?=(?:About|ABOUT)\s(?:[Tt]he\s)?[A-Z0-9])")
_LONGEST_NAME = 9
_LEGAL = re.compile(
    r"(?<=[\w.)”’\"]\s)(?=(?:(?:Safe Harbor|SAFE HARBOR|Forward[- ]Looking|FORWARD[- ]LOOKING|Cautionary|CAUTIONARY)\b[A-Z a-z-]{0,90}?"
    r"(?:Statements?|STATEMENTS?|Note|Language|Information|1995|Harbor)[:.]?)\s(?:This|These|All|Certain|Statements|Some|Any|The|In|Except|Various|To|Information|Matters|This)\s)"
)
_LEGAL_HEAD = re.compile(
    r"(?:Safe|SAFE|Forward|FORWARD|Cautionary|CAUTIONARY)\b[A-Z a-z-]{0,90}?(?:Statements?|STATEMENTS?|Note|Language|Information|1995|Harbor)[:.]?(?=\s(?:This|These|All|Certain|Statements|Some|Any|The|In|Except|Various|To|Information|Matters)\s)"
)
_NAME = (
    r"(?:[A-Z][\w&.,-]{0,30}\s){1,6}?(?:Inc\.?|Ltd\.?|Corp\.?|Corporation|LLC|plc)\s"
)
_FOR = r"(?:(?:Investors?|Media|Press|Company|Corporate|Analyst)(?:\s(?:and|&|/)\s(?:Investors?|Media))?\s(?:Relations\s)?)?(?:Contacts?|CONTACTS?|Inquiries):\s"
_TAIL = re.compile(
    rf"(?<=[\w.)”’\"]\s)(?={_FOR}|(?:SOURCE|Source):?\s[A-Z]|/Web site:|\(END\)|Logo - http|To view the original|View source version)"
    rf"|(?<=[.)”’\"]\s)(?={_NAME}{_FOR})"
)
_BANNER = re.compile(
    r"(?<=\w\s)(?:PR Newswire|PRNewswire|Business Wire|BUSINESS WIRE|GlobeNewswire|GLOBE NEWSWIRE|Marketwired)\s(?=[A-Z])"
)


def split_flattened(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines; split one that has most of the release where its parts begin."""
    flat = _flat(lines)
    for line in lines:
        if line is not flat:
            yield line
            continue
        for part in _parts(line.text):
            yield replace(line, text="", raw="")
            yield replace(line, text=part, raw=part)


def flattened_doubts(lines: Sequence[Line]) -> list[Doubt]:
    """Return a doubt if a release was split up."""
    flat = _flat(lines)
    if flat is None or len(_parts(flat.text)) == 1:
        return []
    return [Doubt(line=flat.number, saw=_NO_BREAKS, assumed=_GUESSED)]


def _flat(lines: Sequence[Line]) -> Line | None:
    """Return the line that has more than half of all words, or None."""
    longest = max(lines, key=lambda line: len(line.text), default=None)
    whole = sum(len(line.text) for line in lines)
    if longest is None or len(longest.text) < max(_SHORTEST, whole * 6 // 10):
        return None
    return longest


def _parts(text: str) -> list[str]:
    cuts = {at for m in _BANNER.finditer(text, 0, 300) for at in m.span()}
    cuts |= {match.end() for match in _TAIL.finditer(text)}
    for match in _LEGAL.finditer(text):
        head = _LEGAL_HEAD.match(text, match.end())
        cuts |= {match.end(), head.end()} if head else set()
    for match in _ABOUT.finditer(text):
        end = _about_end(text, match.end())
        cuts |= {match.end(), end} if end else set()
    start = _opening(text)
    cuts |= {start} if start else set()
    bounds = [0, *sorted(cuts), len(text)]
    parts = [text[a:b].strip() for a, b in pairwise(bounds)]
    return [part for part in parts if part]


def _about_end(text: str, start: int) -> int:
    """Return where an About heading ends: its company's name is repeated after it."""
    first, *words = text[start : start + 160].split(" ")[: _LONGEST_NAME + 1]
    below = text[start : start + 500].casefold()
    best = 0
    for size in range(1, len(words)):
        name = " ".join(words[:size]).casefold().rstrip(",:.")
        again = words[size].casefold().startswith(words[0].casefold().rstrip(":"))
        if again and all(not word[:1].islower() for word in words[:size]):
            best = size
            break
        if name in below[len(first) + 1 + len(name) :]:
            best = size
    if not best or words[best - 1].islower():
        return 0
    return start + len(" ".join([first, *words[:best]]))


def _opening(text: str) -> int:
    """Return where the dateline begins after a headline on the same line, or 0."""
    opening = dateline_within(text)
    return opening.starts if opening else 0

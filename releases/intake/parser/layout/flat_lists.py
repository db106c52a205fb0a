"""Where the lines of lists, cards and talks begin in a text that lost its line breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from releases.intake.parser.events.records import key_of

_FIELD = re.compile(
    r"(?<=\s)(?P<label>(?:[A-Z][a-z/-]+(?:\s(?:&|and|of|[A-Z][a-z]+)){0,3}|[A-Z]{4,10})(?:\s\([A-Za-z ]{3,20}\))?):\s"
)
_BULLET = re.compile(
    r"(?<=\s)[•·▪■●◦‣]\s|(?<=\s)[-–—*]\s(?=[A-Z“\"]\w+ (?:presentation|session|poster|discussion)\b)"
)
_QUOTED = re.compile(
    r"(?<=\s)[“\"](?=[A-Z][^“”\"]{30,400}[”\"]\s?(?:\(|[A-Z][a-z]+:|[-–—]\s|$))"
)
_DAY = re.compile(
    r"(?<=[.!?”\")]\s)(?=(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? [A-Z][a-z]{2,8} \d{1,2}(?:,? \d{4})?(?: [-–•]|:))"
)
_NEAR, _FEWEST = 420, 3
_TIMED = {"date", "time"}


def list_cuts(text: str, start: int) -> set[int]:
    """Return where bullets, labels of cards, quoted titles and days begin lines."""
    cuts = set(_bullets(text, start))
    cuts |= set(_cards(text, start))
    cuts |= {match.end() for match in _DAY.finditer(text, start)}
    if cuts:
        cuts |= {match.start() for match in _QUOTED.finditer(text, start)}
    return cuts


def _bullets(text: str, start: int) -> Iterator[int]:
    """Yield where bullets stand, if there are several."""
    marks = [match.start() for match in _BULLET.finditer(text, start)]
    if len(marks) > 1:
        yield from marks


def _cards(text: str, start: int) -> Iterator[int]:
    """Yield where labels such as “Date:” begin: three near each other, one of a time."""
    group: list[tuple[int, str]] = []
    for match in _FIELD.finditer(text, start):
        key = key_of(match["label"])
        if key is None:
            continue
        if group and match.start() - group[-1][0] > _NEAR:
            yield from _card(group)
            group = []
        group.append((match.start("label"), key))
    yield from _card(group)


def _card(group: list[tuple[int, str]]) -> Iterator[int]:
    keys = {key for _, key in group}
    if len(group) >= _FEWEST and keys & _TIMED:
        yield from (at for at, _ in group)
